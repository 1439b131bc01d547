import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../bundling/entries.ts';
import { page } from './pages/frame.ts';
import { html } from './pages/markup.ts';

/** What the build depends on: the web app's own files, the contracts it reads, and the locked packages. */
const INPUTS = [
  'web/src/**/*',
  'web/public/**/*',
  'web/*.{html,json,ts}',
  'functions/**/contract.ts',
  'package-lock.json',
];

const fingerprintOf = (root: string): string => {
  const hash = createHash('sha256');
  for (const pattern of INPUTS) {
    for (const path of globSync(pattern, { cwd: root }).sort()) {
      const file = join(root, path);
      if (statSync(file).isFile()) hash.update(path).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
};

/**
 * Builds the web app when its sources changed since the last build; gives the folder of the build. While there is no web app, a page that says
 * so stands in its place.
 */
export const buildWeb = async (root: string = PROJECT_ROOT): Promise<string> => {
  const web = join(root, 'web');
  const dist = join(web, 'dist');
  if (!existsSync(join(web, 'index.html'))) return placeholder(join(root, 'dist', 'web'));
  const mark = join(root, 'dist', 'web.fingerprint');
  const fingerprint = fingerprintOf(root);
  const current =
    existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint && existsSync(join(dist, 'index.html'));
  if (current) return dist;
  await viteBuild(web);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(mark, fingerprint);
  return dist;
};

/** In a process of its own: the bundler's memory goes with it. */
const viteBuild = (web: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const vite = join(dirname(createRequire(join(web, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: web,
      // Under a test runner NODE_ENV says "test", and React would be built with all that it has for developing.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The web app could not be built:\n${Buffer.concat(output).toString('utf8')}`));
    });
  });

const placeholder = (directory: string): string => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, 'index.html'),
    page(
      'Web app',
      '',
      html`<h1>The web app is not part of this build</h1><p class="lead">The API answers at <a href="/api/docs">/api/docs</a>; what is going on is shown at <a href="/local">/local</a>.</p>`,
    ),
  );
  return directory;
};
