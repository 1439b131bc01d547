import { createCheckoutSessions } from './checkout-sessions.ts';
import { type BooksOptions, createStripeBooks } from './stripe-books.ts';
import { createStripePayments } from './stripe-payments.ts';
import { createStripeReturns } from './stripe-returns.ts';

export type StripeBank = ReturnType<typeof createStripeBank>;

/**
 * A Stripe account's behaviour: what buyers, banks and the account's owner do, and the objects and events that come of it (https://docs.stripe.com/api,
 * version 2026-10-28.endive). Only what the product uses.
 */
export const createStripeBank = ({
  checkoutUrl,
  ...options
}: BooksOptions &
  Readonly<{
    /** Address of a session's page. */
    checkoutUrl: (sessionId: string) => string;
  }>) => {
  const books = createStripeBooks(options);
  const sessions = createCheckoutSessions(books, checkoutUrl);
  return {
    need: books.need,
    ...sessions,
    ...createStripePayments(books, sessions),
    ...createStripeReturns(books),
  };
};
