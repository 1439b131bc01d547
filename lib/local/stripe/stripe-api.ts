import { type FormValue, listOf, readFields } from './form-fields.ts';
import type { StripeBank } from './stripe-bank.ts';
import { STRIPE_VERSION } from './stripe-books.ts';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject, StripeStore } from './stripe-store.ts';

export type ApiRequest = Readonly<{
  method: string;
  /** Path with its query. */
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}>;
export type ApiAnswer = Readonly<{ status: number; body: string }>;
type Fields = { [name: string]: FormValue };

const text = (value: FormValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const fieldsIn = (value: FormValue | undefined): Fields => (typeof value === 'object' ? value : {});
const textsIn = (value: FormValue | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fieldsIn(value)).flatMap(([name, one]) => (typeof one === 'string' ? [[name, one]] : [])),
  );

const required = (fields: Fields, name: string): string => {
  const value = text(fields[name]);
  if (value === undefined || value === '')
    throw new StripeFailure(`Missing required param: ${name}.`, { param: name, code: 'parameter_missing' });
  return value;
};
const wholeNumber = (value: FormValue | undefined, name: string): number | undefined => {
  if (value === undefined) return undefined;
  const parsed = Number(text(value));
  if (!Number.isSafeInteger(parsed))
    throw new StripeFailure(`Invalid integer: ${String(text(value))}`, { param: name });
  return parsed;
};

