import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createHttpService, readBody } from '../protocol.ts';
import { createEventDelivery } from './event-delivery.ts';
import { ANSWER_HEADERS, createStripeApi } from './stripe-api.ts';
import { createStripeBank } from './stripe-bank.ts';
import { createStripePages } from './stripe-pages.ts';
import { createStripeStore } from './stripe-store.ts';

const LARGEST_REQUEST = 1024 * 1024;

export type LocalStripe = Awaited<ReturnType<typeof startLocalStripe>>;

/** The account as the deployment's secret holds it. */
export type StripeSecret = Readonly<{ secretKey: string; webhookSecrets: readonly string[]; collectConsent: boolean }>;

/**
 * A Stripe of this machine: its API on loopback, its payment pages below `/local/checkout`, the account's own page at `/local/payments`, and its events, signed,
 * to `/webhooks/stripe`. Nothing leaves the machine and no card is asked for.
 */
export const startLocalStripe = async ({
  dataDir,
  origin,
  onFault,
  clock = Date.now,
}: {
  dataDir: string;
  origin: string;
  onFault: (message: string) => void;
  clock?: () => number;
}) => {
  const store = createStripeStore(join(dataDir, 'stripe.sqlite'));
  const account = readAccount(store.answered('account')?.body);
  store.keepAnswer('account', '', 200, JSON.stringify(account));
  const delivery = createEventDelivery({
    store,
    url: `${origin}/webhooks/stripe`,
    secret: account.webhookSecret,
    clock,
    onFault,
  });
  const bank = createStripeBank({
    store,
    clock,
    checkoutUrl: (id) => `${origin}/local/checkout/${id}`,
    onEvent: delivery.queue,
  });
  const api = createStripeApi({ store, bank, secretKey: account.secretKey });
  const http = createHttpService(async (request, response) => {
    const body = (await readBody(request, LARGEST_REQUEST)).toString('utf8');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
    );
    const answered = api({ method: request.method ?? 'GET', path: request.url ?? '/', headers, body });
    response.writeHead(answered.status, ANSWER_HEADERS).end(answered.body);
  });
  const url = await http.listen(0);
  return {
    /** Where its API answers. */
    url,
    /** What the deployment's secret is to hold for it. */
    secret: {
      secretKey: account.secretKey,
      webhookSecrets: [account.webhookSecret],
      collectConsent: true,
    } satisfies StripeSecret,
    pages: createStripePages({ store, bank, delivery, origin }),
    /** Begins to send events; what is left from before goes first. */
    start: (): void => {
      delivery.start(() => {
        bank.expireDue();
      });
    },
    close: async (): Promise<void> => {
      await delivery.stop();
      await http.close();
      store.close();
    },
  };
};

/** The account's key and webhook secret: made once, then kept with its objects. */
const readAccount = (kept: string | undefined): Readonly<{ secretKey: string; webhookSecret: string }> =>
  kept === undefined
    ? {
        secretKey: `sk_test_local${randomBytes(12).toString('hex')}`,
        webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
      }
    : (JSON.parse(kept) as Readonly<{ secretKey: string; webhookSecret: string }>);
