import * as fc from 'fast-check';
import { type Dispute, Purchase, type SeenRefund } from '../../../functions/payments/purchase.ts';
import {
  isBought,
  type Observation,
  observed,
  promisedOf,
  refundedOf,
} from '../../../functions/payments/purchase-state.ts';
import { instant } from '../../../functions/platform/time.ts';

const AT = '2026-11-21T09:00:00.000Z';
const begun: Purchase = Purchase.parse({
  id: 'pur_0000000001',
  workspaceId: 'ws_0000000001',
  token: 'att_1',
  reportId: 'rpt_0000000001',
  linkId: 'rlk_0000000001',
  linkToken: 'token',
  assessmentId: 'asm_0000000001',
  reportVersion: 0,
  messageId: null,
  campaignId: null,
  domain: 'bakery.example',
  companyName: null,
  amount: { amount: 39_900, currency: 'usd' },
  livemode: false,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
  referrer: null,
  landingPage: null,
  expiresAt: AT,
  ...{ sessionId: 'cs_test_1', sessionUrl: null, paymentIntentId: null, buyerEmail: null, chain: null },
  ...{ paidAt: null, fulfilledAt: null, expiredAt: null, failedAt: null, fee: null, flag: null },
  ...{ refunds: [], disputes: [], state: 'created', refundedAmount: 0, rev: 1, createdAt: AT, updatedAt: AT },
});

const moment = fc.integer({ min: 0, max: 1_000 }).map((n) => instant(Date.parse(AT) + n * 1_000));
const refund = fc
  .record({
    id: fc.constantFrom('re_1', 're_2', 're_3'),
    status: fc.constantFrom('requires_action', 'pending', 'succeeded', 'failed', 'canceled'),
  })
  .map(({ id, status }): SeenRefund => ({ id, status, amount: id === 're_1' ? 10_000 : 14_950, at: AT }));
const moved = (id: string, dispute: string) =>
  fc.option(fc.constant({ id: `${id}_${dispute}`, amount: 39_900, fee: { amount: 1_500, currency: 'usd' }, at: AT }));
const dispute = fc.constantFrom('dp_1', 'dp_2').chain((id) =>
  fc.record({
    id: fc.constant(id),
    amount: fc.constant(39_900),
    reason: fc.constant('fraudulent'),
    outcome: fc.constantFrom('open', 'lost', 'won'),
    withdrawn: moved('out', id),
    reinstated: moved('in', id),
  }),
) as fc.Arbitrary<Dispute>;
const byId = <One extends { id: string }>(list: readonly One[]): One[] => [
  ...new Map(list.map((one) => [one.id, one])).values(),
];
const sighting: fc.Arbitrary<Observation> = fc.record(
  {
    paymentIntentId: fc.constant('pi_1'),
    buyerEmail: fc.constant('boss@bakery.example'),
    paidAt: moment,
    expiredAt: moment,
    failedAt: moment,
    fulfilledAt: moment,
    fee: fc.constant({ balanceTransactionId: 'txn_1', amount: { amount: 1_187, currency: 'usd' } }),
    refunds: fc.array(refund, { maxLength: 3 }).map(byId),
    disputes: fc.array(dispute, { maxLength: 2 }).map(byId),
    flag: fc.constantFrom(
      { reason: 'wrong_amount' as const, detail: 'a' },
      { reason: 'wrong_mode' as const, detail: 'b' },
    ),
  },
  { requiredKeys: [] },
);
const after = (sightings: readonly Observation[]): Purchase => sightings.reduce(observed, begun);

test('the same sightings give the same purchase in any order, twice as well as once', () => {
  fc.assert(
    fc.property(
      fc.array(sighting, { maxLength: 8 }).chain((seen) =>
        fc.record({
          seen: fc.constant(seen),
          shuffled: fc.shuffledSubarray([...seen, ...seen], { minLength: 2 * seen.length }),
        }),
      ),
      ({ seen, shuffled }) => {
        expect(after(shuffled)).toEqual(after(seen));
      },
    ),
    { numRuns: 300 },
  );
});

