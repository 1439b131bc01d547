import { addSums, type Sums, scopeName, scopesOf, sumsOf } from '../platform/ledger/rollup.ts';
import { imbalance, type LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { Deviation, ProofCounts } from './ledger-proof.ts';

/** What the transactions of a workspace come to, read one after another: sums by scope, what belongs to each payment, what does not balance. */
export type Replay = Readonly<{
  sums: ReadonlyMap<string, Sums>;
  /** The transactions about each payment, by its payment intent. */
  payments: ReadonlyMap<string, readonly LedgerTransaction[]>;
  counts: Pick<
    ProofCounts,
    'transactions' | 'sales' | 'refunds' | 'disputes' | 'fees' | 'costs' | 'reversals' | 'unattributed'
  >;
  deviations: readonly Deviation[];
}>;

const COUNTED = {
  sale: 'sales',
  refund: 'refunds',
  dispute: 'disputes',
  fee: 'fees',
  cost: 'costs',
  reversal: 'reversals',
} as const satisfies Readonly<Record<LedgerTransaction['kind'], keyof ProofCounts>>;

/** Adds up every transaction anew. Holds what is about payments; costs, of which there are many, are summed and let go. */
export const replayLedger = async (transactions: AsyncIterable<LedgerTransaction>): Promise<Replay> => {
  const sums = new Map<string, Record<string, number>>();
  const payments = new Map<string, LedgerTransaction[]>();
  const deviations: Deviation[] = [];
  const counts = {
    ...{ transactions: 0, sales: 0, refunds: 0, disputes: 0, fees: 0, costs: 0, reversals: 0, unattributed: 0 },
  };
  for await (const transaction of transactions) {
    counts.transactions += 1;
    counts[COUNTED[transaction.kind]] += 1;
    if (transaction.kind === 'sale' && transaction.chain?.how === 'none') counts.unattributed += 1;
    deviations.push(...unbalanced(transaction));
    for (const scope of scopesOf(transaction)) {
      const name = scopeName(scope);
      const all = sums.get(name) ?? {};
      for (const [sum, n] of Object.entries(sumsOf(transaction))) all[sum] = (all[sum] ?? 0) + n;
      sums.set(name, all);
    }
    const { paymentIntentId } = transaction;
    if (paymentIntentId !== undefined)
      payments.set(paymentIntentId, [...(payments.get(paymentIntentId) ?? []), transaction]);
  }
  return { sums: new Map([...sums].map(([name, all]) => [name, addSums([all])])), payments, counts, deviations };
};

const unbalanced = ({ id, entries }: LedgerTransaction): readonly Deviation[] => {
  if (entries.length === 0) return [{ rule: 'unbalanced', subject: id, detail: 'has no lines' }];
  return [...imbalance(entries)].map(([currency, sum]) => ({
    rule: 'unbalanced',
    subject: id,
    detail: `its lines sum to ${String(sum)} millionths of ${currency}, not to zero`,
  }));
};

/** Sums that are not what the entries add up to. The difference is told, which stays the same while others are booked. */
export const compareSums = (
  kept: ReadonlyMap<string, Sums>,
  replayed: ReadonlyMap<string, Sums>,
): readonly Deviation[] =>
  [...new Set([...kept.keys(), ...replayed.keys()])].flatMap((scope) => {
    const stored = kept.get(scope) ?? {};
    const made = replayed.get(scope) ?? {};
    return [...new Set([...Object.keys(stored), ...Object.keys(made)])].flatMap((name): readonly Deviation[] => {
      const difference = (stored[name] ?? 0) - (made[name] ?? 0);
      return difference === 0
        ? []
        : [
            {
              rule: 'rollup_differs',
              subject: `${scope} ${name}`,
              detail: `is ${difference > 0 ? '+' : ''}${String(difference)} beside what its entries add up to`,
            },
          ];
    });
  });
