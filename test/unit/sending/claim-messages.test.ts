import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import type { Action, Table } from '../../../functions/platform/table.ts';
import { instant } from '../../../functions/platform/time.ts';
import { createClaimMessages } from '../../../functions/sending/claim-messages.ts';
import type { SendRecord } from '../../../functions/sending/contract.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { runId, seedMessages, seedRun, sendRecord, workspaceId } from '../../support/sending-world.ts';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const dueAt = instant(NOW);
const clock = () => NOW;

const setUp = async (count: number, domainOf?: (n: number) => string) => {
  const table = createMemoryTable();
  const moves = createMessageMoves(table, clock);
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count, ...(domainOf === undefined ? {} : { domainOf }) });
  for (const { id } of seeded) await moves.schedule({ workspaceId, id }, { plannedAt: dueAt, dueAt });
  const transactions: number[] = [];
  const watched: Pick<Table, 'transact'> = {
    transact: (actions: readonly Action[]) => {
      transactions.push(actions.length);
      return table.transact(actions);
    },
  };
  const claim = createClaimMessages({ table: watched, clock });
  const records = seeded.map((message) => sendRecord(message, dueAt));
  const kinds = async (batch: readonly SendRecord[] = records) => {
    const claims = await claim(batch);
    return batch.map((record) => claims.get(record)?.kind);
  };
  const states = async () => {
    const page = await createMessageStore(table).listByRun(workspaceId, runId, { limit: 200 });
    return new Map((page?.messages ?? []).map(({ id, state }) => [id as string, state]));
  };
  return {
    table,
    moves,
    seeded,
    records,
    kinds,
    states,
    transactions,
    suppressions: createSuppressionStore(table, clock),
  };
};

test('a batch is claimed by one transaction, in which what its messages share is checked once', async () => {
  const { kinds, states, transactions } = await setUp(10, () => 'acme.example');
  expect(new Set(await kinds())).toEqual(new Set(['claimed']));
  expect(new Set((await states()).values())).toEqual(new Set(['sending']));
  // Ten updates, ten addresses, one domain, and at most four shards of the gate.
  expect(transactions).toHaveLength(1);
  expect(transactions[0]).toBeLessThanOrEqual(25);
});

test('one message that may not be sent does not keep the others from it', async () => {
  const { kinds, seeded, states, suppressions } = await setUp(4);
  await suppressions.add(workspaceId, {
    kind: 'address',
    value: seeded[1]?.address ?? '',
    reason: 'unsubscribe',
    source: null,
  });
  await suppressions.add(workspaceId, {
    kind: 'domain',
    value: seeded[2]?.domain ?? '',
    reason: 'manual',
    source: null,
  });
  expect(await kinds()).toEqual(['claimed', 'suppressed', 'suppressed', 'claimed']);
  expect((await states()).get(seeded[1]?.id ?? '')).toBe('scheduled');
});

test('a message is claimed once, by whomever', async () => {
  const { kinds } = await setUp(3);
  expect(await kinds()).toEqual(['claimed', 'claimed', 'claimed']);
  expect(await kinds()).toEqual(['gone', 'gone', 'gone']);
});

test('two records of a message in one batch make one claim', async () => {
  const { kinds, records } = await setUp(1);
  const [record] = records;
  if (record === undefined) throw new Error('nothing was seeded');
  expect((await kinds([record, { ...record }])).sort()).toEqual(['claimed', 'gone']);
});

test('a record of an earlier scheduling claims nothing', async () => {
  const { kinds, moves, records, seeded } = await setUp(1);
  const later = instant(NOW + 60_000);
  await moves.postpone({ workspaceId, id: seeded[0]?.id ?? ('' as never) }, { dueAt }, later, 'campaign_paused');
  expect(await kinds()).toEqual(['gone']);
  expect(await kinds(records.flatMap((record) => [record, { ...record, dueAt: later }]))).toEqual(['gone', 'claimed']);
});

test('a closed gate holds what is not sent and says why', async () => {
  const { table, records, states } = await setUp(3);
  await createRunStore(table, clock).setGates(workspaceId, runId, false, 'campaign_paused');
  const claims = await createClaimMessages({ table, clock })(records);
  for (const record of records) expect(claims.get(record)).toEqual({ kind: 'held', reason: 'campaign_paused' });
  expect(new Set((await states()).values())).toEqual(new Set(['scheduled']));
});

test('a message that moved on and a suppressed one are told from one that is held', async () => {
  const { table, kinds, seeded, moves, suppressions } = await setUp(3);
  await moves.cancelUnsent({ workspaceId, id: seeded[0]?.id ?? ('' as never) }, 'stopped');
  await suppressions.add(workspaceId, {
    kind: 'address',
    value: seeded[1]?.address ?? '',
    reason: 'unsubscribe',
    source: null,
  });
  await createRunStore(table, clock).setGates(workspaceId, runId, false, 'cost_cap');
  expect(await kinds()).toEqual(['gone', 'suppressed', 'held']);
});

test('a transaction never holds more actions than DynamoDB takes', async () => {
  const { kinds, transactions } = await setUp(60);
  expect(new Set(await kinds())).toEqual(new Set(['claimed']));
  expect(Math.max(...transactions)).toBeLessThanOrEqual(100);
});

test('claims that other transactions hold up are tried in smaller parts, and at last given back', async () => {
  const { table, records } = await setUp(4);
  const conflict = { ok: false, conflict: true, reasons: [{ code: 'TransactionConflict' }] } as const;
  const busy = records[2]?.messageId;
  const transact: Table['transact'] = (actions) =>
    actions.some((action) => action.Update?.Key?.['sk'] === busy) ? Promise.resolve(conflict) : table.transact(actions);
  const claims = await createClaimMessages({ table: { transact }, clock })(records);
  expect(records.map((record) => claims.get(record)?.kind)).toEqual(['claimed', 'claimed', 'failed', 'claimed']);
});

test('a table that does not answer fails the claims of that transaction only', async () => {
  const { table, records } = await setUp(60);
  let calls = 0;
  const transact: Table['transact'] = (actions) => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('no answer')) : table.transact(actions);
  };
  const claims = await createClaimMessages({ table: { transact }, clock })(records);
  const kinds = records.map((record) => claims.get(record)?.kind);
  expect(kinds.filter((kind) => kind === 'failed').length).toBeGreaterThan(0);
  expect(kinds.filter((kind) => kind === 'claimed').length).toBeGreaterThan(0);
  expect(kinds).not.toContain(undefined);
});
