import { ledgerProofRoutes } from '../../../functions/payments/ledger-contract.ts';
import type { LedgerProof } from '../../../functions/payments/ledger-proof.ts';
import { type Context, defineCommand } from '../command.ts';

/** What was looked at, in words. */
export const proofText = ({ counts, deviations, deviationCount, holds, provedAt }: LedgerProof): string => {
  const of = (n: number, one: string, many = `${one}s`): string => `${String(n)} ${n === 1 ? one : many}`;
  const stripe = counts.stripePayments === null ? 'Stripe was not asked: there is no account' : '';
  const compared = counts.stripePayments === null ? stripe : `${of(counts.stripePayments, 'payment')} at Stripe`;
  const lines = [
    `Ledger as of ${provedAt}`,
    `  ${of(counts.transactions, 'transaction')}: ${of(counts.sales, 'sale')}, ${of(counts.refunds, 'refund')}, ${of(counts.disputes, 'dispute movement')}, ${of(counts.fees, 'fee')}, ${of(counts.costs, 'cost')}, ${of(counts.reversals, 'reversal')}`,
    `  ${of(counts.purchases, 'paid purchase')}, ${compared}; ${of(counts.unattributed, 'sale')} UNATTRIBUTED`,
    `  ${of(counts.rollups, 'sum')} replayed`,
    holds ? 'Holds: 0 deviations.' : `Does not hold: ${of(deviationCount, 'deviation')}.`,
  ];
  const found = deviations.map(({ rule, subject, detail }) => `  ${rule}  ${subject}  ${detail}`);
  const more = deviationCount - deviations.length;
  return [...lines, ...found, ...(more > 0 ? [`  and ${String(more)} more`] : [])].join('\n');
};

const run = async ({ api, print, json }: Context): Promise<number> => {
  const proof = await api.call('POST', '/ledger/verify', ledgerProofRoutes.verifyLedger.response);
  print(json ? JSON.stringify(proof) : proofText(proof));
  return proof.holds ? 0 : 1;
};

export const ledgerVerifyCommand = defineCommand({
  name: 'ledger verify',
  usage: `  throughline ledger verify [--json]
      Prove the ledger: each payment booked once, each sale led back to its mail or UNATTRIBUTED, every sum equal to its
      entries. Exit code 1 when something does not hold.`,
  options: {},
  prepare: () => ({ needs: 'system', run }),
});
