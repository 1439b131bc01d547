import * as fc from 'fast-check';
import { groupsOf } from '../../../functions/copy/batches/batch-progress.ts';
import { BATCH_SHARE, priceOf } from '../../../functions/copy/providers/model-price.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { answerFor, createCopyBatchWorld, prospectsAt } from '../../support/copy-batch-world.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const worldOf = async (...given: Parameters<typeof createCopyBatchWorld>) => {
  const world = await createCopyBatchWorld(...given);
  stops.push(world.stop);
  return world;
};
type World = Awaited<ReturnType<typeof worldOf>>;
/** Looks until all batches are settled, which end by the first wait. */
const untilDone = async (world: World): Promise<void> => {
  for (let looks = 0; looks < 50; looks += 1) {
    const { done, waitSeconds } = await world.advance();
    if (done) return;
    world.batches.endAll();
    world.pass(waitSeconds * SECOND);
  }
  throw new Error('the batches were not done after fifty looks');
};
/** What the fake's usual answer costs within a batch. */
const HALF = (400 * 2 + 300 * 10 + 1_000 * 2.5) / 2;

test('a batch costs half the price, as the price file has it', () => {
  const usage = { input: 400, output: 300, cacheWrite: 1_000, cacheRead: 0 };
  expect(BATCH_SHARE).toBe(0.5);
  expect(priceOf('claude-sonnet-5-5', BATCH_SHARE)(usage)).toBe(HALF);
});

test('mails wait for the batch, are judged and stored as ever, and cost half', async () => {
  const world = await worldOf();
  expect(await world.write(prospectsAt('one.com', 3), prospectsAt('two.com', 1))).toMatchObject({ drafted: 0 });
  expect(world.messages()).toEqual([]);
  expect(await world.advance()).toEqual({ done: false, closed: false, waitSeconds: 60 });
  expect(world.batches.batches.map(({ requests }) => requests.length)).toEqual([3]);
  for (const { custom_id: id, params } of world.batches.batches[0]?.requests ?? []) {
    expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(params).toMatchObject({ model: 'claude-sonnet-5-5', output_config: { format: { type: 'json_schema' } } });
  }
  await untilDone(world);
  expect(await world.collect()).toEqual({ drafted: 4, held: 0, dropped: {}, cursor: null });
  expect(world.calls()).toBe(0);
  expect(world.messages().map(({ state }) => state)).toEqual(['approved', 'approved', 'approved', 'approved']);
  expect(new Set(world.texts().map(({ writer }) => writer))).toEqual(new Set(['claude-sonnet-5-5']));
  expect(world.texts().reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)).toBe(3 * HALF);
  expect(await world.lead('one.com')).toMatchObject({ stage: 'drafted', contacts: 3, costMicroUsd: 2 * HALF });
  expect(await world.spent()).toEqual({ committedMicroUsd: 3 * HALF, spentMicroUsd: 3 * HALF });
  expect(world.warnings).toEqual([]);
  expect(world.run.batchesOut).toBe(false);
});

test('every step may come again: nothing is committed, handed in, paid or written twice', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 2));
  const committed = await world.spent();
  await world.write(prospectsAt('one.com', 2));
  expect(await world.spent()).toEqual(committed);
  await world.advance();
  await world.advance();
  world.batches.endAll();
  await world.advance();
  await world.advance();
  expect(world.batches.batches).toHaveLength(1);
  expect(await world.spent()).toEqual({ committedMicroUsd: HALF, spentMicroUsd: HALF });
  await world.collect();
  const before = world.table.items();
  await world.collect();
  expect(world.messages()).toHaveLength(2);
  expect(world.table.items().map(({ updatedAt: _at, ...item }) => item)).toEqual(
    before.map(({ updatedAt: _at, ...item }) => item),
  );
  expect(world.calls()).toBe(0);
});

test.each(['errored', 'canceled', 'expired'] as const)(
  'what %s is asked directly, and the run says so',
  async (how) => {
    let asked = 0;
    const world = await worldOf({
      answer: ({ params }) => {
        asked += 1;
        return asked === 1 ? how : { text: answerFor(params) };
      },
    });
    await world.write(prospectsAt('one.com', 2), prospectsAt('two.com', 2));
    await untilDone(world);
    expect(await world.collect()).toMatchObject({ drafted: 4, cursor: null });
    expect(world.calls()).toBe(1);
    expect(world.warnings).toEqual([expect.stringMatching(/^1 calls within batches brought nothing/)]);
    expect((await world.spent()).spentMicroUsd).toBe(HALF + 2 * HALF);
  },
);

test('an answer that cannot be read is paid, and asked for again', async () => {
  const world = await worldOf({ answer: () => ({ text: '{"mails":[' }) });
  await world.write(prospectsAt('one.com', 1));
  await untilDone(world);
  await world.collect();
  expect(world.calls()).toBe(1);
  expect(world.texts().map(({ costMicroUsd }) => costMicroUsd)).toEqual([HALF + 2 * HALF]);
});

