import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions, bundlesDirectory } from '../../lib/bundling/bundle-functions.ts';
import { readBundleSize } from '../../lib/bundling/bundle-size.ts';
import { listEntries } from '../../lib/bundling/entries.ts';

/** spec/performance.md, "eager bundle KB" and "deny-list in API bundles". */
const API_KB = 450;
const COPY_KB = 1_000;
const SENDER_KB = 550;
const DENIED_IN_API = [
  ...['@react-pdf/renderer', 'undici', 'iconv-lite', '@anthropic-ai/sdk', 'openai', 'stripe', 'aws-xray-sdk-core'],
  ...['aws-xray-sdk', 'cheerio', 'parse5', 'encoding-sniffer'],
];

const isApi = (entry: string): boolean => /\/(serve-|stream-|authorize-)/.test(entry);
const api = listEntries().filter(isApi);

beforeAll(async () => {
  await bundleFunctions();
}, 120_000);

test.each(api)('%s, behind the API, loads at most 450 KB before its first request', (entry) => {
  expect(readBundleSize(entry).eagerKb).toBeLessThanOrEqual(API_KB);
});

test.each(api)('%s, behind the API, has nothing heavy in it, lazily loaded or not', (entry) => {
  const { packages } = readBundleSize(entry);
  expect(DENIED_IN_API.filter((name) => packages.has(name))).toEqual([]);
});

test('the writer loads at most 1,000 KB before its first batch', () => {
  expect(readBundleSize('copy/write-copy').eagerKb).toBeLessThanOrEqual(COPY_KB);
});

const MODEL_SDKS = ['@anthropic-ai/sdk', 'openai', '@aws-sdk/client-s3vectors'];

/** What looks at sites, and what words a report’s insights. */
const USES_MODELS = ['assessment/browse-site', 'reports/gather-content'];

test('language models’ SDKs are in what writes copy, looks at sites or words insights only, and loaded when they are used', () => {
  for (const entry of listEntries()) {
    const { packages, eagerPackages } = readBundleSize(entry);
    expect({ entry, eager: MODEL_SDKS.filter((name) => eagerPackages.has(name)) }).toEqual({ entry, eager: [] });
    if (!entry.startsWith('copy/') && !USES_MODELS.includes(entry))
      expect({ entry, has: MODEL_SDKS.filter((name) => packages.has(name)) }).toEqual({ entry, has: [] });
  }
});

test('the sender loads at most 550 KB before its first mail', () => {
  expect(readBundleSize('sending/send-messages').eagerKb).toBeLessThanOrEqual(SENDER_KB);
});

test('no function holds a second zod: locales come with the named import', () => {
  for (const entry of listEntries())
    expect({ entry, zodKb: Math.round((readBundleSize(entry).eagerPackages.get('zod') ?? 0) / 1_024) < 150 }).toEqual({
      entry,
      zodKb: true,
    });
});

test('what draws PDFs has the fonts beside its bundle; nothing else carries them', () => {
  for (const entry of listEntries()) {
    const draws = readBundleSize(entry).packages.has('@react-pdf/renderer');
    const fonts = join(bundlesDirectory(), entry, 'fonts');
    expect({ entry, fonts: existsSync(join(fonts, 'noto-sans', 'files', 'noto-sans-latin-400-normal.woff')) }).toEqual({
      entry,
      fonts: draws,
    });
  }
});
