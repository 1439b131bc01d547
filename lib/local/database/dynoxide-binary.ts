import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version whose table layout the stream and TTL upkeep know; package.json locks the same one for Linux. */
const VERSION = '1.2.1';

const require = createRequire(import.meta.url);

/** Name of the package that holds dynoxide for a platform (that of this machine, when not told otherwise). */
export function dynoxidePackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@dynoxide/${platform}-${arch}`;
}

/** Path of the dynoxide binary. Throws an error that names the package to install when it is missing. */
export function findDynoxide(name: string = dynoxidePackage()): string {
  try {
    const folder = dirname(require.resolve(`${name}/package.json`));
    return join(folder, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new Error(
      `The local database needs the package ${name}: run "npm install --no-save ${name}@${VERSION}", ` +
        'or set AWS_ENDPOINT_URL_DYNAMODB to the address of another DynamoDB.',
    );
  }
}

/**
 * Installs dynoxide for this machine's platform when it is missing, without touching package.json, and says so through
 * `log`. Gives the binary's path. Throws when npm fails, as it does where no such package exists.
 */
export async function installMatchingDynoxide(log: (line: string) => void): Promise<string> {
  try {
    return findDynoxide();
  } catch {
    const wanted = `${dynoxidePackage()}@${VERSION}`;
    log(`Installing ${wanted}, the local database for this platform (once).`);
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const npm = spawn('npm', ['install', '--no-save', '--no-audit', '--no-fund', wanted], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    await once(npm, 'exit');
    if (npm.exitCode !== 0) throw new Error(`npm could not install ${wanted}; see its message above.`);
    return findDynoxide();
  }
}
