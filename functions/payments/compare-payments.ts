import { saleId } from '../attribution/ledger.ts';
import { microPerMinor } from '../platform/ledger/minor-units.ts';
import { type LedgerTransaction, saysTheSame } from '../platform/ledger/transaction.ts';
import type { Deviation, ProofRule } from './ledger-proof.ts';
import { moneyMoved } from './money-moved.ts';
import type { Purchase } from './purchase.ts';

/** A session that Stripe shows as paid, with the purchase that it leads to. */
export type StripePayment = Readonly<{
  sessionId: string;
  paymentIntentId: string | null;
  amount: number | null;
  currency: string | null;
  purchase: Purchase | undefined;
}>;

const deviation = (rule: ProofRule, subject: string, detail: string): Deviation => ({ rule, subject, detail });

/** What is booked of payments, against what their purchases say: both ways, so that each paid purchase has exactly one sale. */
export const comparePurchases = (
  purchases: readonly Purchase[],
  booked: ReadonlyMap<string, readonly LedgerTransaction[]>,
): readonly Deviation[] => {
  const known = new Map<string, Purchase>();
  const found: Deviation[] = [];
  for (const purchase of purchases) {
    if (purchase.paymentIntentId === null) {
      found.push(deviation('payment_without_sale', purchase.id, 'is paid and names no payment of Stripe’s'));
      continue;
    }
    known.set(purchase.paymentIntentId, purchase);
    found.push(...comparePurchase(purchase, booked.get(purchase.paymentIntentId) ?? []));
  }
  for (const [paymentIntentId, transactions] of booked)
    if (!known.has(paymentIntentId))
      for (const { id, kind } of transactions)
        found.push(
          deviation(
            kind === 'sale' ? 'sale_without_payment' : 'entry_unexplained',
            id,
            `no paid purchase has the payment ${paymentIntentId}`,
          ),
        );
  return found;
};

const comparePurchase = (purchase: Purchase, booked: readonly LedgerTransaction[]): readonly Deviation[] => {
  const byId = new Map(booked.map((transaction) => [transaction.id, transaction]));
  const expected = moneyMoved(purchase);
  const due = new Set(expected.map(({ id }) => id));
  const missing = expected.flatMap((wanted) => {
    const standing = byId.get(wanted.id);
    if (standing === undefined)
      return [
        wanted.kind === 'sale'
          ? deviation('payment_without_sale', purchase.id, `${wanted.id} is not in the ledger`)
          : deviation('entry_missing', wanted.id, `purchase ${purchase.id} says it moved`),
      ];
    return sameEntry(standing, wanted)
      ? []
      : [deviation('entry_differs', wanted.id, `says something else than purchase ${purchase.id}`)];
  });
  if (expected.length === 0)
    missing.push(deviation('payment_without_sale', purchase.id, 'is paid and has no chain to book it by'));
  const sales = booked.filter(({ kind }) => kind === 'sale');
  const more = booked.flatMap(({ id, kind }) => {
    if (due.has(id)) return [];
    return kind === 'sale' && sales.length > 1
      ? [deviation('sale_twice', id, `purchase ${purchase.id} has ${String(sales.length)} sale entries`)]
      : [deviation('entry_unexplained', id, `purchase ${purchase.id} knows nothing of it`)];
  });
  return [...missing, ...more, ...refundsOver(purchase, booked)];
};

/** The chain too: the purchase's was settled before it was booked. */
const sameEntry = (standing: LedgerTransaction, wanted: LedgerTransaction): boolean =>
  saysTheSame(standing, wanted) && JSON.stringify(ordered(standing.chain)) === JSON.stringify(ordered(wanted.chain));

const ordered = (value: object | undefined): readonly (readonly [string, unknown])[] =>
  Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

const sumOf = (transactions: readonly LedgerTransaction[], account: string): number =>
  transactions
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.account === account)
    .reduce((sum, { amountMicro }) => sum + amountMicro, 0);

const refundsOver = ({ id }: Purchase, booked: readonly LedgerTransaction[]): readonly Deviation[] => {
  const sold = -sumOf(booked, 'revenue:reports');
  const refunded = sumOf(booked, 'refunds:reports');
  return refunded > sold
    ? [deviation('refunds_exceed_sale', id, `${String(refunded)} of ${String(sold)} millionths were given back`)]
    : [];
};

/** What Stripe shows as paid, against the ledger. */
export const compareStripe = (
  payments: readonly StripePayment[],
  booked: ReadonlyMap<string, readonly LedgerTransaction[]>,
): readonly Deviation[] =>
  payments.flatMap((payment) => {
    const { sessionId, paymentIntentId, purchase } = payment;
    if (purchase === undefined)
      return [deviation('payment_unknown', sessionId, 'Stripe shows it as paid, and no purchase of ours has it')];
    if (purchase.flag !== null)
      return purchase.refundedAmount >= (payment.amount ?? 0)
        ? []
        : [deviation('payment_flagged', sessionId, `purchase ${purchase.id}: ${purchase.flag.detail}`)];
    if (paymentIntentId === null || purchase.paidAt === null)
      return [deviation('payment_unknown', sessionId, `Stripe shows it as paid, and purchase ${purchase.id} is not`)];
    const sale = booked.get(paymentIntentId)?.find(({ id }) => id === saleId(paymentIntentId));
    if (sale === undefined)
      return [deviation('payment_without_sale', sessionId, `${saleId(paymentIntentId)} is not in the ledger`)];
    return isAmount(sale, payment)
      ? []
      : [deviation('entry_differs', sale.id, `Stripe shows ${String(payment.amount)} ${String(payment.currency)}`)];
  });

const isAmount = ({ entries }: LedgerTransaction, { amount, currency }: StripePayment): boolean => {
  if (amount === null || currency === null) return false;
  const sold = -entries
    .filter((entry) => entry.account === 'revenue:reports' && entry.currency === currency)
    .reduce((sum, { amountMicro }) => sum + amountMicro, 0);
  return sold === amount * microPerMinor(currency);
};
