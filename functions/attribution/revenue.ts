import * as z from 'zod';
import { countName, type Sums, sumName } from '../platform/ledger/rollup.ts';
import { ACCOUNTS, type Account } from '../platform/ledger/transaction.ts';

const MICRO = 1_000_000;
const count = z.int();
/** In the currency's unit, for display; the ledger itself adds up whole millionths. */
const amount = z.number();

/** What came in and went out in one currency. */
export const Revenue = z.object({
  currency: z.string().length(3),
  sales: count,
  /** What was paid, before anything was given back. */
  gross: amount,
  refunds: z.object({ count, amount }),
  /** What banks hold or took; what was won back is not in it. */
  disputes: z.object({ count, amount }),
  /** What it cost: Stripe's fees and every paid call, by what for. */
  costs: z.object({
    total: amount,
    stripeFees: amount,
    sending: amount,
    copy: amount,
    discovery: amount,
    contacts: amount,
    assessment: amount,
  }),
  /** Gross less refunds, disputes and costs. */
  net: amount,
  /** Net ÷ costs; null where nothing was spent, for which it is undefined. */
  roi: z.number().nullable(),
  /** The same in words: `412 %`, or that it is undefined. */
  roiText: z.string(),
});
export type Revenue = z.infer<typeof Revenue>;

const EXPENSES = {
  stripeFees: 'expense:stripe_fees',
  sending: 'expense:sending',
  copy: 'expense:copy',
  discovery: 'expense:discovery',
  contacts: 'expense:contacts',
  assessment: 'expense:assessment',
} as const satisfies Readonly<Record<string, Account>>;

/** The currencies that sums speak of; dollars always, for costs are in them. */
const currenciesOf = (sums: Sums): readonly string[] => {
  const found = Object.keys(sums).flatMap((name) => name.split('#')[1] ?? []);
  return [...new Set(['usd', ...found])].sort();
};

/** Revenue by currency out of a rollup's sums. */
export const revenueOf = (sums: Sums): Revenue[] => currenciesOf(sums).map((currency) => inCurrency(sums, currency));

const inCurrency = (sums: Sums, currency: string): Revenue => {
  const micro = (account: Account): number => sums[sumName(currency, account)] ?? 0;
  const counted = (what: string): number => sums[countName(currency, what)] ?? 0;
  const gross = negated(micro('revenue:reports'));
  const refunds = micro('refunds:reports');
  const disputes = micro('disputes:reports');
  const costs = ACCOUNTS.filter((account) => account.startsWith('expense:')).reduce(
    (sum, account) => sum + micro(account),
    0,
  );
  const net = gross - refunds - disputes - costs;
  const roi = costs > 0 ? net / costs : null;
  const expense = (name: keyof typeof EXPENSES): number => micro(EXPENSES[name]) / MICRO;
  return {
    currency,
    sales: counted('sales'),
    gross: gross / MICRO,
    refunds: { count: counted('refunds'), amount: refunds / MICRO },
    disputes: { count: counted('disputes'), amount: disputes / MICRO },
    costs: {
      total: costs / MICRO,
      stripeFees: expense('stripeFees'),
      sending: expense('sending'),
      copy: expense('copy'),
      discovery: expense('discovery'),
      contacts: expense('contacts'),
      assessment: expense('assessment'),
    },
    net: net / MICRO,
    roi,
    roiText: roi === null ? 'undefined: nothing was spent' : `${(100 * roi).toFixed(0)} %`,
  };
};

/** A credit balance as a positive number, without a negative zero. */
const negated = (micro: number): number => (micro === 0 ? 0 : -micro);
