import { meanPace, paceOf, remember, type Sample } from '../../../web/src/areas/runs/pace.ts';

const none = { discovered: 0, scored: 0, qualified: 0, contacts: 0, drafted: 0, approved: 0, sent: 0 };
const seen = (at: number, stages: Partial<typeof none>): Sample => ({ at, stages: { ...none, ...stages } });

test('the pace is that of the stage nearest to sending that moves', () => {
  const samples = [seen(0, { scored: 10, drafted: 4 }), seen(2_000, { scored: 110, drafted: 10 })];
  expect(paceOf(samples)).toEqual({ stage: 'drafted', perSecond: 3 });
});

test('nothing moves when no number has risen, or only one look was taken', () => {
  expect(paceOf([seen(0, { sent: 5 }), seen(4_000, { sent: 5 })])).toBeUndefined();
  expect(paceOf([seen(0, { sent: 5 })])).toBeUndefined();
});

test('what is older than ten seconds counts no more, but for one look to measure from', () => {
  let samples: readonly Sample[] = [];
  for (let second = 0; second <= 60; second += 1) samples = remember(samples, seen(second * 1_000, { sent: second }));
  expect(samples.map(({ at }) => at / 1_000)).toEqual([49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  expect(paceOf(samples)).toEqual({ stage: 'sent', perSecond: 1 });
});

test('a run that has ended tells its mean over all companies; one that found none tells none', () => {
  expect(meanPace({ stages: { ...none, discovered: 600 }, seconds: 60 })).toEqual({
    stage: 'discovered',
    perSecond: 10,
  });
  expect(meanPace({ stages: none, seconds: 60 })).toBeUndefined();
});
