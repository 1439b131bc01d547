import type { Handlers } from '../platform/http/api.ts';
import { boughtPage, CHECKOUT_PAGE_HEADERS, cancelledPage } from './checkout-page.ts';
import type { checkoutPageRoutes } from './contract.ts';
import type { PurchaseStore } from './purchase-store.ts';

/** The pages that Stripe leads back to. They need no script. */
export const createServeCheckout = ({
  purchases,
}: {
  purchases: Pick<PurchaseStore, 'byReference'>;
}): Handlers<typeof checkoutPageRoutes> => ({
  showBought: async ({ params: { token }, query: { session = '' } }) => {
    const purchase = session.startsWith('cs_') ? await purchases.byReference(session) : undefined;
    // Only who holds the link's token sees what became of its purchase.
    const own = purchase?.linkToken === token ? purchase : undefined;
    return { body: boughtPage(token, own), headers: CHECKOUT_PAGE_HEADERS };
  },

  showCancelled: ({ params: { token } }) =>
    Promise.resolve({ body: cancelledPage(token), headers: CHECKOUT_PAGE_HEADERS }),
});
