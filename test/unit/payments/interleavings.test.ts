import * as fc from 'fast-check';
import type { StripeObject } from '../../../lib/local/stripe/stripe-store.ts';
import { balanceOf, createPaymentWorld, type PaymentWorld } from '../../support/payment-world.ts';

/** The process died here: nothing after it was done, and whether the call itself was, nobody knows. */
class Death extends Error {}

/** Stands around ports and lets a call die before it is made or after its effect, as `when` decides. */
const mortal = (when: () => 'live' | 'before' | 'after') => {
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const found: unknown = Reflect.get(target, name, receiver);
        if (typeof found !== 'function') return found;
        return (...given: unknown[]): unknown => {
          const made = (): unknown => Reflect.apply(found, target, given);
          const fate = when();
          if (fate === 'before') throw new Death(String(name));
          const result = made();
          if (!(result instanceof Promise)) return result;
          return result.then((value: unknown) => {
            if (fate === 'after') throw new Death(String(name));
            return value;
          });
        };
      },
    });
  return wrap;
};

/** What buyers, banks and the account's owner do, by what can be done at the moment. */
const ACTS: readonly ((world: PaymentWorld, session: string, part: number) => void)[] = [
  ({ bank }, session) => void bank.pay(session, { email: 'boss@bakery.example' }),
  ({ bank }, session) => void bank.pay(session, { email: 'boss@bakery.example', delayed: true }),
  ({ bank }, session) => void bank.succeed(session),
  ({ bank }, session) => void bank.expire(session),
  ({ bank, stripeStore }, _, part) =>
    void bank.refund(String(stripeStore.list('payment_intent')[0]?.id), 1 + (part % 20_000)),
  ({ bank, stripeStore }) => void bank.refund(String(stripeStore.list('payment_intent')[0]?.id), undefined),
  ({ bank, stripeStore }) => void bank.endRefund(String(stripeStore.list('refund')[0]?.id), 'failed'),
  ({ bank, stripeStore }) => void bank.endRefund(String(stripeStore.list('refund')[0]?.id), 'canceled'),
  ({ bank, stripeStore }) => void bank.dispute(String(stripeStore.list('payment_intent')[0]?.id)),
  ({ bank, stripeStore }) => void bank.closeDispute(String(stripeStore.list('dispute')[0]?.id), 'won'),
  ({ bank, stripeStore }) => void bank.closeDispute(String(stripeStore.list('dispute')[0]?.id), 'lost'),
];

/** Cents that Stripe holds for the account, by its own balance; refunds that came back and disputes included. */
const balanceAtStripe = (world: PaymentWorld): number =>
  world.stripeStore.list('balance_transaction').reduce((sum, one) => sum + Number(one['net']), 0);

type Plan = Readonly<{
  acts: readonly Readonly<{ act: number; part: number; deliver: readonly number[] }>[];
  deaths: readonly number[];
}>;

