import fc from 'fast-check';
import { saleTransaction } from '../../../../functions/attribution/ledger.ts';
import { createLedgerStore } from '../../../../functions/attribution/ledger-store.ts';
import { CampaignId, newId, RunId, WorkspaceId } from '../../../../functions/platform/ids.ts';
import { createBook } from '../../../../functions/platform/ledger/book.ts';
import { type CostKind, costTransaction, createBookPaidCall } from '../../../../functions/platform/ledger/paid-call.ts';
import { addSums, type Sums, scopeName, scopesOf, sumsOf } from '../../../../functions/platform/ledger/rollup.ts';
import { UNATTRIBUTED } from '../../../../functions/platform/ledger/sale-chain.ts';
import type { LedgerTransaction } from '../../../../functions/platform/ledger/transaction.ts';
import { type Log, silentLog } from '../../../../functions/platform/log.ts';
import { createMemoryTable } from '../../../support/memory-table.ts';
import { campaignId, runId, workspaceId } from '../../../support/sending-world.ts';

const at = '2026-11-21T09:00:00.000Z';
const clock = () => Date.parse(at);
const kinds = fc.constantFrom<CostKind>('sending', 'copy', 'discovery', 'contacts', 'assessment');

const costOf = (call: string, microUsd: number, more: Partial<LedgerTransaction> = {}): LedgerTransaction => {
  const made = costTransaction({ call, kind: 'copy', microUsd, at, campaignId, runId });
  if (made === undefined) throw new Error('no cost');
  return { ...made, ...more };
};
const world = () => {
  const table = createMemoryTable();
  const told: string[] = [];
  const ledger = createLedgerStore(table, clock, (id) => told.push(id));
  return { table, told, ledger };
};

