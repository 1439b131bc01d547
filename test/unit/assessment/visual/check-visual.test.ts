import fc from 'fast-check';
import { METRICS } from '../../../../functions/assessment/metrics.ts';
import { checkVisual } from '../../../../functions/assessment/visual/check-visual.ts';
import type { DomMetrics } from '../../../../functions/assessment/visual/dom-metrics.ts';
import { LookJudgement, RUBRICS } from '../../../../functions/assessment/visual/look-rubrics.ts';
import { takeScreenshot } from '../../../../functions/assessment/visual/take-screenshot.ts';
import { aDom } from './a-dom.ts';

const url = 'https://site.example/';
const NO_LOOK = { ok: false, reason: 'No vision model is configured.' } as const;
const judgement = (points: number): LookJudgement => ({
  rubrics: RUBRICS.map(({ id }) => ({ id, points, reason: 'The button is grey on grey.' })),
});
const check = (
  desktop: DomMetrics | null,
  mobile: DomMetrics | null,
  look: Parameters<typeof checkVisual>[1]['look'] = NO_LOOK,
) => checkVisual({ url, desktop, mobile }, { screenshots: [], look });
const failing = (desktop: DomMetrics | null, mobile: DomMetrics | null) =>
  check(desktop, mobile)
    .results.filter(({ state }) => state === 'fail')
    .map(({ id }) => id);

test('a page that hinders nobody has every point, and is partial without a model', () => {
  expect(check(aDom(), aDom())).toMatchObject({
    status: 'partial',
    score: 100,
    reason: 'No vision model is configured.',
  });
});

const seen = { selector: '#hero', text: 'Our prices', width: 500, height: 20 };
const FAULTS: readonly (readonly [string, 'desktop' | 'mobile', Partial<DomMetrics>])[] = [
  ['visual.mobile_overflow', 'mobile', { overflow: 110, wide: [seen] }],
  ['visual.desktop_overflow', 'desktop', { overflow: 40, wide: [seen] }],
  ['visual.mobile_text_size', 'mobile', { smallCharacters: 500, small: [seen] }],
  ['visual.mobile_tap_targets', 'mobile', { smallTargets: 10, tight: [seen] }],
  ['visual.mobile_call_to_action', 'mobile', { calls: [] }],
  ['visual.desktop_call_to_action', 'desktop', { calls: [] }],
  ['visual.headline', 'desktop', { headline: null }],
  ['visual.first_screen_image', 'desktop', { images: 0 }],
  ['visual.broken_images', 'desktop', { brokenImages: 1, broken: [seen] }],
  ['visual.blurred_images', 'desktop', { stretchedImages: 1, stretched: [seen] }],
];
test.each(FAULTS)('%s is told by the %s view alone, with what was seen', (id, device, given) => {
  const [desktop, mobile] = device === 'desktop' ? [aDom(given), aDom()] : [aDom(), aDom(given)];
  expect(failing(desktop, mobile)).toEqual([id]);
  const { results, score } = check(desktop, mobile);
  expect(results.find((one) => one.id === id)?.evidence[0]?.what).not.toBe('');
  expect(score).toBeLessThan(100);
});

test('a little small print and a few small targets are usual', () => {
  expect(failing(aDom(), aDom({ smallCharacters: 90, smallTargets: 2 }))).toEqual([]);
});

test('a view that was not seen is not measured, never a fault', () => {
  const { score, status, results, metrics } = check(aDom(), null);
  expect(failing(aDom(), null)).toEqual([]);
  expect(results.filter(({ state }) => state === 'not_measured').length).toBeGreaterThan(0);
  expect([score, status]).toEqual([100, 'partial']);
  expect(metrics.find(({ id }) => id === 'mobile_overflow')?.value).toBeNull();
  expect(check(null, null)).toMatchObject({ score: null, status: 'failed' });
});

test('with a model’s judgement it is whole: three fifths are the rubrics', () => {
  const result = check(aDom(), aDom(), { ok: true, judgement: judgement(4) });
  expect(result).toMatchObject({ status: 'done', score: Math.round(40 * 0.6 + 100 * 0.4), notMeasured: [] });
  const rubrics = result.results.filter(({ id }) => id.startsWith('visual.rubric.'));
  expect(rubrics).toHaveLength(9);
  expect(rubrics[0]).toMatchObject({
    state: 'fail',
    evidence: [{ what: '4 of 10: The button is grey on grey.', where: url }],
  });
  expect(result.metrics.find(({ id }) => id === 'rubric_mobile')?.value).toBe(4);
});

test('every metric it gives stands in the table of metrics', () => {
  const known = METRICS.map(({ id }) => id);
  const { metrics } = check(aDom(), aDom(), { ok: true, judgement: judgement(7) });
  expect(metrics.filter(({ id }) => !known.includes(id))).toEqual([]);
  expect(metrics).toHaveLength(12);
});

test('scores stay between 0 and 100 whatever a model and the page say', () => {
  const count = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 10, noNaN: true }),
      count,
      count,
      count,
      (points, overflow, smallCharacters, smallTargets) => {
        const { score } = check(aDom({ overflow }), aDom({ overflow, smallCharacters, smallTargets }), {
          ok: true,
          judgement: judgement(points),
        });
        return score !== null && score >= 0 && score <= 100;
      },
    ),
  );
});

test('a judgement names each of the nine rubrics once', () => {
  expect(LookJudgement.safeParse(judgement(5)).success).toBe(true);
  const [first] = judgement(5).rubrics;
  expect(LookJudgement.safeParse({ rubrics: judgement(5).rubrics.map(() => first) }).success).toBe(false);
  expect(LookJudgement.safeParse(judgement(11)).success).toBe(false);
});

test('a picture is taken at the best quality that fits, and none that does not', async () => {
  const asked: number[] = [];
  const session = (sizeAt: (quality: number) => number) => ({
    send: async (_method: string, given: { quality: number }) => {
      asked.push(given.quality);
      return { data: Buffer.alloc(sizeAt(given.quality)).toString('base64') };
    },
  });
  const take = (sizeAt: (quality: number) => number) => takeScreenshot(session(sizeAt) as never, 1_000);
  expect(await take((quality) => quality * 20)).toMatchObject({ quality: 45, bytes: { byteLength: 900 } });
  expect(asked).toEqual([82, 65, 45]);
  expect(await take(() => 2_000)).toBeUndefined();
});
