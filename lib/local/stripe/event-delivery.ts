import Stripe from 'stripe';
import type { StripeObject, StripeStore } from './stripe-store.ts';

const SECOND = 1_000;
/** Waits between tries; the real one tries for three days, this one for some minutes: who sits before it does not wait longer. */
const WAITS = [1, 2, 5, 10, 30, 60, 120].map((seconds) => seconds * SECOND);
const ANSWER_WITHIN = 20 * SECOND;
const LOOK_EVERY = SECOND;

/** Sends events to the product's endpoint, signed as Stripe signs them, until each is answered; what a dead process left is sent by the next one. */
export const createEventDelivery = ({
  store,
  url,
  secret,
  clock,
  fetch = globalThis.fetch,
  onFault,
}: {
  store: StripeStore;
  url: string;
  secret: string;
  clock: () => number;
  fetch?: typeof globalThis.fetch;
  onFault: (message: string) => void;
}) => {
  let sending: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const post = async (event: StripeObject): Promise<string | undefined> => {
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret,
      timestamp: Math.floor(clock() / SECOND),
    });
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
        body: payload,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      return answer.ok ? undefined : `answered ${String(answer.status)}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const sendDue = async (): Promise<void> => {
    for (const { seq, event: id, tries } of store.dueDeliveries(clock())) {
      const event = store.read(id);
      const told = event === undefined ? 'is not kept any more' : await post(event);
      const wait = WAITS[tries];
      if (told === undefined) store.noteDelivery(seq, 'delivered', 0, 'answered 200');
      else if (wait === undefined || event === undefined) {
        store.noteDelivery(seq, 'failed', 0, told);
        onFault(`Stripe's event ${id} could not be delivered: ${told}`);
      } else store.noteDelivery(seq, 'pending', clock() + wait, told);
    }
  };

  /** Sends what is due; one at a time, so that events leave in their order. */
  const kick = (): Promise<void> => {
    sending ??= sendDue().finally(() => {
      sending = undefined;
    });
    return sending;
  };

  return {
    queue: (event: Readonly<{ id: string }>): void => {
      store.queueDelivery(event.id, clock());
    },
    kick,
    start: (each: () => void): void => {
      timer = setInterval(() => {
        each();
        kick().catch((error: unknown) => {
          onFault(`Stripe's events could not be sent: ${String(error)}`);
        });
      }, LOOK_EVERY);
    },
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await sending;
    },
  };
};
export type EventDelivery = ReturnType<typeof createEventDelivery>;
