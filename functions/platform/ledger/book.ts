import type { WorkspaceId } from '../ids.ts';
import { ledgerByCampaign, ledgerByMonth, ledgerKey } from '../keys.ts';
import { writeMetrics } from '../metrics.ts';
import type { Action, Item, Table } from '../table.ts';
import { type Clock, instant, systemClock } from '../time.ts';
import { LEDGER_METRICS } from './metrics-contract.ts';
import { addSums, monthOf, type RollupScope, rollupKeys, type Sums, scopeName, scopesOf, sumsOf } from './rollup.ts';
import { imbalance, LedgerTransaction, saysTheSame } from './transaction.ts';

/**
 * What became of a transaction: booked now; booked before with the same content, so that nothing was done; or refused, because its id
 * stands for something else, which somebody has to look at.
 */
export type Booked = Readonly<
  { ok: true; booked: boolean } | { ok: false; reason: 'differs'; standing: LedgerTransaction }
>;

/** Tells of a transaction whose id is taken by other content: the metric behind the alarm LedgerDisagrees. */
export type TellOfDifference = (transactionId: string) => void;

const tellByMetric: TellOfDifference = () => {
  writeMetrics([{ name: LEDGER_METRICS.disagreements, value: 1 }], { service: 'ledger' }, systemClock);
};

/** Reads a transaction's item; undefined when it is none. */
export const readTransaction = (item: Item): LedgerTransaction | undefined =>
  LedgerTransaction.safeParse({ ...item, id: item['transactionId'] }).data;

const decodeTransaction = (item: Item): LedgerTransaction =>
  LedgerTransaction.parse({ ...item, id: item['transactionId'] });

/**
 * The actions that book transactions: each written where nothing stands yet, and every sum that they move, once. They may stand in one
 * transaction with what they were booked for.
 * @throws Error when a transaction has no lines or does not balance.
 */
export const bookingActions = (
  workspaceId: WorkspaceId,
  transactions: readonly LedgerTransaction[],
  now: string,
): readonly Action[] => {
  const moved = new Map<string, { scope: RollupScope; sums: Sums[] }>();
  for (const transaction of transactions) {
    if (transaction.entries.length === 0 || imbalance(transaction.entries).size > 0)
      throw new Error(`Ledger transaction ${transaction.id} does not balance`);
    for (const scope of scopesOf(transaction)) {
      const one = moved.get(scopeName(scope)) ?? { scope, sums: [] };
      one.sums.push(sumsOf(transaction));
      moved.set(scopeName(scope), one);
    }
  }
  return [
    ...transactions.map((transaction) => ({ Put: putOf(workspaceId, transaction, now) })),
    ...[...moved.values()].map(({ scope, sums }) => ({ Update: moveOf(workspaceId, scope, addSums(sums), now) })),
  ];
};

const putOf = (workspaceId: WorkspaceId, transaction: LedgerTransaction, now: string): NonNullable<Action['Put']> => {
  const { id, ...rest } = LedgerTransaction.parse(transaction);
  const { at, campaignId, runId } = rest;
  return {
    Item: {
      ...ledgerKey(workspaceId, id),
      ...ledgerByMonth(workspaceId, monthOf(at), at, id),
      ...(campaignId === null ? {} : ledgerByCampaign(workspaceId, campaignId, runId, at, id)),
      type: 'LedgerTransaction',
      v: 1,
      createdAt: now,
      updatedAt: now,
      transactionId: id,
      ...rest,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
};

const moveOf = (
  workspaceId: WorkspaceId,
  scope: RollupScope,
  sums: Sums,
  now: string,
): NonNullable<Action['Update']> => {
  const { pk, sk, ...index } = rollupKeys(workspaceId, scope);
  const names = Object.keys(sums);
  const set = Object.entries(index);
  const adds = names.map((_, at) => `#n${String(at)} :n${String(at)}`).join(', ');
  return {
    Key: { pk, sk },
    UpdateExpression: `SET #type = :type, v = :v, createdAt = if_not_exists(createdAt, :now), updatedAt = :now${set
      .map(([name]) => `, ${name} = :${name}`)
      .join('')}${names.length === 0 ? '' : ` ADD ${adds}`}`,
    ExpressionAttributeNames: {
      '#type': 'type',
      ...Object.fromEntries(names.map((name, at) => [`#n${String(at)}`, name])),
    },
    ExpressionAttributeValues: {
      ':type': 'LedgerRollup',
      ':v': 1,
      ':now': now,
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(names.map((name, at) => [`:n${String(at)}`, sums[name]])),
    },
  };
};

export type Book = ReturnType<typeof createBook>;

/** Books transactions: each once, with the sums that it moves, all or nothing. */
export const createBook = (
  table: Pick<Table, 'transact' | 'get'>,
  clock: Clock,
  tell: TellOfDifference = tellByMetric,
) => {
  const read = async (workspaceId: WorkspaceId, transactionId: string): Promise<LedgerTransaction | undefined> => {
    const item = await table.get(ledgerKey(workspaceId, transactionId), { consistent: true });
    return item === undefined ? undefined : decodeTransaction(item);
  };

  /** What stands under the id of a transaction that could not be written, against what was to be written. */
  const compare = (transaction: LedgerTransaction, item: Item, told: TellOfDifference): Booked => {
    const standing = decodeTransaction(item);
    if (saysTheSame(standing, transaction)) return { ok: true, booked: false };
    told(transaction.id);
    return { ok: false, reason: 'differs', standing };
  };

  const appendAll = async (
    workspaceId: WorkspaceId,
    transactions: readonly LedgerTransaction[],
    told = tell,
  ): Promise<readonly Booked[]> => {
    const outcomes = new Map<string, Booked>();
    for (;;) {
      const open = transactions.filter(({ id }) => !outcomes.has(id));
      if (open.length === 0) return transactions.flatMap(({ id }) => outcomes.get(id) ?? []);
      const written = await table.transact(bookingActions(workspaceId, open, instant(clock())));
      if (written.ok) for (const { id } of open) outcomes.set(id, { ok: true, booked: true });
      else {
        const standing = open.flatMap((transaction, at) => {
          const { code, item } = written.reasons[at] ?? { code: 'None' };
          return code === 'ConditionalCheckFailed' && item !== undefined ? [{ transaction, item }] : [];
        });
        if (standing.length === 0)
          throw new Error(
            `Ledger transactions ${open.map(({ id }) => id).join(', ')} were cancelled: ${written.reasons.map(({ code }) => code).join(', ')}`,
          );
        for (const { transaction, item } of standing) outcomes.set(transaction.id, compare(transaction, item, told));
      }
    }
  };

  return {
    read,

    /**
     * Books several transactions of different ids at once, their sums moved together; those that stand already are left out.
     * @throws Error when one does not balance, or the table cancelled the write for another reason than an id that is taken.
     */
    appendAll,

    /** Books a transaction. Twice is a no-op (`booked: false`); the same id with other content is `differs` and sounds an alarm. */
    append: async (workspaceId: WorkspaceId, transaction: LedgerTransaction, told = tell): Promise<Booked> => {
      const [booked] = await appendAll(workspaceId, [transaction], told);
      if (booked === undefined) throw new Error(`Ledger transaction ${transaction.id} came to nothing`);
      return booked;
    },
  };
};