test('every cost balances to the micro-dollar and is moved to its expense', () => {
  fc.assert(
    fc.property(kinds, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (kind, microUsd) => {
      const cost = costTransaction({ call: 'x', kind, microUsd, at });
      expect(cost?.entries.map(({ amountMicro }) => amountMicro)).toEqual([microUsd, -microUsd]);
      expect(cost?.entries[0]?.account).toBe(`expense:${kind}`);
      expect(cost).toMatchObject({ id: 'cost#x', campaignId: null, runId: null });
    }),
  );
  expect(costTransaction({ call: 'x', kind: 'copy', microUsd: 0, at })).toBeUndefined();
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('a cost of %d is refused', (microUsd) => {
  expect(() => costTransaction({ call: 'x', kind: 'copy', microUsd, at })).toThrow(RangeError);
});

test('a transaction is written once with its sums; the same again is a no-op, whenever it is booked', async () => {
  const { table, told, ledger } = world();
  expect(await ledger.append(workspaceId, costOf('a', 500))).toEqual({ ok: true, booked: true });
  const before = table.items();
  const later = costOf('a', 500, { at: '2026-11-22T09:00:00.000Z' });
  expect(await ledger.append(workspaceId, later)).toEqual({ ok: true, booked: false });
  expect(table.items()).toEqual(before);
  expect(told).toEqual([]);
  expect(await ledger.read(workspaceId, 'cost#a')).toEqual(costOf('a', 500));
  expect(await ledger.sums(workspaceId, { of: 'run', runId })).toEqual({
    'sum#usd#expense:copy': 500,
    'sum#usd#payable:llm': -500,
  });
});

test.each<[string, Partial<LedgerTransaction>]>([
  ['another amount', { entries: costOf('a', 501).entries }],
  ['another campaign', { campaignId: newId(CampaignId, 'cmp') }],
  ['another run', { runId: newId(RunId, 'run') }],
  ['another kind', { kind: 'fee' }],
  ['another payment', { paymentIntentId: 'pi_1' }],
  ['another that it takes back', { reverses: 'cost#b' }],
])('the same id with %s is named, sounds the alarm, and changes nothing', async (_what, change) => {
  const { table, told, ledger } = world();
  await ledger.append(workspaceId, costOf('a', 500));
  const before = table.items();
  expect(await ledger.append(workspaceId, costOf('a', 500, change))).toEqual({
    ok: false,
    reason: 'differs',
    standing: costOf('a', 500),
  });
  expect(told).toEqual(['cost#a']);
  expect(table.items()).toEqual(before);
});

test('several are booked at once, those that stand already left out', async () => {
  const { ledger, told } = world();
  await ledger.append(workspaceId, costOf('b', 20));
  const outcomes = await ledger.appendAll(workspaceId, [costOf('a', 10), costOf('b', 21), costOf('c', 30)]);
  expect(outcomes).toMatchObject([{ booked: true }, { reason: 'differs' }, { booked: true }]);
  expect(told).toEqual(['cost#b']);
  expect((await ledger.sums(workspaceId, { of: 'campaign', campaignId }))['sum#usd#expense:copy']).toBe(60);
  expect(await ledger.appendAll(workspaceId, [])).toEqual([]);
});

test('what does not balance, or moves nothing, is never written', async () => {
  const { table, ledger } = world();
  const [debit] = costOf('a', 5).entries;
  if (debit === undefined) throw new Error('no line');
  await expect(ledger.append(workspaceId, costOf('a', 5, { entries: [debit] }))).rejects.toThrow('balance');
  await expect(ledger.append(workspaceId, costOf('a', 5, { entries: [] }))).rejects.toThrow('balance');
  expect(table.items()).toEqual([]);
});

test('a write that the table cancelled for another reason is an error, not a booking', async () => {
  const transact = () =>
    Promise.resolve({ ok: false, conflict: true, reasons: [{ code: 'TransactionConflict' }] } as const);
  const book = createBook({ ...createMemoryTable(), transact }, clock);
  await expect(book.append(workspaceId, costOf('a', 1))).rejects.toThrow('TransactionConflict');
  const unexplained = createBook(
    { ...createMemoryTable(), transact: () => Promise.resolve({ ok: false, conflict: false, reasons: [] }) },
    clock,
  );
  await expect(unexplained.append(workspaceId, costOf('a', 1))).rejects.toThrow('cancelled');
});

test('without somebody to tell, a difference is told to the metrics', async () => {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  try {
    const book = createBook(createMemoryTable(), clock);
    await book.append(workspaceId, costOf('a', 1));
    await book.append(workspaceId, costOf('a', 2));
  } finally {
    process.stdout.write = write;
  }
  expect(lines.join('')).toContain('"LedgerDisagreements":1');
});

test('a month, a campaign and a run are each listed by pages, in order, and nobody else’s', async () => {
  const { ledger } = world();
  const otherRun = newId(RunId, 'run');
  const other = WorkspaceId.parse('ws_01jd0000000000000000000009');
  const many = Array.from({ length: 7 }, (_, n) =>
    costOf(`n${String(n)}`, n + 1, { at: `2026-11-2${String(n)}T09:00:00.000Z`, runId: n < 4 ? runId : otherRun }),
  );
  for (const one of [...many].reverse()) await ledger.append(workspaceId, one);
  await ledger.append(
    workspaceId,
    costOf('december', 9, { at: '2026-12-01T00:00:00.000Z', campaignId: null, runId: null }),
  );
  await ledger.append(other, costOf('n0', 1));
  const read = async (list: (page: { limit: number; cursor?: string }) => ReturnType<typeof ledger.listMonth>) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      if (page === undefined) throw new Error('no page');
      expect(page.items.length).toBeLessThanOrEqual(2);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  };
  const all = many.map(({ id }) => id);
  expect(await read((page) => ledger.listMonth(workspaceId, '2026-11', page))).toEqual(all);
  expect(await read((page) => ledger.listMonth(workspaceId, '2026-12', page))).toEqual(['cost#december']);
  expect((await read((page) => ledger.listCampaign(workspaceId, campaignId, page))).sort()).toEqual(all);
  expect(await read((page) => ledger.listCampaign(workspaceId, campaignId, page, runId))).toEqual(all.slice(0, 4));
  expect(await ledger.listMonth(workspaceId, '2026-11', { limit: 2, cursor: 'forged' })).toBeUndefined();
  expect([...(await ledger.workspaces())].sort()).toEqual([workspaceId, other].sort());
});

test('an entry that is no transaction is named and leaves the others readable', async () => {
  const { table, ledger } = world();
  await ledger.append(workspaceId, costOf('a', 1));
  await ledger.append(workspaceId, costOf('b', 2));
  const item = table.items().find(({ transactionId }) => transactionId === 'cost#a');
  await table.put({ ...item, pk: String(item?.['pk']), sk: String(item?.['sk']), entries: 'gone' });
  const page = await ledger.listMonth(workspaceId, '2026-11', { limit: 10 });
  expect(page?.items.map(({ id }) => id)).toEqual(['cost#b']);
  expect(page?.unreadable).toEqual([expect.stringContaining('cost#a')]);
});

test('sums follow from the transactions alone, in any order and however often each is booked', async () => {
  const sale = (n: number) =>
    saleTransaction({
      paymentIntentId: `pi_${String(n)}`,
      amount: { amount: n, currency: 'eur' },
      at,
      chain: UNATTRIBUTED,
    });
  const transaction = fc.oneof(
    fc.integer({ min: 1, max: 1_000 }).map((n) => costOf(`c${String(n)}`, n)),
    fc.integer({ min: 1, max: 1_000 }).map((n) => costOf(`o${String(n)}`, n, { campaignId: null, runId: null })),
    fc.integer({ min: 1, max: 1_000 }).map(sale),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 12 }), async (transactions) => {
      const { ledger } = world();
      for (const one of [...transactions, ...transactions]) await ledger.append(workspaceId, one);
      const once = [...new Map(transactions.map((one) => [one.id, one])).values()];
      const expected = new Map<string, Sums>();
      for (const one of once)
        for (const scope of scopesOf(one))
          expected.set(scopeName(scope), addSums([expected.get(scopeName(scope)) ?? {}, sumsOf(one)]));
      expect(Object.fromEntries(await ledger.allSums(workspaceId))).toEqual(Object.fromEntries(expected));
      const month = await ledger.monthSums(workspaceId, '2026-11');
      expect(month).toEqual(addSums(once.map(sumsOf)));
    }),
    { numRuns: 40 },
  );
});

