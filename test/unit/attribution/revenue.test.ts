import fc from 'fast-check';
import { Revenue, revenueOf } from '../../../functions/attribution/revenue.ts';
import { costTransaction } from '../../../functions/platform/ledger/paid-call.ts';
import { addSums, sumsOf } from '../../../functions/platform/ledger/rollup.ts';
import { DAY } from '../../../functions/platform/time.ts';
import { createSalesWorld } from '../../support/sales-world.ts';
import { campaignId, runId, workspaceId } from '../../support/sending-world.ts';

const at = '2026-11-21T09:00:00.000Z';
const cost = (microUsd: number) => costTransaction({ call: 'x', kind: 'copy', microUsd, at, campaignId, runId });

test('nothing at all is zero everywhere, with a return that is undefined and says so', () => {
  const nothing = { count: 0, amount: 0 };
  expect(revenueOf({})).toEqual([
    {
      ...{ currency: 'usd', sales: 0, gross: 0, refunds: nothing, disputes: nothing, net: 0, roi: null },
      costs: { total: 0, stripeFees: 0, sending: 0, copy: 0, discovery: 0, contacts: 0, assessment: 0 },
      roiText: 'undefined: nothing was spent',
    },
  ]);
});

test('a run and its campaign show what was sold, given back, held, spent, and what that returned', async () => {
  const { send, wait, mail, sell, settle, stripe, ledger } = await createSalesWorld();
  await send(0);
  await send(1);
  wait(DAY);
  const sold = await sell(mail(0).id, mail(0).address);
  const held = await sell(mail(1).id, null);
  stripe.refund(sold.paymentIntentId ?? '', 10_000);
  await settle(sold);
  stripe.dispute(held.paymentIntentId ?? '');
  await settle(held);
  const spent = cost(10_260_000);
  if (spent !== undefined) await ledger.append(workspaceId, spent);
  const [revenue] = revenueOf(await ledger.sums(workspaceId, { of: 'run', runId }));
  expect(revenue).toEqual({
    ...{ currency: 'usd', sales: 2, gross: 798 },
    refunds: { count: 1, amount: 100 },
    disputes: { count: 1, amount: 399 },
    // 2 × (2.9 % + 30 ¢), and Stripe's $15 for a dispute.
    costs: {
      ...{ total: 49, stripeFees: 38.74, copy: 10.26 },
      ...{ sending: 0, discovery: 0, contacts: 0, assessment: 0 },
    },
    ...{ net: 250, roi: 250 / 49, roiText: '510 %' },
  });
  expect(revenueOf(await ledger.sums(workspaceId, { of: 'campaign', campaignId }))).toEqual([revenue]);
});

test('a dispute that was won leaves the sale as it was, but for the fee', async () => {
  const { send, wait, mail, sell, settle, stripe, ledger } = await createSalesWorld();
  await send(0);
  wait(DAY);
  const sold = await sell(mail(0).id, null);
  const dispute = stripe.dispute(sold.paymentIntentId ?? '');
  await settle(sold);
  stripe.endDispute(dispute, true);
  await settle(sold);
  expect(revenueOf(await ledger.sums(workspaceId, { of: 'run', runId }))[0]).toMatchObject({
    ...{ gross: 399, disputes: { count: 0, amount: 0 }, costs: { stripeFees: 26.87 } },
  });
});

test('each currency stands by itself', async () => {
  const { send, wait, mail, sell, ledger } = await createSalesWorld();
  await send(0);
  wait(DAY);
  await sell(mail(0).id, null, { amount: 50_000, currency: 'jpy' });
  const all = revenueOf(await ledger.sums(workspaceId, { of: 'run', runId }));
  expect(all.map(({ currency, sales, gross }) => [currency, sales, gross])).toEqual([
    ['jpy', 1, 50_000],
    ['usd', 0, 0],
  ]);
});

test('net is what came in less everything that went out, whatever was booked', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { maxLength: 6 }), (costs) => {
      const [revenue] = revenueOf(addSums(costs.flatMap((microUsd) => cost(microUsd) ?? []).map(sumsOf)));
      const total = costs.reduce((sum, one) => sum + one, 0) / 1_000_000;
      expect(Revenue.parse(revenue)).toMatchObject({ costs: { total, copy: total }, net: total === 0 ? 0 : -total });
      expect(revenue?.roi).toBe(costs.length === 0 ? null : -1);
    }),
  );
});
