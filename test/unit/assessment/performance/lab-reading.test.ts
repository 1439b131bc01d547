import fc from 'fast-check';
import { METRICS } from '../../../../functions/assessment/metrics.ts';
import { checkLab, labMetrics } from '../../../../functions/assessment/performance/check-lab.ts';
import { LAB_METRICS, medianRun, readLab } from '../../../../functions/assessment/performance/lab-reading.ts';
import { LighthouseResult } from '../../../../functions/assessment/performance/lighthouse-result.ts';
import { LIGHTHOUSE_AUDITS, LIGHTHOUSE_RULES } from '../../../../functions/assessment/performance/lighthouse-rules.ts';
import { aLabReading } from './a-lab-reading.ts';
import { aLighthouseResult, withoutAudits } from './a-lighthouse-result.ts';

const url = 'https://site.example/';
const read = (given: object) => readLab(LighthouseResult.parse(given), LIGHTHOUSE_AUDITS);
const reading = (given: object = aLighthouseResult()) => {
  const found = read(given);
  if (!found.ok) throw new Error(found.reason);
  return found.reading;
};

test('the weights of the metrics are Lighthouse’s: FCP 10, LCP 25, TBT 30, CLS 25, Speed Index 10', () => {
  expect(Object.fromEntries(LAB_METRICS.map(({ key, weight }) => [key, weight]))).toEqual({
    ...{ fcp: 10, lcp: 25, tbt: 30, cls: 25, si: 10, tti: 0 },
  });
  expect(reading().score).toBe(Math.round(10 * 0.56 + 25 * 0.12 + 30 * 1 + 25 * 0.99 + 10 * 0.97));
});

test('a metric that counts and was not measured leaves the score unmeasured, never 0', () => {
  const found = reading(withoutAudits('total-blocking-time'));
  expect(found.score).toBeNull();
  expect(labMetrics(found, 'x').find(({ id }) => id === 'total_blocking_time')?.value).toBeNull();
  expect(checkLab(found, url).find(({ id }) => id === 'performance.total_blocking_time')?.state).toBe('not_measured');
  expect(reading(withoutAudits('interactive')).score).not.toBeNull();
});

test('null scores are not measured', () => {
  const audit = {
    id: 'largest-contentful-paint',
    title: 'LCP',
    score: null,
    scoreDisplayMode: 'error',
    errorMessage: 'NO_LCP',
  };
  const found = reading(aLighthouseResult({ 'largest-contentful-paint': audit }));
  expect(found.score).toBeNull();
  expect(found.measures.lcp).toBeUndefined();
});

test('a run that Lighthouse itself calls failed is no measurement, whatever scores it holds', () => {
  const found = read(
    aLighthouseResult({}, { runtimeError: { code: 'NO_FCP', message: 'The page did not paint any content.' } }),
  );
  expect(found).toEqual({
    ok: false,
    reason: 'Lighthouse could not measure the page (NO_FCP). The page did not paint any content.',
  });
  expect(read({ lighthouseVersion: '13.5.0', audits: {} })).toMatchObject({ ok: false });
});

test('what Lighthouse proposes becomes a finding with its savings as evidence', () => {
  const check = checkLab(reading(), url).find(({ id }) => id === 'performance.render-blocking-insight');
  expect(check).toMatchObject({
    state: 'fail',
    weight: 0,
    evidence: [
      { what: 'Render-blocking requests: Est savings of 1,850 ms; about 1850 ms can be saved', where: url },
      { what: '245 KB in all, 1987 ms can be saved', where: 'https://site.example/site.css' },
    ],
  });
});

test('an audit that passed is a passed check, one without a subject does not apply', () => {
  const states = new Map(checkLab(reading(), url).map(({ id, state }) => [id, state]));
  expect(states.get('performance.cache-insight')).toBe('pass');
  expect(states.get('performance.font-display-insight')).toBe('not_applicable');
});

test('metrics are told in the units of the table', () => {
  const metrics = labMetrics(reading(), 'Lighthouse');
  const known = new Map(METRICS.map(({ id, unit }) => [id, unit]));
  expect(metrics.filter(({ id, unit }) => known.get(id) !== unit)).toEqual([]);
  expect(Object.fromEntries(metrics.map(({ id, value }) => [id, value]))).toMatchObject({
    first_contentful_paint: 2_774,
    cumulative_layout_shift: 0.032,
    lighthouse_accessibility: 94,
    lighthouse_best_practices: 74,
    lighthouse_seo: 91,
  });
});

test('every rule names its source and what to do, and no audit belongs to two', () => {
  expect(new Set(LIGHTHOUSE_AUDITS).size).toBe(LIGHTHOUSE_AUDITS.length);
  for (const { source, fix } of LIGHTHOUSE_RULES) {
    expect(source).toMatch(/^https:\/\//);
    expect(fix).toMatch(/\.$/);
  }
});

test('of several runs the middle one counts, and how far they lie apart is told', () => {
  expect(medianRun([80, 60, 95].map((score) => aLabReading(score)))).toMatchObject({
    reading: { score: 80 },
    runs: 3,
    low: 60,
    high: 95,
  });
  expect(medianRun([80, 60].map((score) => aLabReading(score)))?.reading.score).toBe(60);
  expect(medianRun([aLabReading(null), aLabReading(70)])).toMatchObject({ runs: 1, reading: { score: 70 } });
  expect(medianRun([aLabReading(null)])).toBeUndefined();
});

test('the score lies between 0 and 100, and so do its metrics’ parts', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(score, score, score, score, score), (scores) => {
      const names = [
        'first-contentful-paint',
        'largest-contentful-paint',
        'total-blocking-time',
        'cumulative-layout-shift',
        'speed-index',
      ];
      const audits = Object.fromEntries(
        names.map((id, at) => [
          id,
          { id, title: id, score: scores[at] ?? 0, scoreDisplayMode: 'numeric', numericValue: 1 },
        ]),
      );
      const found = reading(aLighthouseResult(audits)).score;
      return found !== null && found >= 0 && found <= 100;
    }),
  );
});
