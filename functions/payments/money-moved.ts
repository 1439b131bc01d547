import {
  disputeTransaction,
  feeTransaction,
  refundTransaction,
  reversal,
  saleTransaction,
} from '../attribution/ledger.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { Dispute, Purchase, Refund } from './purchase.ts';
import { hasMoved } from './purchase-state.ts';

type About = Readonly<{ paymentIntentId: string; chain: NonNullable<Purchase['chain']> }>;

/** What moved by a refund: nothing until it succeeded; what failed, or was canceled after it had succeeded, had left and came back. */
const refunded = (refund: Refund, amount: Purchase['amount'], about: About): readonly LedgerTransaction[] => {
  if (!hasMoved(refund)) return [];
  const money = { amount: refund.amount, currency: amount.currency };
  const moved = refundTransaction({ ...about, refundId: refund.id, amount: money, at: refund.at });
  return refund.status === 'succeeded' ? [moved] : [moved, reversal(moved, refund.at)];
};

const disputed = (
  { id: disputeId, ...moves }: Dispute,
  amount: Purchase['amount'],
  about: About,
): readonly LedgerTransaction[] =>
  (['withdrawn', 'reinstated'] as const).flatMap((direction) => {
    const move = moves[direction];
    if (move === null) return [];
    const money = { amount: move.amount, currency: amount.currency };
    const fee = feeTransaction({ ...about, balanceTransactionId: move.id, amount: move.fee, at: move.at });
    return [
      disputeTransaction({ ...about, disputeId, direction, amount: money, at: move.at }),
      ...(fee === undefined ? [] : [fee]),
    ];
  });

/**
 * Every transaction that a purchase stands for, as far as it is known: sale, fee, refunds, disputes. A pure function of the purchase, so whoever books it
 * books the same; the ledger keeps each once. Nothing for a purchase that was not paid or is flagged.
 */
export const moneyMoved = ({
  paidAt,
  paymentIntentId,
  chain,
  amount,
  fee,
  refunds,
  disputes,
}: Purchase): readonly LedgerTransaction[] => {
  if (paidAt === null || paymentIntentId === null || chain === null) return [];
  const about = { paymentIntentId, chain };
  const taken =
    fee === null
      ? undefined
      : feeTransaction({ ...about, balanceTransactionId: fee.balanceTransactionId, amount: fee.amount, at: paidAt });
  return [
    saleTransaction({ ...about, amount, at: paidAt }),
    ...(taken === undefined ? [] : [taken]),
    ...refunds.flatMap((refund) => refunded(refund, amount, about)),
    ...disputes.flatMap((dispute) => disputed(dispute, amount, about)),
  ];
};