const plan: fc.Arbitrary<Plan> = fc.record({
  acts: fc.array(
    fc.record({
      act: fc.nat(ACTS.length - 1),
      part: fc.nat(30_000),
      deliver: fc.array(fc.nat(50), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  deaths: fc.array(fc.nat(400), { maxLength: 12 }),
});

/** Plays a plan: acts at Stripe, events delivered in any order, twice, two at once, each dying where the plan says, and at last all of them to the end. */
const play = async ({ acts, deaths }: Plan): Promise<PaymentWorld> => {
  const fatal = new Set(deaths);
  let calls = 0;
  let immortal = true;
  const wrap = mortal(() => {
    if (immortal) return 'live';
    calls += 1;
    return fatal.has(calls) ? (calls % 2 === 0 ? 'before' : 'after') : 'live';
  });
  const world = await createPaymentWorld({ wrap });
  const session = await world.click();
  const all: StripeObject[] = [];
  const deliver = async (event: StripeObject): Promise<void> => {
    try {
      await world.post(event);
      await world.handle(event.id);
    } catch (error) {
      if (!(error instanceof Death) && !String(error).includes('queued and is not kept')) throw error;
    }
  };
  immortal = false;
  for (const { act, part, deliver: which } of acts) {
    world.pass(1_000);
    try {
      ACTS[act]?.(world, session, part);
    } catch {
      // What cannot be done now is not done: a refund before the payment, a second dispute.
    }
    all.push(...world.events.splice(0));
    const chosen = which.flatMap((at) => all[at % Math.max(1, all.length)] ?? []);
    // Two workers take an event each at the same moment.
    for (let at = 0; at < chosen.length; at += 2) await Promise.all(chosen.slice(at, at + 2).map(deliver));
  }
  immortal = true;
  for (const event of [...all].reverse()) await deliver(event);
  return world;
};

test('whatever order, repetition and death, a payment is one sale and the ledger says what Stripe holds', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      const world = await play(given);
      const purchase = await world.purchase();
      const ledger = world.ledger();
      const paid = world.stripeStore.list('charge').length;
      expect(ledger.filter(({ kind }) => kind === 'sale')).toHaveLength(paid);
      expect(balanceOf(ledger, 'cash:stripe')).toBe(balanceAtStripe(world) * 10_000);
      for (const { entries } of ledger) expect(entries.reduce((sum, { amountMicro }) => sum + amountMicro, 0)).toBe(0);
      expect(new Set(ledger.map(({ id }) => id)).size).toBe(ledger.length);
      expect(purchase.paidAt !== null).toBe(paid === 1);
      const succeeded = world.stripeStore
        .list('refund')
        .filter(({ status }: Record<string, unknown>) => status === 'succeeded');
      expect(purchase.refundedAmount).toBe(succeeded.reduce((sum, one) => sum + Number(one['amount']), 0));
      // The report is ordered under the purchase's name, which the machine takes once.
      expect(new Set(world.startedReports.map((order) => JSON.stringify(order))).size).toBeLessThanOrEqual(1);
      if (purchase.fulfilledAt !== null) expect(world.startedReports.length).toBeGreaterThan(0);
      expect(world.emitted.filter(({ type }) => type === 'report.purchased').length).toBe(
        purchase.fulfilledAt === null ? 0 : 1,
      );
    }),
    { numRuns: 80, seed: 20_261_121 },
  );
});

test('events that were never delivered are made good by the reconciliation', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      const world = await play({ ...given, acts: given.acts.map((one) => ({ ...one, deliver: [] })), deaths: [] });
      const told = world.ledger();
      const lost = await createPaymentWorld();
      const session = await lost.click();
      for (const { act, part } of given.acts) {
        lost.pass(1_000);
        try {
          ACTS[act]?.(lost, session, part);
        } catch {
          // Not possible now.
        }
      }
      lost.pass(3_600_000);
      const found = await lost.reconcile();
      expect(found.unrepaired).toEqual([]);
      expect(lost.ledger().map(({ id, kind, entries }) => [id, kind, entries])).toEqual(
        told.map(({ id, kind, entries }) => [id, kind, entries]),
      );
      expect((await lost.reconcile()).repaired).toEqual([]);
    }),
    { numRuns: 40, seed: 7 },
  );
});

test('a death at each call of a settlement, one after another, loses nothing and books nothing twice', async () => {
  for (let fatal = 1; fatal < 120; fatal += 1) {
    let calls = 0;
    let immortal = true;
    const world = await createPaymentWorld({
      wrap: mortal(() => {
        if (immortal) return 'live';
        calls += 1;
        return calls === fatal ? (fatal % 2 === 0 ? 'before' : 'after') : 'live';
      }),
    });
    const session = await world.click();
    world.bank.pay(session, { email: 'boss@bakery.example' });
    immortal = false;
    const events = world.events.splice(0);
    for (let round = 0; round < 2; round += 1)
      for (const event of events)
        try {
          await world.post(event);
          await world.handle(event.id);
        } catch (error) {
          if (!(error instanceof Death) && !String(error).includes('queued and is not kept')) throw error;
        }
    const died = calls >= fatal;
    immortal = true;
    expect(await world.purchase()).toMatchObject({ state: 'fulfilled' });
    expect(world.ledger().map(({ kind }) => kind)).toEqual(['fee', 'sale']);
    expect(balanceOf(world.ledger(), 'cash:stripe')).toBe((39_900 - 1_187) * 10_000);
    if (!died) break;
  }
});
