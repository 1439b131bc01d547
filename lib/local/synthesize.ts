import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleFunctions } from '../bundling/bundle-functions.ts';
import type { Settings } from '../settings.ts';

/**
 * Bundles the functions whose sources changed and synthesizes the app into `<dataDir>/assembly`; gives that folder.
 * @throws Error with esbuild's or the app's own message
 */
export const synthesize = async ({
  dataDir,
  webBuild,
  settings,
}: {
  dataDir: string;
  webBuild: string;
  settings: Readonly<Partial<Settings>>;
}): Promise<string> => {
  await bundleFunctions();
  const outdir = join(dataDir, 'assembly');
  rmSync(outdir, { recursive: true, force: true });
  await new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL('./synthesis-worker.ts', import.meta.url), {
      workerData: { outdir, webBuild, settings },
      execArgv: ['--no-warnings'],
    });
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The synthesis ended with status ${String(code)}`)));
  });
  return outdir;
};