test('a paid call outside runs is booked in its month alone, under its own name or a new one', async () => {
  const { ledger } = world();
  const names = ['call_1', 'call_2'];
  const book = createBookPaidCall({ book: ledger, log: silentLog, clock, newCall: () => names.shift() ?? 'none' });
  await book(workspaceId, { kind: 'copy', microUsd: 700, payee: 'a-model' });
  await book(workspaceId, { kind: 'contacts', microUsd: 0, payee: 'hunter' });
  await book(workspaceId, { kind: 'assessment', microUsd: 5, payee: 'semrush', call: 'asm_1#semrush' });
  expect(await ledger.read(workspaceId, 'cost#call_1')).toMatchObject({ campaignId: null, payee: 'a-model' });
  expect(await ledger.read(workspaceId, 'cost#asm_1#semrush')).toBeDefined();
  expect([...(await ledger.allSums(workspaceId)).keys()].every((scope) => scope.startsWith('MONTH#2026-11#'))).toBe(
    true,
  );
});

test('a paid call is given a name of its own where nobody names it', async () => {
  const { ledger } = world();
  const book = createBookPaidCall({ book: ledger, log: silentLog, clock });
  await book(workspaceId, { kind: 'copy', microUsd: 700, payee: 'a-model' });
  await book(workspaceId, { kind: 'copy', microUsd: 700, payee: 'a-model' });
  const page = await ledger.listMonth(workspaceId, '2026-11', { limit: 10 });
  expect(page?.items.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^cost#call_[0-9a-z]{26}$/),
    expect.stringMatching(/^cost#call_[0-9a-z]{26}$/),
  ]);
});

test('an answer that was paid for is not lost with its booking: the log says what to book', async () => {
  const errors: unknown[] = [];
  const log: Log = { ...silentLog, error: (message, fields) => errors.push({ message, ...fields }) };
  const failing = { append: () => Promise.reject(new Error('throttled')) };
  const book = createBookPaidCall({ book: failing, log, clock, newCall: () => 'call_1' });
  await book(workspaceId, { kind: 'copy', microUsd: 700, payee: 'a-model' });
  expect(errors).toMatchObject([
    { workspaceId, provider: 'a-model', reason: 'cost#call_1: 700 micro-dollars of copy' },
  ]);
});

test('a named call that is booked twice is one cost; made again at another cost it was paid for again, and is no alarm', async () => {
  const { ledger, told } = world();
  const errors: unknown[] = [];
  const log: Log = { ...silentLog, error: (message, fields) => errors.push({ message, ...fields }) };
  const book = createBookPaidCall({ book: ledger, log, clock });
  for (const microUsd of [5, 5, 9, 5, 9])
    await book(workspaceId, { kind: 'assessment', microUsd, payee: 'semrush', call: 'asm_1#semrush' });
  const month = await ledger.monthSums(workspaceId, '2026-11');
  expect(month['sum#usd#expense:assessment']).toBe(14);
  expect(await ledger.read(workspaceId, 'cost#asm_1#semrush#2')).toBeDefined();
  expect([told, errors]).toEqual([[], []]);
  for (let microUsd = 100; microUsd < 110; microUsd += 1)
    await book(workspaceId, { kind: 'assessment', microUsd, payee: 'semrush', call: 'asm_1#semrush' });
  expect(errors).toHaveLength(3);
});

test('a cost that is no amount is logged, and the answer it was paid for goes on', async () => {
  const { ledger } = world();
  const errors: unknown[] = [];
  const log: Log = { ...silentLog, error: (message, fields) => errors.push({ message, ...fields }) };
  await createBookPaidCall({ book: ledger, log, clock })(workspaceId, {
    kind: 'copy',
    microUsd: 0.5,
    payee: 'a-model',
  });
  expect(errors).toHaveLength(1);
});
