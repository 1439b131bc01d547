import type { Handle } from '../content-delivery/deliver.ts';
import { isOwnRequest } from '../own-request.ts';
import { PAGE_HEADERS } from '../pages/frame.ts';
import { readBody } from '../protocol.ts';
import { checkoutPage } from './checkout-page.ts';
import type { EventDelivery } from './event-delivery.ts';
import { type ListedPayment, paymentsPage } from './payments-page.ts';
import type { StripeBank } from './stripe-bank.ts';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject, StripeStore } from './stripe-store.ts';

const LARGEST_FORM = 16 * 1024;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

type Ports = Readonly<{ store: StripeStore; bank: StripeBank; delivery: EventDelivery; origin: string }>;
/** What was done: where to go next, and what to say there. */
type Done = Readonly<{ to: string; said?: string }>;

/** The payment pages below `/local/checkout` and the account's own page at `/local/payments`. */
export const createStripePages = ({ store, bank, delivery, origin }: Ports): Handle => {
  const named = (event: StripeObject): unknown => (event['data'] as Readonly<{ object: StripeObject }>).object;

  const listed = (session: StripeObject): ListedPayment => {
    const intent = typeof session['payment_intent'] === 'string' ? store.read(session['payment_intent']) : undefined;
    const charge = typeof intent?.['latest_charge'] === 'string' ? store.read(intent['latest_charge']) : undefined;
    const of = (kind: string): readonly StripeObject[] =>
      intent === undefined ? [] : store.list(kind).filter((one) => one['payment_intent'] === intent.id);
    const events = store.list('event').filter((event) => {
      const object = named(event) as StripeObject;
      return (
        object.id === session.id ||
        (intent !== undefined && (object.id === intent.id || object['payment_intent'] === intent.id))
      );
    });
    return {
      ...{ session, intent, charge, refunds: of('refund'), disputes: of('dispute') },
      events: events.map((event) => ({ event, deliveries: store.deliveriesOf(event.id) })),
    };
  };

  const pay = (id: string, fields: URLSearchParams): Done => {
    const email = (fields.get('email') ?? '').trim();
    const here = `/local/checkout/${id}`;
    if (!EMAIL.test(email)) return { to: here, said: 'Your email is incomplete.' };
    const how = fields.get('how');
    const consent = fields.has('consent');
    if (how === 'leave') {
      const left = bank.giveAddress(id, email, consent);
      return { to: String(left['cancel_url']) || '/local/payments' };
    }
    if (how === 'decline') {
      bank.giveAddress(id, email, consent);
      return { to: here, said: 'Your card was declined. Nothing was charged; try another one.' };
    }
    const amount = Number(fields.get('amount') ?? '');
    const paid = bank.pay(id, { email, consent, delayed: how === 'debit', ...(amount > 0 ? { amount } : {}) });
    return { to: String(paid['success_url']).replace('{CHECKOUT_SESSION_ID}', id) };
  };

  const onCheckout: Readonly<Record<string, (id: string, fields: URLSearchParams) => Done>> = {
    pay,
    expire: (id) => {
      bank.expire(id);
      return { to: `/local/checkout/${id}` };
    },
  };

  const said = (text: string): Done => ({ to: '/local/payments', said: text });
  const onPayments: Readonly<Record<string, (id: string, fields: URLSearchParams) => Done>> = {
    succeed: (id) => {
      bank.succeed(id);
      return said('The bank confirmed the payment.');
    },
    fail: (id) => {
      bank.fail(id);
      return said('The bank refused the payment.');
    },
    refund: (id, fields) => {
      const amount = Number(fields.get('amount') ?? '');
      const { id: refund } = bank.refund(id, amount > 0 ? amount : undefined);
      return said(`Refunded: ${refund}.`);
    },
    'fail-refund': (id) => {
      bank.endRefund(id, 'failed');
      return said('The bank sent the refund back.');
    },
    dispute: (id) => {
      bank.dispute(id);
      return said('The buyer disputes the payment; the bank holds the money.');
    },
    win: (id) => {
      bank.closeDispute(id, 'won');
      return said('The dispute was won; the money is back.');
    },
    lose: (id) => {
      bank.closeDispute(id, 'lost');
      return said('The dispute was lost; the money is gone.');
    },
    redeliver: (id) => {
      for (let times = 0; times < 2; times += 1) delivery.queue(bank.need(id, 'event'));
      return said(`Event ${id} is sent again, twice.`);
    },
  };

  const perform = (section: string, id: string, name: string, fields: URLSearchParams): Done | undefined => {
    const action = (section === 'checkout' ? onCheckout : onPayments)[name];
    if (action === undefined) return undefined;
    try {
      return action(id, fields);
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      return { to: section === 'checkout' ? `/local/checkout/${id}` : '/local/payments', said: error.message };
    }
  };

  const show = (section: string, id: string | undefined, text: string | undefined): string | undefined => {
    if (section === 'payments')
      return id === undefined ? paymentsPage(store.list('checkout.session').map(listed), text) : undefined;
    if (id === undefined || store.read(id)?.object !== 'checkout.session') return undefined;
    return checkoutPage(bank.session(id), text);
  };

  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const [section = '', id, name = ''] = pathname.split('/').slice(2).map(decodeURIComponent);
    if (request.method !== 'POST') {
      const text = show(section, id, searchParams.get('said') ?? undefined);
      response.writeHead(text === undefined ? 404 : 200, PAGE_HEADERS).end(text ?? 'There is nothing here.');
      return;
    }
    if (!isOwnRequest(request)) {
      response
        .writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
        .end('Only pages of this machine may do that.');
      return;
    }
    const fields = new URLSearchParams((await readBody(request, LARGEST_FORM)).toString('utf8'));
    const done = id === undefined ? undefined : perform(section, id, name, fields);
    if (done === undefined) {
      response.writeHead(404, PAGE_HEADERS).end('There is nothing here.');
      return;
    }
    // The product has heard of it before the next page is looked at.
    await delivery.kick();
    response.writeHead(303, { location: withSaid(done) }).end();
  };
};

const withSaid = ({ to, said }: Done): string =>
  said === undefined ? to : `${to}${to.includes('?') ? '&' : '?'}${new URLSearchParams({ said }).toString()}`;
