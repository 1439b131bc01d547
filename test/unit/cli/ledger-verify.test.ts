import type { ApiClient } from '../../../bin/cli/api-client.ts';
import { findCommand } from '../../../bin/cli/commands.ts';
import { LedgerProof } from '../../../functions/payments/ledger-proof.ts';
import { silentOutput } from '../../support/cli-output.ts';

const counts = {
  ...{ transactions: 12, sales: 3, refunds: 1, disputes: 1, fees: 4, costs: 2, reversals: 1 },
  ...{ unattributed: 1, purchases: 3, stripePayments: 3, rollups: 7 },
};
const holding: LedgerProof = {
  ...{ provedAt: '2026-11-21T09:00:00.000Z', holds: true, counts, deviationCount: 0, deviations: [] },
};
const broken: LedgerProof = {
  ...holding,
  holds: false,
  deviationCount: 3,
  deviations: [
    { rule: 'unbalanced', subject: 'sale#pi_1', detail: 'its lines sum to 5 millionths of usd, not to zero' },
  ],
};

const verify = async (proof: LedgerProof, json: boolean) => {
  const { output, printed } = silentOutput(json);
  const asked: string[] = [];
  const call: ApiClient['call'] = (method, path, schema) => {
    asked.push(`${method} ${path}`);
    return Promise.resolve(schema.parse(proof));
  };
  const task = findCommand(['ledger', 'verify'])?.command.prepare(json ? ['--json'] : []);
  if (task?.needs !== 'system') throw new Error('no command');
  const api = { call, url: '' } as ApiClient;
  return { code: await task.run({ ...output, api }), printed, asked };
};

test('a ledger that holds is told with what was looked at, and the exit code is 0', async () => {
  const { code, printed, asked } = await verify(holding, false);
  expect(code).toBe(0);
  expect(asked).toEqual(['POST /ledger/verify']);
  expect(printed.join('\n')).toBe(`Ledger as of 2026-11-21T09:00:00.000Z
  12 transactions: 3 sales, 1 refund, 1 dispute movement, 4 fees, 2 costs, 1 reversal
  3 paid purchases, 3 payments at Stripe; 1 sale UNATTRIBUTED
  7 sums replayed
Holds: 0 deviations.`);
});

test('deviations are named, those that are not shown counted, and the exit code is not 0', async () => {
  const { code, printed } = await verify(broken, false);
  expect(code).toBe(1);
  expect(printed.join('\n')).toContain(`Does not hold: 3 deviations.
  unbalanced  sale#pi_1  its lines sum to 5 millionths of usd, not to zero
  and 2 more`);
});

test('without a Stripe account it says so', async () => {
  const { printed } = await verify({ ...holding, counts: { ...counts, stripePayments: null } }, false);
  expect(printed.join('\n')).toContain('3 paid purchases, Stripe was not asked: there is no account');
});

test('as JSON it is the proof itself, and the exit code says the same', async () => {
  const { code, printed } = await verify(broken, true);
  expect(code).toBe(1);
  expect(LedgerProof.parse(JSON.parse(printed.join('')))).toEqual(broken);
});
