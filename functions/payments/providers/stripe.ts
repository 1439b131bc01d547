import Stripe from 'stripe';
import type * as z from 'zod';
import { SECOND } from '../../platform/time.ts';
import type { ReadStripeAccount, StripeAccount } from '../stripe-account.ts';
import { CheckoutSession, StripeDispute, StripeEvent, StripeRefund } from '../stripe-objects.ts';
import type { OpenStripe, StripePort } from '../stripe-port.ts';

/** Calls to Stripe take under a second; a function must end within its own timeout. */
const TIMEOUT = 10 * SECOND;
const RETRIES = 2;
const PAGE = 100;
/** What decides about a session's money, in one answer. */
const EXPANDED = ['payment_intent.latest_charge.balance_transaction'];
const EXPANDED_IN_LISTS = EXPANDED.map((path) => `data.${path}`);

type Options = Readonly<{
  account: Pick<StripeAccount, 'secretKey' | 'collectConsent'>;
  /** Where Stripe's API answers (platform/provider-urls.ts). */
  baseUrl: string;
  /** Where buyers come back to. */
  publicOrigin: string;
  httpClient?: Stripe.HttpClient;
}>;

const clientOf = ({ account, baseUrl, httpClient }: Options): Stripe => {
  const { hostname, port, protocol } = new URL(baseUrl);
  return new Stripe(account.secretKey, {
    host: hostname,
    protocol: protocol === 'http:' ? 'http' : 'https',
    ...(port === '' ? {} : { port }),
    timeout: TIMEOUT,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    ...(httpClient === undefined ? {} : { httpClient }),
  });
};

/** Stripe's list, page after page, each object read by our schema. */
async function* read<S extends z.ZodType>(list: AsyncIterable<unknown>, schema: S): AsyncIterable<z.output<S>> {
  for await (const item of list) yield schema.parse(item);
}

const all = async <Value>(list: AsyncIterable<Value>): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for await (const value of list) values.push(value);
  return values;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';

/**
 * Stripe through its own package, which repeats what got no answer by the same idempotency key. Answers are read by our schemas: one that is not of this form
 * throws, and the event that led to it comes again.
 */
export const createStripe = (options: Options): StripePort => {
  const stripe = clientOf(options);
  const { publicOrigin, account } = options;
  return {
    createSession: async ({ id, token, amount, expiresAt, linkToken, domain }, { name, description }) => {
      const page = `${publicOrigin}/reports/${linkToken}`;
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'payment',
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: amount.currency,
                unit_amount: amount.amount,
                product_data: { name: `${name}: ${domain}`, description },
              },
            },
          ],
          // Another currency on the page would be another amount than the one that is checked.
          adaptive_pricing: { enabled: false },
          client_reference_id: token,
          metadata: { token },
          payment_intent_data: { metadata: { token } },
          ...(account.collectConsent ? { consent_collection: { promotions: 'auto' as const } } : {}),
          expires_at: Math.floor(Date.parse(expiresAt) / SECOND),
          success_url: `${page}/bought?session={CHECKOUT_SESSION_ID}`,
          cancel_url: `${page}/cancelled`,
        },
        { idempotencyKey: id },
      );
      return CheckoutSession.parse(session);
    },

    session: async (id) => {
      try {
        return CheckoutSession.parse(await stripe.checkout.sessions.retrieve(id, { expand: EXPANDED }));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    tokenOfPayment: async (paymentIntentId) => {
      try {
        const { metadata } = await stripe.paymentIntents.retrieve(paymentIntentId);
        return metadata['token'];
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    refunds: (paymentIntentId) =>
      all(read(stripe.refunds.list({ payment_intent: paymentIntentId, limit: PAGE }), StripeRefund)),

    disputes: (paymentIntentId) =>
      all(read(stripe.disputes.list({ payment_intent: paymentIntentId, limit: PAGE }), StripeDispute)),

    refund: async ({ paymentIntentId, amount, idempotencyKey, purchaseId }) => {
      try {
        const refund = await stripe.refunds.create(
          {
            payment_intent: paymentIntentId,
            ...(amount === undefined ? {} : { amount }),
            reason: 'requested_by_customer',
            metadata: { purchaseId },
          },
          { idempotencyKey },
        );
        return { ok: true, refund: StripeRefund.parse(refund) };
      } catch (error) {
        const { StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;
        if (error instanceof StripeInvalidRequestError || error instanceof StripeIdempotencyError)
          return { ok: false, detail: error.message };
        throw error;
      }
    },

    sessionsSince: (second) =>
      read(
        stripe.checkout.sessions.list({ created: { gte: second }, limit: PAGE, expand: EXPANDED_IN_LISTS }),
        CheckoutSession,
      ),
    refundsSince: (second) => read(stripe.refunds.list({ created: { gte: second }, limit: PAGE }), StripeRefund),
    disputesSince: (second) => read(stripe.disputes.list({ created: { gte: second }, limit: PAGE }), StripeDispute),
    eventsSince: async function* (second, types) {
      for await (const event of stripe.events.list({ created: { gte: second }, types: [...types], limit: PAGE }))
        yield { event: StripeEvent.parse(event), text: JSON.stringify(event) };
    },
  };
};

/** Opens Stripe with the key that the secret holds now; the client is made anew only when that has changed. */
export const createOpenStripe = ({
  readAccount,
  ...rest
}: Omit<Options, 'account'> & Readonly<{ readAccount: ReadStripeAccount }>): OpenStripe => {
  let open: Readonly<{ account: StripeAccount; stripe: StripePort }> | undefined;
  return async () => {
    const account = await readAccount();
    if (account === undefined) return undefined;
    if (open === undefined || JSON.stringify(open.account) !== JSON.stringify(account))
      open = { account, stripe: createStripe({ account, ...rest }) };
    return { stripe: open.stripe, livemode: account.livemode };
  };
};
