import type { LedgerProof } from '../../../functions/payments/ledger-proof.ts';
import { createStripePayments } from '../../../functions/payments/stripe-payments.ts';
import { createVerifyAllLedgers } from '../../../functions/payments/verify-all-ledgers.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { purchaseRefKey } from '../../../functions/platform/keys.ts';
import { type Log, silentLog } from '../../../functions/platform/log.ts';
import { DAY } from '../../../functions/platform/time.ts';
import { createSalesWorld, type SalesWorld } from '../../support/sales-world.ts';
import { workspaceId } from '../../support/sending-world.ts';

const verifyAllOf = (
  { proof, clock }: SalesWorld,
  more: Partial<Parameters<typeof createVerifyAllLedgers>[0]> = {},
) => {
  const lines: string[] = [];
  const errors: unknown[] = [];
  const log: Log = { ...silentLog, error: (message, fields) => errors.push({ message, ...fields }) };
  const write = (line: string) => lines.push(line);
  const run = createVerifyAllLedgers({ ...proof, log, clock, write, ...more });
  const metrics = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { run, metrics, errors };
};

const soldWorld = async () => {
  const world = await createSalesWorld();
  await world.send(0);
  world.wait(DAY);
  return { ...world, sold: await world.sell(world.mail(0).id, null) };
};

test('the daily proof goes over every workspace that booked something and says that it was there', async () => {
  const { run, metrics, errors } = verifyAllOf(await soldWorld());
  expect(await run()).toEqual({ workspaces: 1, deviations: 0 });
  expect(metrics()).toMatchObject([{ service: 'ledger', LedgerDeviations: 0, LedgerProofs: 1 }]);
  expect(errors).toEqual([]);
});

test('a workspace of which only Stripe knows a payment is proved too', async () => {
  const world = await createSalesWorld();
  const begun = await world.begin(null);
  world.stripe.pay(begun.sessionId ?? '', 'jo@acme.example');
  const { run, metrics, errors } = verifyAllOf(world);
  expect(await run()).toEqual({ workspaces: 1, deviations: 1 });
  expect(metrics()).toMatchObject([{ LedgerDeviations: 1 }]);
  expect(errors).toMatchObject([{ workspaceId, reason: expect.stringContaining('payment_unknown') as unknown }]);
});

test('a payment that carries a token of ours and leads to no purchase is told; another product’s is not ours', async () => {
  const world = await soldWorld();
  for (const reference of [world.sold.sessionId, world.sold.token])
    await world.table.remove(purchaseRefKey(reference ?? ''));
  const foreign = world.stripe.begin('', { amount: 500, currency: 'usd' });
  world.stripe.pay(foreign, 'jo@acme.example');
  const port = {
    ...world.stripe.port,
    sessionsSince: async function* (second: number) {
      for await (const session of world.stripe.port.sessionsSince(second))
        yield session.id === foreign ? { ...session, metadata: null } : session;
    },
  };
  const stripePayments = createStripePayments({
    open: () => Promise.resolve({ stripe: port, livemode: false }),
    ...{ purchases: world.purchases, clock: world.clock },
  });
  const { run, errors } = verifyAllOf(world, { stripePayments });
  expect(await run()).toEqual({ workspaces: 1, deviations: 1 });
  expect(errors).toMatchObject([{ reason: expect.stringContaining(world.sold.sessionId ?? '') as unknown }]);
});

test('sessions whose payment is told by its id alone, or that took none, are read', async () => {
  const world = await soldWorld();
  const asked = async (intent: string | null) => {
    const port = {
      ...world.stripe.port,
      sessionsSince: async function* (second: number) {
        for await (const session of world.stripe.port.sessionsSince(second))
          yield { ...session, payment_intent: intent };
      },
    };
    const payments = createStripePayments({
      open: () => Promise.resolve({ stripe: port, livemode: false }),
      ...{ purchases: world.purchases, clock: world.clock },
    });
    return (await payments())?.map(({ paymentIntentId }) => paymentIntentId);
  };
  expect(await asked('pi_9')).toEqual(['pi_9']);
  expect(await asked(null)).toEqual([null]);
});

test('without a Stripe account the ledgers are proved by themselves', async () => {
  const world = await soldWorld();
  const stripePayments = createStripePayments({
    open: () => Promise.resolve(undefined),
    ...{ purchases: world.purchases, clock: world.clock },
  });
  expect(await stripePayments()).toBeNull();
  const seen: unknown[] = [];
  const verify = (of: WorkspaceId, payments: unknown): Promise<LedgerProof> => {
    seen.push(payments);
    return world.proof.verify(of, null);
  };
  expect(await verifyAllOf(world, { stripePayments, verify }).run()).toEqual({ workspaces: 1, deviations: 0 });
  expect(seen).toEqual([null]);
});

test('a ledger that cannot be read keeps no other from being proved, and the run fails', async () => {
  const world = await soldWorld();
  const broken = WorkspaceId.parse('ws_01jd0000000000000000000009');
  const ledger = { workspaces: () => Promise.resolve([broken, workspaceId]) };
  const verify = (of: WorkspaceId): Promise<LedgerProof> =>
    of === broken ? Promise.reject(new Error('no')) : world.proof.verify(of, null);
  const { run, metrics, errors } = verifyAllOf(world, { ledger, verify });
  await expect(run()).rejects.toThrow('1 ledgers could not be proved');
  expect(metrics()[0]).toMatchObject({ LedgerDeviations: 0 });
  expect(metrics()[0]).not.toHaveProperty('LedgerProofs');
  expect(errors).toMatchObject([{ workspaceId: broken }]);
});
