import type { PurchaseDetail, PurchaseView } from './contract.ts';
import type { Purchase } from './purchase.ts';
import { promisedOf } from './purchase-state.ts';

/** Minor units of a purchase that can still be given back. */
export const refundableOf = ({ paidAt, amount, refunds, flag }: Purchase): number =>
  paidAt === null || flag !== null ? 0 : Math.max(0, amount.amount - promisedOf(refunds));

/** What lists show of a purchase. */
export const viewPurchase = (purchase: Purchase): PurchaseView => ({
  id: purchase.id,
  state: purchase.state,
  reportId: purchase.reportId,
  domain: purchase.domain,
  companyName: purchase.companyName,
  campaignId: purchase.campaignId,
  amount: purchase.amount,
  refundedAmount: purchase.refundedAmount,
  buyerEmail: purchase.buyerEmail,
  attributedBy: purchase.chain?.how ?? null,
  flag: purchase.flag,
  livemode: purchase.livemode,
  paidAt: purchase.paidAt,
  createdAt: purchase.createdAt,
});

/** A purchase with all that is known of it, but for its token and the addresses of its pages: who has those could pay or read in its place. */
export const detailPurchase = (purchase: Purchase): PurchaseDetail => ({
  ...viewPurchase(purchase),
  linkId: purchase.linkId,
  assessmentId: purchase.assessmentId,
  reportVersion: purchase.reportVersion,
  messageId: purchase.messageId,
  chain: purchase.chain,
  utm: purchase.utm,
  referrer: purchase.referrer,
  // A teaser's address holds its token.
  landingPage: purchase.landingPage?.replaceAll(purchase.linkToken, '…') ?? null,
  sessionId: purchase.sessionId,
  paymentIntentId: purchase.paymentIntentId,
  fee: purchase.fee,
  refunds: purchase.refunds.map(({ moved: _moved, ...refund }) => refund),
  disputes: purchase.disputes,
  refundable: refundableOf(purchase),
  expiresAt: purchase.expiresAt,
  fulfilledAt: purchase.fulfilledAt,
  expiredAt: purchase.expiredAt,
  failedAt: purchase.failedAt,
  updatedAt: purchase.updatedAt,
});
