import { RefundAnswer, RefundWish } from './contract.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { SettlePurchase } from './settle-purchase.ts';
import type { OpenStripe } from './stripe-port.ts';

/**
 * Gives money back at Stripe and brings the purchase and the ledger to it at once. The events that tell of it come later and find nothing left to do.
 * @throws Error when there is no such purchase, or something did not answer; the same wish again is the same refund
 */
export const createRefundPurchase =
  ({ purchases, open, settle }: { purchases: Pick<PurchaseStore, 'get'>; open: OpenStripe; settle: SettlePurchase }) =>
  async (event: unknown): Promise<RefundAnswer> => {
    const { workspaceId, purchaseId, amount, idempotencyKey } = RefundWish.parse(event);
    const purchase = await purchases.get(workspaceId, purchaseId);
    const paymentIntentId = purchase?.paymentIntentId ?? null;
    if (purchase === undefined || paymentIntentId === null)
      throw new Error(`There is no purchase ${purchaseId} that was paid`);
    const account = await open();
    if (account === undefined) return { outcome: 'not_set_up' };
    const refunded = await account.stripe.refund({ paymentIntentId, amount, purchaseId, idempotencyKey });
    if (!refunded.ok) return { outcome: 'refused', detail: refunded.detail };
    await settle(purchase);
    return RefundAnswer.parse({ outcome: 'refunded' });
  };
