import { createHash } from 'node:crypto';
import type { Assessment } from '../../../functions/assessment/contract.ts';
import { DEFAULT_BRAND } from '../../../functions/reports/brand.ts';
import { NO_PICTURES, type ReportContent } from '../../../functions/reports/content.ts';
import { lineageOf } from '../../../functions/reports/lineage.ts';
import { GLOSSARY, LIMITS, methodParts } from '../../../functions/reports/method.ts';
import { renderReport } from '../../../functions/reports/pdf/render-report.ts';
import { pdfPages } from '../../support/pdf-text.ts';
import {
  badAssessment,
  contentOf,
  goodAssessment,
  japaneseAssessment,
  samplePeers,
  unmeasuredAssessment,
} from '../../support/report-samples.ts';

const SITES = {
  'a bad site': contentOf(badAssessment, { peers: samplePeers(badAssessment) }),
  'a good site': contentOf(goodAssessment),
  'a site of which nothing was measured': contentOf(unmeasuredAssessment, {
    remarks: ['The site could not be read anew.'],
  }),
  'a company with a Japanese name': contentOf(japaneseAssessment),
} as const;

const joined = (pages: readonly string[]): string => pages.join(' ').replaceAll(' ', '');

test.each(Object.entries(SITES))(
  'the report of %s has 8 to 12 pages in at most 2 MB, all of them numbered',
  async (_, content) => {
    const { bytes, pages, sha256 } = await renderReport(content);
    expect(pages).toBeGreaterThanOrEqual(8);
    expect(pages).toBeLessThanOrEqual(12);
    expect(bytes.length).toBeLessThan(2_000_000);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const drawn = pdfPages(bytes);
    expect(drawn).toHaveLength(pages);
    drawn.slice(1).forEach((text, at) => {
      expect(text.replaceAll(' ', '')).toContain(`${String(at + 2)}/${String(pages)}`);
    });
  },
  30_000,
);

test('a site of many findings fills the pages: several in detail, and no page with only the end of a list', async () => {
  const { findings } = badAssessment;
  const many = [...findings, ...findings.slice(0, 16)].map((finding, at) => ({
    ...finding,
    id: `${finding.id}.${String(at)}`,
  }));
  const drawn = pdfPages((await renderReport(contentOf({ ...badAssessment, findings: many }))).bytes);
  expect(drawn).toHaveLength(12);
  const details = Number(/The(\d+)mostworthwhile/.exec(joined(drawn))?.[1]);
  expect(details).toBeGreaterThanOrEqual(7);
  for (const title of ['What to mend, and when', 'Glossary'])
    expect(drawn.filter((page) => page.replaceAll(' ', '').includes(title.replaceAll(' ', '')))).toHaveLength(1);
  // A footer and a page number alone are some 60 characters.
  for (const page of drawn) expect(page.replaceAll(' ', '').length).toBeGreaterThan(100);
  const plan = drawn.findIndex(
    (page) => page.includes('mend, and when') || page.replaceAll(' ', '').includes('mend,andwhen'),
  );
  expect(drawn[plan + 1]?.replaceAll(' ', '')).toContain('Howthisreportwasmade');
}, 60_000);

test('the same content is the same bytes', async () => {
  const content = SITES['a company with a Japanese name'];
  const [first, second] = [await renderReport(content), await renderReport(structuredClone(content))];
  expect(second.sha256).toBe(first.sha256);
  const later = await renderReport({ ...content, preparedAt: '2026-11-22T10:00:00.000Z' });
  expect(later.sha256).not.toBe(first.sha256);
}, 30_000);

test('a name in Japanese stands on the cover and on every page', async () => {
  const { bytes } = await renderReport(SITES['a company with a Japanese name']);
  for (const page of pdfPages(bytes))
    expect(page.replaceAll(' ', '')).toContain('株式会社ノースフィールド歯科クリニック東京本院');
}, 30_000);

test('a report says which areas were not measured and why, and gives them no score', async () => {
  const drawn = joined(pdfPages((await renderReport(SITES['a site of which nothing was measured'])).bytes));
  expect(drawn).toContain('Theserveranswered503ateverytry.');
  expect(drawn).toContain('Noareacouldbescored');
  expect(drawn).toContain('Thesitecouldnotbereadanew.');
  expect(drawn).not.toMatch(/scores\d+of100/);
}, 30_000);

const numbersOf = (text: string): readonly string[] =>
  (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replaceAll(',', ''));

