import { createLedgerStore } from '../../../functions/attribution/ledger-store.ts';
import { createRecordAttribution } from '../../../functions/attribution/record-attribution.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { runKey } from '../../../functions/platform/keys.ts';
import { instant } from '../../../functions/platform/time.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, runId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
const whose = { campaignId, runId, at: instant(clock()) };
const amountsOf = async (table: ReturnType<typeof createMemoryTable>, id: string) =>
  (await createLedgerStore(table, clock).read(workspaceId, id))?.entries.map(({ amountMicro }) => amountMicro);

const setUp = async (sent: number, unsent: number, counts: Record<string, number> = {}) => {
  const table = createMemoryTable();
  await seedRun(table, clock, { counts });
  const seeded = await seedMessages(table, clock, { count: sent + unsent });
  const moves = createMessageMoves(table, clock);
  for (const [at, { id }] of seeded.entries()) {
    const ref = { workspaceId, id };
    await moves.schedule(ref, { plannedAt: whose.at, dueAt: whose.at });
    if (at >= sent) await moves.suppress(ref, { dueAt: whose.at }, 'unsubscribed');
    else
      await moves.recordProof(ref, at % 3 === 0 ? 'hardBounce' : 'delivered', {
        reason: null,
        fill: { sentAt: whose.at, costMicroUsd: 100 },
      });
  }
  const step = createRecordAttribution({
    leads: { markContacted: async () => undefined },
    messages: createMessageStore(table),
    runs: createRunStore(table, clock),
    ledger: createLedgerStore(table, clock),
    ...{ table, clock, page: 20 },
  });
  const run = { workspaceId, campaignId, runId };
  const record = async () => {
    let touches = 0;
    let pages = 0;
    let cursor: string | null = null;
    do {
      const output: Awaited<ReturnType<typeof step>> = await step({ run, cursor });
      touches += output.touches;
      cursor = output.cursor;
      pages += 1;
    } while (cursor !== null);
    return { touches, pages };
  };
  return { table, record, seeded };
};

test('every mail that the channel took is a touch of its lead, and no other message is', async () => {
  const { table, record, seeded } = await setUp(70, 15);
  const { touches, pages } = await record();
  expect(touches).toBe(70);
  expect(pages).toBeGreaterThan(2);
  const stored = table.items().filter(({ type }) => type === 'Touch');
  expect(stored.map(({ messageId }) => messageId).sort()).toEqual(
    seeded
      .slice(0, 70)
      .map(({ id }) => id as string)
      .sort(),
  );
  expect(stored[0]).toMatchObject({ campaignId, runId, variant: 'question', step: 1, at: whose.at });
});

test('the run’s costs are booked by kind; recording again changes nothing', async () => {
  const { table, record } = await setUp(30, 2, { copyMicroUsd: 1_234, costMicroUsd: 1_234 + 2_000 });
  await record();
  const before = table.items();
  await record();
  expect(table.items()).toEqual(before);
  expect(await amountsOf(table, `cost#${runId}#sending`)).toEqual([3_000, -3_000]);
  expect(await amountsOf(table, `cost#${runId}#copy`)).toEqual([1_234, -1_234]);
  const ledger = createLedgerStore(table, clock);
  expect(await ledger.sums(workspaceId, { of: 'run', runId })).toEqual({
    'sum#usd#expense:sending': 3_000,
    'sum#usd#payable:ses': -3_000,
    'sum#usd#expense:copy': 1_234,
    'sum#usd#payable:llm': -1_234,
  });
});

test('a run that cost nothing books nothing', async () => {
  const { table, record } = await setUp(0, 2);
  expect((await record()).touches).toBe(0);
  expect(table.items().filter(({ type }) => type === 'LedgerTransaction')).toHaveLength(0);
});

test('a recording whose run is gone books what its messages cost, and a cursor of another run is refused', async () => {
  const { table } = await setUp(3, 0);
  await table.remove(runKey(workspaceId, runId));
  const step = createRecordAttribution({
    leads: { markContacted: async () => undefined },
    messages: createMessageStore(table),
    runs: createRunStore(table, clock),
    ledger: createLedgerStore(table, clock),
    ...{ table, clock },
  });
  await step({ run: { workspaceId, campaignId, runId }, cursor: null });
  expect(await amountsOf(table, `cost#${runId}#sending`)).toEqual([300, -300]);
  expect(await amountsOf(table, `cost#${runId}#copy`)).toBeUndefined();
  const foreign = Buffer.from(JSON.stringify({ pk: 'x', sk: 'y' })).toString('base64url');
  const cursor = Buffer.from(JSON.stringify({ next: foreign, sendingMicroUsd: 0 })).toString('base64url');
  await expect(step({ run: { workspaceId, campaignId, runId }, cursor })).rejects.toThrow('cursor');
});
