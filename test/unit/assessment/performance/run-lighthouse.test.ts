import { type LighthouseOnce, runLighthouse } from '../../../../functions/assessment/performance/run-lighthouse.ts';
import { aLighthouseResult } from './a-lighthouse-result.ts';

const run = async (
  answers: readonly unknown[],
  { seconds = 50, each = 10 }: { seconds?: number; each?: number } = {},
) => {
  let now = 0;
  const asked: (readonly string[])[] = [];
  const once: LighthouseOnce = async (categories) => {
    const answer = answers[asked.push(categories) - 1];
    now += each * 1_000;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const result = await runLighthouse(once, { endsAt: seconds * 1_000, clock: () => now });
  return { result, asked };
};
const good = aLighthouseResult();

test('runs three times, the first one for all four categories', async () => {
  const { result, asked } = await run([good, good, good]);
  expect(result).toMatchObject({ ok: true, wanted: 3, readings: [{ score: 73 }, { score: 73 }, { score: 73 }] });
  expect(asked).toEqual([['performance', 'accessibility', 'best-practices', 'seo'], ['performance'], ['performance']]);
});

test('begins no run that would not end in time', async () => {
  const { result } = await run([good, good, good], { seconds: 35, each: 14 });
  expect(result).toMatchObject({ ok: true, readings: [{ score: 73 }, { score: 73 }] });
  expect((await run([good], { seconds: 5 })).result).toEqual({
    ok: false,
    reason: 'There was no time left for Lighthouse.',
  });
});

test('a run that fails ends the row: what was measured before it counts', async () => {
  const { result, asked } = await run([good, aLighthouseResult({}, { runtimeError: { code: 'PAGE_HUNG' } })]);
  expect(result).toMatchObject({ ok: true, readings: [{ score: 73 }] });
  expect(asked).toHaveLength(2);
});

test('without one good run there is a reason', async () => {
  expect((await run([new Error('Target closed')])).result).toEqual({
    ok: false,
    reason: 'Lighthouse broke off (Target closed).',
  });
  expect((await run([undefined])).result).toEqual({ ok: false, reason: 'Lighthouse gave no result.' });
});

test('a run that never ends is left behind', async () => {
  const never: LighthouseOnce = () => new Promise(() => undefined);
  const result = await runLighthouse(never, { endsAt: 50, clock: () => 0, shortestMs: 10 });
  expect(result).toEqual({ ok: false, reason: 'Lighthouse did not end in time.' });
});