test('a sighting that comes late changes nothing that it is behind of', () => {
  fc.assert(
    fc.property(fc.array(sighting, { minLength: 1, maxLength: 8 }), fc.nat(), (seen, which) => {
      const whole = after(seen);
      expect(observed(whole, seen[which % seen.length] ?? {})).toEqual(whole);
    }),
    { numRuns: 200 },
  );
});

test('what was paid stays paid, and what went back never exceeds what its refunds say', () => {
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 8 }), (seen) => {
      const purchase = after(seen);
      const paid = seen.some(({ paidAt }) => paidAt !== undefined);
      expect(purchase.paidAt !== null).toBe(paid);
      expect(['created', 'expired', 'failed'].includes(purchase.state)).toBe(!paid);
      expect(purchase.refundedAmount).toBe(refundedOf(purchase.refunds));
      expect(promisedOf(purchase.refunds)).toBeGreaterThanOrEqual(purchase.refundedAmount);
      expect(Purchase.parse(purchase)).toEqual(purchase);
    }),
    { numRuns: 300 },
  );
});

const paid: Observation = { paidAt: AT };
const refundOf = (amount: number, status: SeenRefund['status'] = 'succeeded'): Observation => ({
  refunds: [{ id: `re_${String(amount)}`, amount, status, at: AT }],
});
const move = { id: 'txn_2', amount: 39_900, fee: { amount: 1_500, currency: 'usd' }, at: AT };
const disputeOf = (outcome: Dispute['outcome'], withdrawn = true, reinstated = false): Observation => ({
  disputes: [
    {
      id: 'dp_1',
      amount: 39_900,
      reason: 'fraudulent',
      outcome,
      withdrawn: withdrawn ? move : null,
      reinstated: reinstated ? { ...move, id: 'txn_3' } : null,
    },
  ],
});

test.each([
  [[], 'created'],
  [[{ expiredAt: AT }], 'expired'],
  [[{ failedAt: AT }], 'failed'],
  [[{ failedAt: AT }, { expiredAt: AT }], 'failed'],
  [[{ expiredAt: AT }, paid], 'paid'],
  [[paid, { failedAt: AT }], 'paid'],
  [[paid, { fulfilledAt: AT }], 'fulfilled'],
  [[paid, refundOf(100, 'pending')], 'paid'],
  [[paid, refundOf(100)], 'partly_refunded'],
  [[paid, refundOf(39_900)], 'refunded'],
  [[paid, refundOf(39_900), refundOf(39_900, 'failed')], 'paid'],
  [[refundOf(39_900), paid, { fulfilledAt: AT }], 'refunded'],
  [[paid, disputeOf('open', false)], 'disputed'],
  [[paid, disputeOf('open')], 'disputed'],
  [[paid, disputeOf('lost')], 'disputed'],
  [[paid, disputeOf('lost', false)], 'paid'],
  [[paid, { fulfilledAt: AT }, disputeOf('won', true, true)], 'fulfilled'],
  [[paid, disputeOf('won', true, true), refundOf(39_900)], 'refunded'],
] as const)('%j is %s', (seen, state) => {
  expect(after(seen as readonly Observation[]).state).toBe(state);
});

test.each([
  ['created', false],
  ['paid', true],
  ['fulfilled', true],
  ['partly_refunded', true],
  ['disputed', true],
  ['refunded', false],
  ['expired', false],
  ['failed', false],
] as const)('a purchase that is %s keeps the report from being sold again: %s', (state, bought) => {
  expect(isBought({ state })).toBe(bought);
});

test('of two flags the graver one stands, whichever came first', () => {
  const amount = { reason: 'wrong_amount' as const, detail: 'a' };
  const mode = { reason: 'wrong_mode' as const, detail: 'b' };
  for (const seen of [
    [{ flag: amount }, { flag: mode }],
    [{ flag: mode }, { flag: amount }],
    [{ flag: mode }, {}],
  ])
    expect(after(seen).flag).toEqual(mode);
});
