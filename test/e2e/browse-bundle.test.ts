import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { findChromium } from '../../functions/assessment/browser/find-chromium.ts';
import { BranchResult } from '../../functions/assessment/contract.ts';
import { PROJECT_ROOT } from '../../lib/bundling/entries.ts';
import { externalsOf, unbundledAssets } from '../../lib/bundling/unbundled.ts';
import { type SampleSitesServer, startSampleSites } from '../../lib/local/sample/sites-server.ts';

const found = await findChromium({ path: process.env['CHROMIUM'] });
const ENTRY = 'assessment/browse-site';
const Said = z.object({ branches: z.array(BranchResult), pictures: z.array(z.number()), milliseconds: z.number() });

if (!found.ok) {
  test('Left out: the bundled browser function is run with Chromium, and this machine has none', () => {
    expect(found.ok).toBe(false);
  });
} else {
  let folder: string;
  let site: SampleSitesServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    await build({
      stdin: {
        contents:
          "export { createBrowserBranch } from './functions/assessment/browser-branch.ts'; export { parseAllowedHosts } from './functions/platform/safe-fetch/allowed-hosts.ts';",
        resolveDir: PROJECT_ROOT,
        loader: 'ts',
      },
      absWorkingDir: PROJECT_ROOT,
      outfile: join(folder, 'index.mjs'),
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      external: externalsOf(ENTRY),
      banner: {
        js: "import{createRequire as createRequireForCommonJs}from'node:module';const require=createRequireForCommonJs(import.meta.url);",
      },
      logLevel: 'silent',
    });
    for (const { name, contents } of await unbundledAssets(ENTRY, PROJECT_ROOT)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), contents);
    }
    site = await startSampleSites({ port: 0 });
  });
  afterAll(async () => {
    await site.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('bundled, with its packages beside it and nothing else, it measures accessibility, looks and performance within 60 s', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        join(PROJECT_ROOT, 'test/support/browse-in-bundle.mjs'),
        join(folder, 'index.mjs'),
        site.allowHosts,
        found.chromium.executablePath,
      ],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024, timeout: 120_000 },
    );
    const { branches, pictures, milliseconds } = Said.parse(JSON.parse(stdout));
    const [accessibility, visual, performance] = branches;
    expect(accessibility).toMatchObject({ branch: 'accessibility', status: 'done' });
    expect(visual).toMatchObject({ branch: 'visual', status: 'partial', reason: 'No vision model is configured.' });
    expect(pictures).toHaveLength(2);
    expect(Math.max(...pictures)).toBeLessThanOrEqual(500 * 1024);
    // On a busy machine there may be time for fewer than three runs; a run there must be.
    expect(performance?.notes?.[0]).toMatch(
      /^Lighthouse 13\.\S+ \(median of [123]\), a simulated phone; scores \d+ to \d+\.$/,
    );
    expect(performance?.score).toBeGreaterThan(20);
    const measured = performance?.metrics.filter(({ value }) => value !== null).map(({ id }) => id);
    expect(measured).toEqual(
      expect.arrayContaining([
        'performance_score',
        'largest_contentful_paint',
        'total_blocking_time',
        'lighthouse_seo',
      ]),
    );
    expect(milliseconds).toBeLessThan(62_000);
  });
}