test('a draft that fails a guard is written once more, directly, and held for review when it fails again', async () => {
  const bad = { subject: 'Re: your site and our offer' };
  const mended = await worldOf({ answer: ({ params }) => ({ text: answerFor(params, bad) }) });
  await mended.write(prospectsAt('one.com', 1));
  await untilDone(mended);
  expect(await mended.collect()).toMatchObject({ drafted: 1 });
  expect(mended.calls()).toBe(1);
  expect(mended.messages()).toMatchObject([{ state: 'approved' }]);
  expect(mended.texts().map(({ costMicroUsd }) => costMicroUsd)).toEqual([HALF + 2 * HALF]);
  const twice = await worldOf({
    answer: ({ params }) => ({ text: answerFor(params, bad) }),
    direct: ({ body }) => answerFor(body, bad),
  });
  await twice.write(prospectsAt('one.com', 1));
  await untilDone(twice);
  await twice.collect();
  expect(twice.messages()).toMatchObject([
    { state: 'cancelled', reason: expect.stringContaining('subject') as string },
  ]);
});

test('a batch whose making was not answered is found by the provider’s list, not paid for again', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 2));
  world.batches.next('answer_lost');
  await world.advance();
  expect(world.batches.batches).toHaveLength(1);
  await untilDone(world);
  expect(world.batches.batches).toHaveLength(1);
  expect(await world.collect()).toMatchObject({ drafted: 2 });
  expect(world.calls()).toBe(0);
});

test('a batch that was lost on its way is handed in again', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 2));
  world.batches.next('lost');
  await untilDone(world);
  expect(world.batches.batches).toHaveLength(1);
  expect(await world.collect()).toMatchObject({ drafted: 2 });
});

test('another’s batch of the same size is known by its answers, and ours is handed in', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 2));
  world.batches.next('lost');
  await world.advance();
  world.batches.addForeign(1);
  await untilDone(world);
  expect(world.batches.batches).toHaveLength(2);
  expect(await world.collect()).toMatchObject({ drafted: 2 });
  expect(world.calls()).toBe(0);
  expect((await world.spent()).spentMicroUsd).toBe(HALF);
});

test('a provider that is busy is asked again; one that refuses is asked directly, and the commitment is given back', async () => {
  const busy = await worldOf();
  await busy.write(prospectsAt('one.com', 1));
  busy.batches.next(529, 429);
  await untilDone(busy);
  expect(busy.batches.batches).toHaveLength(1);
  const refused = await worldOf();
  await refused.write(prospectsAt('one.com', 1));
  refused.batches.next(413);
  expect(await refused.advance()).toMatchObject({ done: true });
  expect(await refused.spent()).toEqual({ committedMicroUsd: 0, spentMicroUsd: 0 });
  await refused.collect();
  expect(refused.calls()).toBe(1);
  expect(refused.warnings).toEqual([expect.stringContaining('1 of 1 batches came to nothing (http_413)')]);
});

test('a batch that never ends is given up after a day and some hours, and looked at less often meanwhile', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 1));
  let waited = 0;
  let looks = 0;
  for (let look = await world.advance(); !look.done; look = await world.advance()) {
    world.pass(look.waitSeconds * SECOND);
    waited += look.waitSeconds * SECOND;
    looks += 1;
  }
  expect(waited).toBeGreaterThan(DAY);
  expect(waited).toBeLessThan(DAY + 180 * MINUTE);
  // Eight entries of history a look, of 25,000.
  expect(looks * 8).toBeLessThan(5_000);
  await world.collect();
  expect(world.calls()).toBe(1);
});

describe('a run that is cancelled while batches are out', () => {
  test('stops them, waits for their end, settles what was answered and gives the rest of the commitment back', async () => {
    let asked = 0;
    const world = await worldOf({
      answer: ({ params }) => {
        asked += 1;
        return asked === 1 ? { text: answerFor(params) } : 'canceled';
      },
    });
    await world.write(prospectsAt('one.com', 2), prospectsAt('two.com', 2));
    await world.advance();
    expect(world.run.batchesOut).toBe(true);
    world.run.isClosed = true;
    expect(await world.advance()).toMatchObject({ done: false, closed: true });
    expect(world.batches.batches).toMatchObject([{ cancelling: true }]);
    expect(await world.advance()).toMatchObject({ done: false, closed: true });
    world.batches.endAll();
    expect(await world.advance()).toMatchObject({ done: true, closed: true });
    expect(await world.spent()).toEqual({ committedMicroUsd: HALF, spentMicroUsd: HALF });
    expect(world.warnings).toEqual([
      expect.stringContaining('1 of 1 batches were with the model when the run was cancelled'),
    ]);
  });

  test('hands nothing in any more, and says nothing when nothing was', async () => {
    const world = await worldOf();
    await world.write(prospectsAt('one.com', 1));
    world.run.isClosed = true;
    expect(await world.advance()).toMatchObject({ done: true, closed: true });
    expect(world.batches.batches).toEqual([]);
    expect(await world.spent()).toEqual({ committedMicroUsd: 0, spentMicroUsd: 0 });
    expect(world.warnings).toEqual([]);
  });

  test('finds a batch whose making was not answered, and lets it end: another’s of its size must not be stopped', async () => {
    const world = await worldOf({ answer: () => 'canceled' });
    await world.write(prospectsAt('one.com', 1));
    world.batches.next('answer_lost');
    await world.advance();
    world.run.isClosed = true;
    for (let looks = 0; looks < 3; looks += 1) {
      world.pass(60 * SECOND);
      expect(await world.advance()).toMatchObject({ done: false, closed: true });
    }
    expect(world.batches.batches).toMatchObject([{ cancelling: false }]);
    world.batches.endAll();
    expect(await world.advance()).toMatchObject({ done: true, closed: true });
    expect((await world.spent()).committedMicroUsd).toBe(0);
  });

  test('leaves a batch that ended at that moment, and one that the provider does not stop yet, to the next look', async () => {
    const world = await worldOf();
    await world.write(prospectsAt('one.com', 1));
    await world.advance();
    world.run.isClosed = true;
    // The look, then its stopping, at each of the SDK's tries.
    world.batches.nextLooks(503, 503, 503);
    expect(await world.advance()).toMatchObject({ done: false, closed: true });
    world.batches.endAll();
    expect(await world.advance()).toMatchObject({ done: true, closed: true });
    expect((await world.spent()).spentMicroUsd).toBe(HALF);
  });

  test('is told so when it was cancelled during the last look', async () => {
    const world = await worldOf();
    await world.write(prospectsAt('one.com', 1));
    await world.advance();
    world.batches.endAll();
    world.run.closesAfter = world.run.changes + 1;
    expect(await world.advance()).toMatchObject({ done: true, closed: true });
  });
});