/** Every text that a report takes over as it is: what was found, said, assumed, and how it was done. */
const takenOver = ({ assessment, insights, brand, preparedAt, reportId, version, remarks }: ReportContent): string => {
  const { findings, notMeasured, technologies, metrics, impact, assumptions, ...head } = assessment;
  return JSON.stringify([
    findings.map(({ impact: _, ...finding }) => finding),
    ...[notMeasured, technologies, metrics.map(({ id }) => id), impact?.notes, assumptions],
    { ...head, categories: null, overall: null },
    ...[brand, preparedAt, reportId, version, remarks, insights.actions.map(({ title }) => title)],
    ...[
      methodParts({ assessment, insights, brand, preparedAt, reportId, version, remarks, peers: null }),
      GLOSSARY,
      LIMITS,
    ],
  ]);
};
/** Numbers of the report's own frame: pages, bands, views, counts of findings by group, hours and dates. */
const FRAME = [
  ...Array.from({ length: 13 }, (_, page) => String(page)),
  ...['50', '80', '95', '100', '1920', '1080', '390', '844'],
  ...['21', '2026', '09', '30', '31', '00'],
];

test.each(['a bad site', 'a good site'] as const)(
  'every number in the report of %s traces to a finding, an area, a metric or an assumption',
  async (site) => {
    const content = SITES[site];
    const { findings, impact, categories } = content.assessment;
    const rows = lineageOf(content);
    // Sums and shares are made of rows: of an area, of an effort, of what is grave.
    const known = new Set([
      ...FRAME,
      ...numbersOf(takenOver(content)),
      ...rows.flatMap(({ value }) => numbersOf(value)),
    ]);
    const groups = new Set<string>();
    for (let count = 0; count <= findings.length; count += 1) groups.add(String(count));
    const drawn = pdfPages((await renderReport(content)).bytes).flatMap(numbersOf);
    const derived = new Set(
      numbersOf(JSON.stringify(content.insights)).concat(
        String(Object.values(categories).reduce((sum, { checks }) => sum + checks.passed + checks.failed, 0)),
        String(Object.values(categories).reduce((sum, { checks }) => sum + checks.notMeasured, 0)),
        impact === null ? [] : [String(Math.round(impact.onlineDependence * 100))],
      ),
    );
    const plan = ['minutes', 'hours', 'days'].map((effort) =>
      findings
        .filter((finding) => finding.effort === effort)
        .reduce((sum, finding) => sum + (finding.impact?.estimateUsd ?? 0), 0),
    );
    const { usd } = await import('../../../functions/reports/words.ts');
    for (const sum of plan) for (const number of numbersOf(usd(sum))) derived.add(number);
    expect(
      [...new Set(drawn)].filter((number) => !known.has(number) && !groups.has(number) && !derived.has(number)),
    ).toEqual([]);
  },
  30_000,
);

test('lineage names assessment, rules and time of each number', () => {
  for (const row of lineageOf(SITES['a bad site']))
    expect(row).toMatchObject({
      assessmentId: badAssessment.id,
      rulesVersion: '1',
      measuredAt: badAssessment.finishedAt,
    });
  const finding = badAssessment.findings[0];
  expect(
    lineageOf(SITES['a bad site']).filter(({ kind, id }) => kind === 'finding' && id === finding?.id),
  ).toHaveLength(3);
});

test('a brand’s sender, colours and logo are drawn; without a logo its name stands there', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const brand = {
    ...DEFAULT_BRAND,
    senderName: 'Müller & Söhne',
    primaryColour: '#4a1d5f',
    contact: 'hallo@agentur.example',
  };
  const logo = { key: 'k', contentType: 'image/png', width: 1, height: 1 } as const;
  const plain = await renderReport(contentOf(goodAssessment, { brand }));
  const branded = await renderReport(contentOf(goodAssessment, { brand: { ...brand, logo } }), {
    ...NO_PICTURES,
    logo: png,
  });
  expect(joined(pdfPages(plain.bytes).slice(0, 1))).toMatch(/^Müller&Söhne/);
  expect(joined(pdfPages(branded.bytes).slice(0, 1))).toMatch(/^WEBSITEREPORT/);
  expect(Buffer.from(branded.bytes).toString('latin1')).toContain('/Subtype /Image');
  expect(joined(pdfPages(branded.bytes))).toContain('hallo@agentur.example');
}, 30_000);

test('a site’s own words are drawn whatever they hold: other scripts, markup, and far too many of them', async () => {
  const [finding] = badAssessment.findings;
  if (finding === undefined) throw new Error('the sample has findings');
  const long = 'Ж'.repeat(3_000);
  const evidence = Array.from({ length: 40 }, (_, at) => ({
    what: `<b>${String(at)}</b> 🚀 ${long}`,
    where: `https://x.example/${'a'.repeat(900)}`,
    quote: long,
  }));
  const findings = Array.from({ length: 120 }, (_, at) => ({
    ...finding,
    id: `seo.rule-${String(at)}`,
    title: `${finding.title} ${String(at)}`,
    detail: long,
    fix: long,
    evidence,
  }));
  const assessment: Assessment = { ...badAssessment, findings, companyName: `${'Sehr lange Firma '.repeat(20)}شركة` };
  const { pages, bytes } = await renderReport(contentOf(assessment));
  expect(pages).toBeLessThanOrEqual(12);
  expect(joined(pdfPages(bytes))).toContain('�');
}, 60_000);
