import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { createHoldRuns } from '../../../functions/campaigns/hold-runs.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { createServeCampaigns } from '../../../functions/campaigns/serve-campaigns.ts';
import { createStartRun } from '../../../functions/campaigns/start-run.ts';
import type { Principal } from '../../../functions/platform/http/principal.ts';
import { RunId } from '../../../functions/platform/ids.ts';
import { GATE_SHARDS, runGateKey } from '../../../functions/platform/keys.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, seedCampaign, seedRun, workspaceId } from '../../support/sending-world.ts';

const clock = () => Date.parse('2026-11-23T09:00:00.000Z');
const [first, second, third] = [1, 2, 3].map((n) => RunId.parse(`run_01jd000000000000000000000${String(n)}`)) as [
  RunId,
  RunId,
  RunId,
];

const setUp = async () => {
  const table = createMemoryTable();
  const runs = createRunStore(table, clock);
  const campaigns = createCampaignStore(table, clock);
  await seedCampaign(table, clock, 0);
  for (const id of [first, second, third]) await seedRun(table, clock, { id });
  const machine = { start: () => Promise.resolve('arn'), stop: () => Promise.resolve() };
  const icps = createIcpStore(table, clock);
  const handlers = createServeCampaigns({
    ...{ icps, campaigns, runs, holdRuns: createHoldRuns(runs) },
    startRun: () => Promise.reject(new Error('not here')),
    cancelRun: () => Promise.resolve('unknown'),
  });
  const principal: Principal = { kind: 'member', id: 'm', workspaceId, role: 'owner', mode: 'sandbox' };
  const set = (status: 'active' | 'paused') =>
    handlers.updateCampaign({ principal, params: { campaignId }, query: {}, body: { status }, headers: {} } as never);
  const gateOf = async (runId: RunId) => {
    const gates = await Promise.all(
      Array.from({ length: GATE_SHARDS }, (_, shard) => table.get(runGateKey(workspaceId, runId, shard))),
    );
    return [...new Set(gates.map((gate) => (gate?.['open'] === true ? 'open' : String(gate?.['reason']))))];
  };
  return { table, runs, campaigns, icps, machine, set, gateOf };
};

test('pausing a campaign holds every run of it that goes on, not only the last', async () => {
  const { set, gateOf } = await setUp();
  await set('paused');
  for (const id of [first, second, third]) expect(await gateOf(id)).toEqual(['campaign_paused']);
  await set('active');
  for (const id of [first, second, third]) expect(await gateOf(id)).toEqual(['open']);
});

test('resuming opens only what the pause closed: a cost cap, a failure and a cancellation outlast it', async () => {
  const { runs, set, gateOf } = await setUp();
  await runs.setGates(workspaceId, first, false, 'cost_cap');
  await set('paused');
  await runs.setGates(workspaceId, second, false, 'run_cancelled');
  await set('active');
  expect(await Promise.all([first, second, third].map(gateOf))).toEqual([['cost_cap'], ['run_cancelled'], ['open']]);
});

test('a run that is started while its campaign is being paused starts with its gates closed', async () => {
  const { table, campaigns, runs, icps, machine, gateOf } = await setUp();
  const campaign = await campaigns.get(workspaceId, campaignId);
  const icp = await icps.create(workspaceId, campaign?.icpId as never, { name: 'Software' } as never);
  const startRun = createStartRun({
    ...{ icps, campaigns, machine, clock, clockFactor: 1, checkLaunch: () => Promise.resolve([]) },
    runs: {
      ...runs,
      // Who pauses looks for runs just before this one is there.
      create: async (run) => {
        await campaigns.update(workspaceId, campaignId, { status: 'paused' });
        await createHoldRuns(createRunStore(table, clock))(workspaceId, campaignId, true);
        await runs.create(run);
      },
    },
  });
  const started = await startRun(workspaceId, { ...campaign, icpId: icp.id } as never, 'sandbox');
  expect(started.ok && (await gateOf(started.run.id))).toEqual(['campaign_paused']);
});

test('gates that other transactions hold are tried again, and closing them never seems to have worked when it has not', async () => {
  const { table } = await setUp();
  let held = 3;
  const busy: Table = {
    ...table,
    transact: async (actions, options) => {
      held -= 1;
      return held >= 0
        ? { ok: false, conflict: true, reasons: [{ code: 'TransactionConflict' }] }
        : table.transact(actions, options);
    },
  };
  const runs = createRunStore(busy, clock);
  await runs.setGates(workspaceId, first, false, 'run_cancelled');
  expect(await table.get(runGateKey(workspaceId, first, 0))).toMatchObject({ open: false });
  held = 1_000;
  await expect(runs.setGates(workspaceId, second, false, 'run_cancelled')).rejects.toThrow('gates');
});