/** Fields that name another object, by which it can be expanded. */
const LINKS = ['payment_intent', 'latest_charge', 'balance_transaction', 'charge', 'customer'];
/** Fields by which each kind can be listed. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  'checkout.session': ['payment_intent', 'status'],
  refund: ['payment_intent', 'charge'],
  dispute: ['payment_intent', 'charge'],
  event: ['type'],
  charge: ['payment_intent'],
  payment_intent: [],
  balance_transaction: ['source', 'type'],
};
const KINDS: Readonly<Record<string, string>> = {
  '/v1/checkout/sessions': 'checkout.session',
  '/v1/refunds': 'refund',
  '/v1/disputes': 'dispute',
  '/v1/events': 'event',
  '/v1/charges': 'charge',
  '/v1/payment_intents': 'payment_intent',
  '/v1/balance_transactions': 'balance_transaction',
};

/** Stripe's HTTP API as far as the product asks for it, over one account. Any other request is refused by name. */
export const createStripeApi = ({
  store,
  bank,
  secretKey,
}: {
  store: StripeStore;
  bank: StripeBank;
  secretKey: string;
}) => {
  const shown = ({ local: _, ...object }: StripeObject): Record<string, unknown> => object;

  const expanded = (object: Record<string, unknown>, paths: readonly string[]): Record<string, unknown> => {
    const result = { ...object };
    for (const path of paths) {
      const [field = '', ...rest] = path.split('.');
      const value = result[field];
      if (!LINKS.includes(field)) throw new StripeFailure(`This property cannot be expanded (${path}).`);
      const below = rest.length === 0 ? [] : [rest.join('.')];
      const target = typeof value === 'string' ? store.read(value) : undefined;
      if (target !== undefined) result[field] = expanded(shown(target), below);
    }
    return result;
  };

  const list = (path: string, kind: string, query: Fields) => {
    const limit = wholeNumber(query['limit'], 'limit') ?? 10;
    if (limit < 1 || limit > 100) throw new StripeFailure('This value must be between 1 and 100.', { param: 'limit' });
    const from = wholeNumber(fieldsIn(query['created'])['gte'], 'created[gte]') ?? 0;
    const types = listOf(query['types']);
    bank.expireDue();
    const found = store
      .list(kind)
      .filter((one) => one.created >= from)
      .filter((one) =>
        (FILTERS[kind] ?? []).every((field) => query[field] === undefined || one[field] === query[field]),
      )
      .filter((one) => types.length === 0 || types.includes(String(one['type'])));
    const after = text(query['starting_after']);
    const start = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    const expand = listOf(query['expand']).map((one) => one.replace(/^data\./, ''));
    const page = found.slice(start, start + limit).map((one) => expanded(shown(one), expand));
    return { object: 'list', url: path, has_more: start + limit < found.length, data: page };
  };

  const createSession = (form: Fields) => {
    const [item] = Object.values(fieldsIn(form['line_items'])).map(fieldsIn);
    if (item === undefined) throw new StripeFailure('Missing required param: line_items.', { param: 'line_items' });
    const price = fieldsIn(item['price_data']);
    const product = fieldsIn(price['product_data']);
    const reference = text(form['client_reference_id']);
    if (reference !== undefined && !/^[\w-]{1,200}$/.test(reference))
      throw new StripeFailure('client_reference_id takes letters, digits, dashes and underscores, 200 at most.', {
        param: 'client_reference_id',
      });
    return bank.createSession({
      amount:
        (wholeNumber(price['unit_amount'], 'unit_amount') ?? 0) * (wholeNumber(item['quantity'], 'quantity') ?? 1),
      currency: required(price, 'currency'),
      product: required(product, 'name'),
      description: text(product['description']) ?? '',
      clientReferenceId: reference ?? null,
      metadata: textsIn(form['metadata']),
      paymentMetadata: textsIn(fieldsIn(form['payment_intent_data'])['metadata']),
      expiresAt: wholeNumber(form['expires_at'], 'expires_at'),
      successUrl: required(form, 'success_url'),
      cancelUrl: text(form['cancel_url']) ?? '',
      collectsConsent: fieldsIn(form['consent_collection'])['promotions'] === 'auto',
    });
  };

  const perform = (method: string, path: string, query: Fields, form: Fields): Record<string, unknown> => {
    const kind = KINDS[path];
    if (method === 'GET' && kind !== undefined) return list(path, kind, query);
    if (method === 'POST' && path === '/v1/checkout/sessions') return shown(createSession(form));
    if (method === 'POST' && path === '/v1/refunds')
      return shown(
        bank.refund(required(form, 'payment_intent'), wholeNumber(form['amount'], 'amount'), {
          metadata: textsIn(form['metadata']),
        }),
      );
    const [, below = '', id = '', action] =
      /^(\/v1\/(?:checkout\/sessions|\w+))\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const one = KINDS[below];
    if (method === 'POST' && one === 'checkout.session' && action === 'expire') return shown(bank.expire(id));
    if (method !== 'GET' || one === undefined || action !== undefined)
      throw new StripeFailure(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
    const found = one === 'checkout.session' ? bank.session(id) : bank.need(id, one);
    return expanded(shown(found), listOf(query['expand']));
  };

  const answer = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });
  const failure = (error: StripeFailure): ApiAnswer =>
    answer(error.status, {
      error: { type: error.type, message: error.message, code: error.code, param: error.param },
    });

  /** Whether a request's key is the account's. */
  const isSigned = ({ headers }: ApiRequest): boolean => headers['authorization'] === `Bearer ${secretKey}`;

  return (request: ApiRequest): ApiAnswer => {
    if (!isSigned(request))
      return failure(new StripeFailure('Invalid API Key provided', { status: 401, type: 'authentication_error' }));
    const { pathname, search } = new URL(request.path, 'http://stripe');
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
    const asked = `${pathname}\n${request.body}`;
    const known = key === undefined ? undefined : store.answered(key);
    if (known !== undefined && known.asked !== asked)
      return failure(
        new StripeFailure(
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
          { type: 'idempotency_error' },
        ),
      );
    if (known !== undefined) return { status: known.status, body: known.body };
    try {
      const done = answer(200, perform(request.method, pathname, readFields(search), readFields(request.body)));
      if (key !== undefined) store.keepAnswer(key, asked, done.status, done.body);
      return done;
    } catch (error) {
      if (error instanceof StripeFailure) return failure(error);
      throw error;
    }
  };
};

/** Headers of every answer. */
export const ANSWER_HEADERS = { 'content-type': 'application/json', 'stripe-version': STRIPE_VERSION } as const;
