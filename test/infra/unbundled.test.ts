import { statSync } from 'node:fs';
import { join } from 'node:path';
import { listEntries, PROJECT_ROOT } from '../../lib/bundling/entries.ts';
import { UNBUNDLED, unbundledFiles } from '../../lib/bundling/unbundled.ts';

const ENTRY = 'assessment/browse-site';
/** Lambda takes 250 MB unzipped with all layers; a Chromium layer takes about 70 of them. */
const MOST_MB = 40;

let files: readonly string[];
beforeAll(async () => {
  files = await unbundledFiles(ENTRY, PROJECT_ROOT);
});

test('packages are left out of bundles only of functions that there are', () => {
  expect(Object.keys(UNBUNDLED).filter((entry) => !listEntries().includes(entry))).toEqual([]);
});

test('what goes beside the browser function is whole and fits', () => {
  for (const file of [
    'node_modules/lighthouse/core/index.js',
    'node_modules/lighthouse/core/audits/metrics/largest-contentful-paint.js',
    'node_modules/lighthouse/core/gather/gatherers/trace.js',
    'node_modules/lighthouse/core/lib/cdt/package.json',
    'node_modules/axe-core/axe.min.js',
    'node_modules/axe-core/package.json',
  ])
    expect(files).toContain(file);
  const bytes = files.reduce((sum, file) => sum + statSync(join(PROJECT_ROOT, file)).size, 0);
  expect(bytes / 1024 / 1024).toBeLessThan(MOST_MB);
});

test('nothing goes along that reports errors elsewhere, or that only types need', () => {
  expect(files.filter((file) => /@sentry|@opentelemetry|\.d\.[cm]?ts$|\.map$/.test(file))).toEqual([]);
});
