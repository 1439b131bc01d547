import { randomBytes } from 'node:crypto';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject, StripeStore } from './stripe-store.ts';

/** Version of Stripe's API whose shapes these are: the one that the installed `stripe` package speaks. */
export const STRIPE_VERSION = '2026-10-28.endive';
export const DAY_SECONDS = 86_400;

export type BooksOptions = Readonly<{
  store: StripeStore;
  clock: () => number;
  onEvent: (event: StripeObject) => void;
  livemode?: boolean;
  randomPart?: () => string;
}>;
export type StripeBooks = ReturnType<typeof createStripeBooks>;

/** What everything that happens in the account is made of: objects written and changed, money moved, events told. */
export const createStripeBooks = ({
  store,
  clock,
  onEvent,
  livemode = false,
  randomPart = () => randomBytes(12).toString('hex'),
}: BooksOptions) => {
  const newId = (prefix: string): string => `${prefix}_${randomPart()}`;
  const seconds = (): number => Math.floor(clock() / 1_000);
  const textOf = (object: StripeObject, field: string): string => String(object[field]);
  const amountOf = (object: StripeObject, field = 'amount'): number => Number(object[field]);

  const need = (id: string, kind: string): StripeObject => {
    const found = store.read(id);
    if (found?.object !== kind)
      throw new StripeFailure(`No such ${kind}: '${id}'`, { status: 404, code: 'resource_missing', param: 'id' });
    return found;
  };
  const change = (object: StripeObject, fields: Readonly<Record<string, unknown>>): StripeObject => {
    const changed = { ...object, ...fields };
    store.write(changed);
    return changed;
  };
  const emit = (type: string, object: StripeObject): void => {
    const event: StripeObject = {
      id: newId('evt'),
      object: 'event',
      api_version: STRIPE_VERSION,
      created: seconds(),
      data: { object },
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    store.write(event);
    onEvent(event);
  };
  const move = (source: string, type: string, amount: number, fee: number, currency: string): StripeObject => {
    const moved: StripeObject = {
      id: newId('txn'),
      object: 'balance_transaction',
      amount,
      available_on: seconds() + 2 * DAY_SECONDS,
      balance_type: 'payments',
      created: seconds(),
      currency,
      description: null,
      exchange_rate: null,
      fee,
      fee_details:
        fee === 0 ? [] : [{ amount: fee, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
      net: amount - fee,
      reporting_category: type,
      source,
      status: 'pending',
      type,
    };
    store.write(moved);
    return moved;
  };

  return { seconds, textOf, amountOf, need, change, emit, move, newId, livemode, store };
};
