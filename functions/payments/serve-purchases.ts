import { createHash } from 'node:crypto';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { purchaseRoutes } from './contract.ts';
import type { AskRefund } from './providers/ask-refund.ts';
import type { Purchase } from './purchase.ts';
import type { PurchaseStore } from './purchase-store.ts';
import { detailPurchase, refundableOf, viewPurchase } from './view-purchase.ts';

const LONGEST_KEY = 255;

/** The same wish at the same state of a purchase is the same refund, however often its button is pressed. */
const refundKey = ({ id, refunds }: Purchase, amount: number): string =>
  `refund-${id}-${String(refunds.length)}-${String(amount)}`;

/** A caller's own key, which holds whatever has become of the purchase since: a request that is repeated because its answer was lost. */
const callersKey = ({ id }: Purchase, key: string): string =>
  `refund-${id}-by-${createHash('sha256').update(key).digest('hex')}`;

/** What stands against giving so much back; undefined when nothing does. A repetition is left to Stripe, which knows it by its key. */
const refusal = (purchase: Purchase, wished: number | undefined, key: string | undefined): ProblemReply | undefined => {
  const { state, amount, flag, disputes } = purchase;
  if (flag !== null)
    return problem(
      409,
      'purchase_flagged',
      `What Stripe took is not what was asked for (${flag.reason}); mend it in Stripe's dashboard.`,
    );
  // A bank that only inquires holds nothing, and a refund may be what ends its inquiry: whether it takes one then, Stripe says.
  if (disputes.some(({ withdrawn, reinstated }) => withdrawn !== null && reinstated === null))
    return problem(
      409,
      'purchase_disputed',
      "The buyer's bank holds this money already; a refund would give it twice.",
    );
  if (key !== undefined && purchase.paidAt !== null) return undefined;
  const left = refundableOf(purchase);
  if (left === 0) return problem(409, 'nothing_to_refund', `There is nothing to give back: the purchase is ${state}.`);
  if (wished !== undefined && wished > left)
    return invalidFields([
      { field: 'amount', message: `is at most ${String(left)} (${amount.currency}, minor units)` },
    ]);
  return undefined;
};

/** Purchases for the team that sold, and giving money back. */
export const createServePurchases = ({
  purchases,
  refund,
}: {
  purchases: Pick<PurchaseStore, 'get' | 'list'>;
  refund: AskRefund;
}): Handlers<typeof purchaseRoutes> => ({
  listPurchases: async ({ principal, query: { state, campaignId, ...page } }) => {
    const found = await purchases.list(principal.workspaceId, { state, campaignId }, page);
    if (found === undefined)
      return invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; begin without one' }]);
    return { body: { items: found.purchases.map(viewPurchase), nextCursor: found.nextCursor } };
  },

  getPurchase: async ({ principal, params: { purchaseId } }) => {
    const purchase = await purchases.get(principal.workspaceId, purchaseId);
    return purchase === undefined ? notFound('purchase', purchaseId) : { body: detailPurchase(purchase) };
  },

  refundPurchase: async ({ principal, params: { purchaseId }, body, headers }) => {
    const key = headers['idempotency-key'];
    if (key !== undefined && (key === '' || key.length > LONGEST_KEY))
      return invalidFields([
        { field: 'Idempotency-Key', message: `has 1 to ${String(LONGEST_KEY)} characters, or is left out` },
      ]);
    const purchase = await purchases.get(principal.workspaceId, purchaseId);
    if (purchase === undefined) return notFound('purchase', purchaseId);
    if (purchase.livemode && principal.mode !== 'live')
      return problem(403, 'live_purchase', 'A test key cannot give real money back; use a live key or sign in.');
    const refused = refusal(purchase, body.amount, key);
    if (refused !== undefined) return refused;
    const all = refundableOf(purchase);
    const answer = await refund({
      workspaceId: principal.workspaceId,
      purchaseId,
      ...(key === undefined
        ? { amount: body.amount ?? all, idempotencyKey: refundKey(purchase, body.amount ?? all) }
        : { amount: body.amount, idempotencyKey: callersKey(purchase, key) }),
    });
    switch (answer.outcome) {
      case 'not_set_up':
        return problem(503, 'payments_not_set_up', 'This deployment has no Stripe account; its secret holds no key.');
      case 'refused':
        return problem(409, 'refund_refused', `Stripe refuses this refund: ${answer.detail}`);
      case 'refunded':
        return { body: detailPurchase((await purchases.get(principal.workspaceId, purchaseId)) ?? purchase) };
    }
  },
});