test.each([
  ['is down', [529, 529, 529]],
  ['breaks off in the middle of its answers', ['answered', 'answered', 'cut']],
  ['takes no more questions for a while', [429, 429, 429]],
] as const)('a provider that %s when a batch is looked at is asked again at the next look', async (_why, fails) => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 2));
  await world.advance();
  world.batches.endAll();
  world.batches.nextLooks(...fails);
  expect(await world.advance()).toMatchObject({ done: false, closed: false });
  expect(await world.advance()).toMatchObject({ done: true });
  expect(world.batches.batches).toHaveLength(1);
  expect(await world.collect()).toMatchObject({ drafted: 2 });
  expect(world.calls()).toBe(0);
});

test('a batch whose key is no longer taken is given up, and its commitment given back', async () => {
  const world = await worldOf();
  await world.write(prospectsAt('one.com', 1));
  await world.advance();
  world.batches.nextLooks(401);
  expect(await world.advance()).toMatchObject({ done: true, closed: false });
  expect(await world.spent()).toEqual({ committedMicroUsd: 0, spentMicroUsd: 0 });
  expect(world.warnings).toEqual([expect.stringContaining('not_configured')]);
});

test.each([
  ['nobody has given a key', { keys: [] }],
  ['another model is asked first', { models: ['gpt-6.1-terra', 'claude-sonnet-5-5'], keys: ['openai', 'anthropic'] }],
] as const)('when %s, mails are written at once, and the run says so', async (_why, given) => {
  const world = await worldOf(given);
  expect(await world.write(prospectsAt('one.com', 1))).toMatchObject({ drafted: 1 });
  expect(await world.advance()).toMatchObject({ done: true });
  expect(world.warnings).toEqual([expect.stringContaining('they were written at once')]);
  expect(await world.collect()).toEqual({ drafted: 0, held: 0, dropped: {}, cursor: null });
  expect(world.batches.batches).toEqual([]);
});

test('a run’s budget holds for its batches: what has no room is left to the offline writer', async () => {
  const world = await worldOf({ costCapUsd: 0.05 });
  await world.write(...['one.com', 'two.com', 'three.com'].map((domain) => prospectsAt(domain, 1)));
  const { committedMicroUsd } = await world.spent();
  expect(committedMicroUsd).toBeLessThanOrEqual(50_000);
  await untilDone(world);
  const asked = world.batches.batches[0]?.requests.length ?? 0;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(3);
  expect(await world.collect()).toMatchObject({ drafted: 3 });
  expect((await world.spent()).spentMicroUsd).toBeLessThanOrEqual(50_000);
  expect(world.warnings).toEqual([
    'Some mails were written by the offline writer instead of the model (claude-sonnet-5-5: budget).',
  ]);
});

test('batches hold every chunk once, in order, within the limits of requests and bytes', () => {
  const chunks = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 100 * 1024 * 1024 }) }), { maxLength: 300 });
  fc.assert(
    fc.property(chunks, (sizes) => {
      const named = sizes.map(({ bytes }, at) => ({ chunk: String(at).padStart(4, '0'), bytes }));
      const groups = groupsOf(named);
      expect(groups.flatMap((group) => group.chunks)).toEqual(named.map(({ chunk }) => chunk));
      for (const { chunks: together } of groups) {
        expect(together.length * 125).toBeLessThanOrEqual(10_000);
        const bytes = together.reduce((sum, chunk) => sum + (named[Number(chunk)]?.bytes ?? 0), 0);
        if (together.length > 1) expect(bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
      }
    }),
  );
});
