/** The events that are handled, by what of theirs names the purchase; every other type is kept and ignored. */
export const HANDLED_EVENTS = {
  'checkout.session.completed': 'session',
  'checkout.session.async_payment_succeeded': 'session',
  'checkout.session.async_payment_failed': 'session',
  'checkout.session.expired': 'session',
  'refund.created': 'payment',
  'refund.updated': 'payment',
  'refund.failed': 'payment',
  /** A check: what a charge says was refunded must be what its refunds add up to. */
  'charge.refunded': 'payment',
  /** Tells the fee of a payment whose balance settled after it succeeded. */
  'charge.updated': 'payment',
  'charge.dispute.created': 'payment',
  'charge.dispute.funds_withdrawn': 'payment',
  'charge.dispute.funds_reinstated': 'payment',
  'charge.dispute.closed': 'payment',
} as const satisfies Readonly<Record<string, 'session' | 'payment'>>;
export type HandledEvent = keyof typeof HANDLED_EVENTS;

export const isHandled = (type: string): type is HandledEvent => Object.hasOwn(HANDLED_EVENTS, type);
