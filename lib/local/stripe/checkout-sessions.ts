import { DAY_SECONDS, type StripeBooks } from './stripe-books.ts';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject } from './stripe-store.ts';

export type NewSession = Readonly<{
  amount: number;
  currency: string;
  product: string;
  description: string;
  clientReferenceId: string | null;
  metadata: Readonly<Record<string, string>>;
  paymentMetadata: Readonly<Record<string, string>>;
  expiresAt: number | undefined;
  successUrl: string;
  cancelUrl: string;
  collectsConsent: boolean;
}>;
export type CheckoutSessions = ReturnType<typeof createCheckoutSessions>;

/** Payment pages: made, looked at, left, and ended by time. */
export const createCheckoutSessions = (
  { store, seconds, textOf, amountOf, need, change, emit, newId, livemode }: StripeBooks,
  checkoutUrl: (sessionId: string) => string,
) => {
  /** The session as it stands: one whose time is over has expired. */
  const session = (id: string): StripeObject => {
    const found = need(id, 'checkout.session');
    return found['status'] === 'open' && amountOf(found, 'expires_at') <= seconds() ? expire(id) : found;
  };

  const expire = (id: string): StripeObject => {
    const found = need(id, 'checkout.session');
    if (found['status'] !== 'open')
      throw new StripeFailure(`This Session is not in an expireable state: it is ${textOf(found, 'status')}.`);
    const expired = change(found, { status: 'expired', url: null });
    emit('checkout.session.expired', expired);
    return expired;
  };

  return {
    session,
    expire,

    createSession: (wish: NewSession): StripeObject => {
      const id = newId(livemode ? 'cs_live' : 'cs_test');
      const expiresAt = wish.expiresAt ?? seconds() + DAY_SECONDS;
      const lasts = expiresAt - seconds();
      if (lasts < 1_800 || lasts > DAY_SECONDS)
        throw new StripeFailure(
          'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
          { param: 'expires_at' },
        );
      const made: StripeObject = {
        id,
        object: 'checkout.session',
        amount_subtotal: wish.amount,
        amount_total: wish.amount,
        cancel_url: wish.cancelUrl,
        client_reference_id: wish.clientReferenceId,
        consent: wish.collectsConsent ? { promotions: null, terms_of_service: null } : null,
        consent_collection: wish.collectsConsent ? { promotions: 'auto' } : null,
        created: seconds(),
        currency: wish.currency,
        customer: null,
        customer_details: null,
        customer_email: null,
        expires_at: expiresAt,
        livemode,
        metadata: wish.metadata,
        mode: 'payment',
        payment_intent: null,
        payment_method_types: ['card'],
        payment_status: 'unpaid',
        recovered_from: null,
        status: 'open',
        success_url: wish.successUrl,
        ui_mode: 'hosted',
        url: checkoutUrl(id),
        local: { product: wish.product, description: wish.description, paymentMetadata: wish.paymentMetadata },
      };
      store.write(made);
      return made;
    },

    /** The buyer gives an address and leaves: what an abandoned page knows. */
    giveAddress: (id: string, email: string, consent: boolean): StripeObject => {
      const open = session(id);
      return change(open, {
        customer_details: { email, name: null, phone: null, address: null, tax_exempt: 'none', tax_ids: [] },
        consent:
          open['consent'] === null ? null : { promotions: consent ? 'opt_in' : 'opt_out', terms_of_service: null },
      });
    },

    /** Lets sessions whose time is over expire; gives how many. */
    expireDue: (): number => {
      const due = store
        .list('checkout.session')
        .filter((one) => one['status'] === 'open' && amountOf(one, 'expires_at') <= seconds());
      for (const { id } of due) expire(id);
      return due.length;
    },
  };
};
