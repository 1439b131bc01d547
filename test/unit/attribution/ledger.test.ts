import fc from 'fast-check';
import {
  type AboutSale,
  disputeTransaction,
  feeTransaction,
  refundTransaction,
  reversal,
  saleTransaction,
} from '../../../functions/attribution/ledger.ts';
import { microPerMinor, minorToMicro } from '../../../functions/platform/ledger/minor-units.ts';
import { UNATTRIBUTED } from '../../../functions/platform/ledger/sale-chain.ts';
import { imbalance, type LedgerTransaction } from '../../../functions/platform/ledger/transaction.ts';
import { campaignId, runId } from '../../support/sending-world.ts';

const chain = { ...UNATTRIBUTED, how: 'token' as const, campaignId, runId, domain: 'acme.example' };
const aboutA = (amount: number, currency = 'usd'): AboutSale => ({
  paymentIntentId: 'pi_1',
  amount: { amount, currency },
  at: '2026-11-21T09:00:00.000Z',
  chain,
});
const amounts = fc.integer({ min: 1, max: 900_000_000 });
const currencies = fc.constantFrom('usd', 'eur', 'jpy', 'kwd');

const lines = ({ entries }: LedgerTransaction) =>
  entries.map(({ account, amountMicro, currency }) => `${account} ${String(amountMicro)} ${currency}`);

test('a sale moves what Stripe holds to revenue, a cent as 10,000 millionths of a dollar', () => {
  const sale = saleTransaction(aboutA(39_900));
  expect(sale).toMatchObject({ id: 'sale#pi_1', kind: 'sale', campaignId, runId, paymentIntentId: 'pi_1', chain });
  expect(lines(sale)).toEqual(['cash:stripe 399000000 usd', 'revenue:reports -399000000 usd']);
});

test('a refund, a dispute and a fee each have an id of their own and belong to the campaign of the sale', () => {
  const refund = refundTransaction({ ...aboutA(10_000), refundId: 're_1' });
  expect(refund).toMatchObject({ id: 'refund#re_1', kind: 'refund', campaignId, runId, paymentIntentId: 'pi_1' });
  expect(lines(refund)).toEqual(['refunds:reports 100000000 usd', 'cash:stripe -100000000 usd']);
  const withdrawn = disputeTransaction({ ...aboutA(39_900), disputeId: 'dp_1', direction: 'withdrawn' });
  const reinstated = disputeTransaction({ ...aboutA(39_900), disputeId: 'dp_1', direction: 'reinstated' });
  expect([withdrawn.id, reinstated.id]).toEqual(['dispute#dp_1#withdrawn', 'dispute#dp_1#reinstated']);
  expect(lines(withdrawn)).toEqual(['disputes:reports 399000000 usd', 'cash:stripe -399000000 usd']);
  expect(lines(reinstated)).toEqual(['cash:stripe 399000000 usd', 'disputes:reports -399000000 usd']);
  const fee = feeTransaction({ ...aboutA(1_187), balanceTransactionId: 'txn_1' });
  expect(fee?.id).toBe('fee#txn_1');
  expect(fee === undefined ? [] : lines(fee)).toEqual([
    'expense:stripe_fees 11870000 usd',
    'cash:stripe -11870000 usd',
  ]);
});

test('no fee is no transaction, and a fee that Stripe gave back is booked the other way', () => {
  expect(feeTransaction({ ...aboutA(0), balanceTransactionId: 'txn_1' })).toBeUndefined();
  const back = feeTransaction({ ...aboutA(-1_187), balanceTransactionId: 'txn_2' });
  expect(back === undefined ? [] : lines(back)).toEqual([
    'expense:stripe_fees -11870000 usd',
    'cash:stripe 11870000 usd',
  ]);
});

test.each([0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER])('an amount of %d minor units is refused', (amount) => {
  expect(() => saleTransaction(aboutA(amount))).toThrow(RangeError);
  expect(() => refundTransaction({ ...aboutA(amount), refundId: 're' })).toThrow(RangeError);
  expect(() => disputeTransaction({ ...aboutA(amount), disputeId: 'dp', direction: 'withdrawn' })).toThrow(RangeError);
});

test('every transaction balances in its currency, and with its reversal comes to nothing in every account', () => {
  fc.assert(
    fc.property(amounts, currencies, (amount, currency) => {
      const about = aboutA(amount, currency);
      const all = [
        saleTransaction(about),
        refundTransaction({ ...about, refundId: 're_1' }),
        disputeTransaction({ ...about, disputeId: 'dp_1', direction: 'withdrawn' }),
        disputeTransaction({ ...about, disputeId: 'dp_1', direction: 'reinstated' }),
      ];
      for (const transaction of all) {
        const back = reversal(transaction, about.at);
        expect(imbalance(transaction.entries).size).toBe(0);
        expect(imbalance(back.entries).size).toBe(0);
        const accounts = new Map<string, number>();
        for (const entry of [...transaction.entries, ...back.entries])
          accounts.set(entry.account, (accounts.get(entry.account) ?? 0) + entry.amountMicro);
        expect([...accounts.values()].every((sum) => sum === 0)).toBe(true);
        expect(back).toMatchObject({ id: `reversal#${transaction.id}`, kind: 'reversal', reverses: transaction.id });
      }
    }),
  );
});

test('the reversal of a cost stays without a payment', () => {
  const cost: LedgerTransaction = {
    ...{ id: 'cost#c', kind: 'cost', at: '2026-11-21T09:00:00.000Z', campaignId: null, runId: null },
    entries: [
      { account: 'expense:copy', amountMicro: 5, currency: 'usd' },
      { account: 'payable:llm', amountMicro: -5, currency: 'usd' },
    ],
  };
  expect(reversal(cost, cost.at)).not.toHaveProperty('paymentIntentId');
});

test('minor units are of the size that Stripe gives them in each currency', () => {
  expect(['usd', 'jpy', 'kwd'].map(microPerMinor)).toEqual([10_000, 1_000_000, 1_000]);
  expect(minorToMicro({ amount: 399, currency: 'jpy' })).toBe(399_000_000);
});

test('an imbalance is named by currency', () => {
  const [debit, credit] = saleTransaction(aboutA(500)).entries;
  if (debit === undefined || credit === undefined) throw new Error('no lines');
  expect([...imbalance([debit, { ...credit, currency: 'eur' }])]).toEqual([
    ['usd', 5_000_000],
    ['eur', -5_000_000],
  ]);
});
