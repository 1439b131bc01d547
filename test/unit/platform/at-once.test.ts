import { mapAtOnce } from '../../../functions/platform/at-once.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

test('gives the results in the order of the values, with no more under way than allowed', async () => {
  let open = 0;
  let most = 0;
  const results = await mapAtOnce([5, 4, 3, 2, 1], 2, async (n) => {
    open += 1;
    most = Math.max(most, open);
    for (let turn = 0; turn < n; turn += 1) await tick();
    open -= 1;
    return n * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10]);
  expect(most).toBe(2);
});

test('begins nothing more after a failure, ends what was begun, and throws it', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const run = mapAtOnce([1, 2, 3, 4], 2, async (n) => {
    begun.push(n);
    await tick();
    if (n === 1) throw new Error('no');
    await tick();
    ended.push(n);
  });
  await expect(run).rejects.toThrow('no');
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});

test('nothing to do is nothing done', async () => {
  expect(await mapAtOnce([], 3, () => Promise.reject(new Error('no')))).toEqual([]);
});
