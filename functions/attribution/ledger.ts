import { minorToMicro } from '../platform/ledger/minor-units.ts';
import type { SaleChain } from '../platform/ledger/sale-chain.ts';
import type { Account, LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { Money } from '../platform/money.ts';
import type { Instant } from '../platform/time.ts';

/** What every transaction about a payment says: the payment, when it moved, and the chain that its sale was led back by. */
export type AboutSale = Readonly<{ paymentIntentId: string; amount: Money; at: Instant; chain: SaleChain }>;

const positive = (what: string, { amount }: Money): void => {
  if (amount <= 0) throw new RangeError(`${what} of ${String(amount)} minor units cannot be booked`);
};

/** Two lines that move an amount from one account to another. */
const move = (from: Account, to: Account, amount: Money): LedgerTransaction['entries'] => {
  const amountMicro = minorToMicro(amount);
  const { currency } = amount;
  return [
    { account: to, amountMicro, currency },
    { account: from, amountMicro: -amountMicro, currency },
  ];
};

const about = ({ paymentIntentId, at, chain }: AboutSale) => ({
  at,
  campaignId: chain.campaignId,
  runId: chain.runId,
  paymentIntentId,
});

/** The id of a payment's sale: `sale#<payment intent>`. */
export const saleId = (paymentIntentId: string): string => `sale#${paymentIntentId}`;

/**
 * A paid checkout: what Stripe now holds is revenue of its campaign.
 * @throws RangeError when the amount is not positive or too large to be added up exactly.
 */
export const saleTransaction = (sale: AboutSale): LedgerTransaction => {
  positive('A sale', sale.amount);
  return {
    id: saleId(sale.paymentIntentId),
    kind: 'sale',
    ...about(sale),
    chain: sale.chain,
    entries: move('revenue:reports', 'cash:stripe', sale.amount),
  };
};

/**
 * Money that went back to the buyer, the whole or a part. A refund that fails later is taken back by `reversal`.
 * @throws RangeError when the amount is not positive.
 */
export const refundTransaction = (refund: AboutSale & Readonly<{ refundId: string }>): LedgerTransaction => {
  positive('A refund', refund.amount);
  return {
    id: `refund#${refund.refundId}`,
    kind: 'refund',
    ...about(refund),
    entries: move('cash:stripe', 'refunds:reports', refund.amount),
  };
};

/**
 * What the buyer's bank took while a dispute lasts (`withdrawn`), and gave back when it was won (`reinstated`).
 * @throws RangeError when the amount is not positive.
 */
export const disputeTransaction = (
  dispute: AboutSale & Readonly<{ disputeId: string; direction: 'withdrawn' | 'reinstated' }>,
): LedgerTransaction => {
  positive('A dispute', dispute.amount);
  const { disputeId, direction, amount } = dispute;
  return {
    id: `dispute#${disputeId}#${direction}`,
    kind: 'dispute',
    ...about(dispute),
    entries:
      direction === 'withdrawn'
        ? move('cash:stripe', 'disputes:reports', amount)
        : move('disputes:reports', 'cash:stripe', amount),
  };
};

/**
 * What Stripe kept of a payment, a refund or a dispute, by its balance transaction; negative where Stripe gave a fee back. Undefined for
 * no fee.
 */
export const feeTransaction = (
  fee: AboutSale & Readonly<{ balanceTransactionId: string }>,
): LedgerTransaction | undefined =>
  fee.amount.amount === 0
    ? undefined
    : {
        id: `fee#${fee.balanceTransactionId}`,
        kind: 'fee',
        ...about(fee),
        entries: move('cash:stripe', 'expense:stripe_fees', fee.amount),
      };

/** The transaction that takes another back, line by line, as `reversal#<id>`: nothing in the ledger is ever edited. */
export const reversal = (transaction: LedgerTransaction, at: Instant): LedgerTransaction => {
  const { id, campaignId, runId, paymentIntentId, entries } = transaction;
  return {
    id: `reversal#${id}`,
    kind: 'reversal',
    reverses: id,
    at,
    campaignId,
    runId,
    ...(paymentIntentId === undefined ? {} : { paymentIntentId }),
    entries: entries.map((entry) => ({ ...entry, amountMicro: -entry.amountMicro })),
  };
};
