import { marshall } from '@aws-sdk/util-dynamodb';
import type { WebhookEvent } from '../../../functions/accounts/webhook-event.ts';
import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { createCancelRun } from '../../../functions/campaigns/cancel-run.ts';
import { createCloseRun } from '../../../functions/campaigns/close-run.ts';
import { createFailRun } from '../../../functions/campaigns/fail-run.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { createProjectRunCounters } from '../../../functions/campaigns/project-run-counters.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { createSettleRun } from '../../../functions/campaigns/settle-run.ts';
import { createStartRun } from '../../../functions/campaigns/start-run.ts';
import { CampaignId, IcpId, ImportId, newId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { messageIdOf, messageKey, runGateKey } from '../../../functions/platform/keys.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const clock = () => Date.parse('2026-11-21T09:00:00.000Z');

const setUp = async () => {
  const table = createMemoryTable();
  const icps = createIcpStore(table, clock);
  const campaigns = createCampaignStore(table, clock);
  const runs = createRunStore(table, clock);
  const started: string[] = [];
  const stopped: string[] = [];
  const machine = {
    start: async ({ runId }: { runId: string }) => {
      started.push(runId);
      return `arn:aws:states:eu-west-1:000000000000:execution:campaign-run:${runId}`;
    },
    stop: async (arn: string) => {
      stopped.push(arn);
    },
  };
  const workspaceId = newId(WorkspaceId, 'ws');
  const icp = await icps.create(workspaceId, newId(IcpId, 'icp'), IcpCriteria.parse({ name: 'Software' }));
  const campaign = await campaigns.create(workspaceId, {
    id: newId(CampaignId, 'cmp'),
    name: 'Autumn',
    icpId: icp.id,
    icpVersion: 1,
    offer: { product: 'P', oneLiner: 'One.', problems: ['A.'], benefits: ['B.'], proof: [], callToAction: 'C?' },
    sender: { name: 'Sam', email: 'sam@sender.example', legalName: 'Sender Ltd', postalAddress: '1 Street' },
    companyImports: [newId(ImportId, 'imp')],
    contactImports: [],
    approval: 'review',
    contactsPerCompany: 3,
    readWebsites: true,
    costCapUsd: 1,
  });
  const asked: string[] = [];
  const failing: { id: string; what: string; mend: string | null }[] = [];
  const checkLaunch = (_workspace: WorkspaceId, id: string) => {
    asked.push(id);
    return Promise.resolve(failing);
  };
  const startRun = createStartRun({ icps, campaigns, runs, machine, checkLaunch, clock, clockFactor: 720 });
  const start = async () => {
    const outcome = await startRun(workspaceId, campaign, 'sandbox');
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.run;
  };
  const parts = { table, icps, campaigns, runs, machine, started, stopped, workspaceId, icp, campaign, start };
  return { ...parts, startRun, asked, failing };
};

test('a live run starts only when nothing stands against it; a sandbox, which reaches nobody, is not asked', async () => {
  const { startRun, workspaceId, campaign, asked, failing, started } = await setUp();
  expect((await startRun(workspaceId, campaign, 'sandbox')).ok).toBe(true);
  expect(asked).toEqual([]);
  failing.push({ id: 'spf', what: 'acme.example has no SPF record.', mend: 'Publish one.' });
  expect(await startRun(workspaceId, campaign, 'live')).toEqual({ ok: false, reason: 'preflight', failing });
  expect(started).toHaveLength(1);
  failing.pop();
  expect((await startRun(workspaceId, campaign, 'live')).ok).toBe(true);
  expect(asked).toEqual([campaign.id, campaign.id]);
});

const putMessage = async (
  { table, workspaceId }: Awaited<ReturnType<typeof setUp>>,
  runId: string,
  address: string,
  state: string,
) => {
  const id = messageIdOf(runId as never, address, 1);
  const item = { ...messageKey(workspaceId, id), type: 'Message', workspaceId, runId, state };
  await table.put(item);
  return item;
};

test('a run keeps the ICP version it started with, and its machine is named by its id', async () => {
  const world = await setUp();
  const run = await world.start();
  await world.icps.update(world.workspaceId, world.icp.id, IcpCriteria.parse({ name: 'Hardware' }));
  expect((await world.runs.get(world.workspaceId, run.id))?.icpVersion).toBe(1);
  expect(world.started).toEqual([run.id]);
  expect((await world.icps.version(world.workspaceId, world.icp.id, 1))?.name).toBe('Software');
  expect((await world.icps.version(world.workspaceId, world.icp.id, 2))?.name).toBe('Hardware');
});

test('another workspace finds neither the run nor the campaign nor the ICP', async () => {
  const world = await setUp();
  const run = await world.start();
  const stranger = newId(WorkspaceId, 'ws');
  expect(await world.runs.get(stranger, run.id)).toBeUndefined();
  expect(await world.campaigns.get(stranger, world.campaign.id)).toBeUndefined();
  expect(await world.icps.get(stranger, world.icp.id)).toBeUndefined();
});

test('cancelling closes every gate before the machine stops, and a closed run stays closed', async () => {
  const world = await setUp();
  const run = await world.start();
  const cancel = createCancelRun({ runs: world.runs, machine: world.machine, clock });
  expect(await cancel(world.workspaceId, run.id)).toBe('cancelled');
  for (const shard of [0, 1, 2, 3])
    expect(await world.table.get(runGateKey(world.workspaceId, run.id, shard))).toMatchObject({
      open: false,
      reason: 'run_cancelled',
    });
  expect(world.stopped).toHaveLength(1);
  expect(await cancel(world.workspaceId, run.id)).toBe('closed');
  await createCloseRun({ runs: world.runs, emit: async () => undefined, clock })({
    run: { workspaceId: world.workspaceId, campaignId: run.campaignId, runId: run.id },
  });
  expect((await world.runs.get(world.workspaceId, run.id))?.status).toBe('cancelled');
});

test('cancelling a run that has batches at a model closes it and leaves its machine to take them back', async () => {
  const world = await setUp();
  const run = await world.start();
  await world.runs.change(world.workspaceId, run.id, { status: 'running', batchesOut: true });
  await world.runs.addCounters(
    world.workspaceId,
    run.id,
    { scored: 1 },
    { key: { pk: 'ONCE#x', sk: 'ONCE' }, ttl: 9_999_999_999 },
  );
  expect((await world.runs.view(world.workspaceId, run.id))?.step).toBe('Advance copy batches');
  const cancel = createCancelRun({ runs: world.runs, machine: world.machine, clock });
  expect(await cancel(world.workspaceId, run.id)).toBe('cancelled');
  expect(world.stopped).toEqual([]);
  expect((await world.runs.view(world.workspaceId, run.id))?.status).toBe('cancelled');
  expect(await world.table.get(runGateKey(world.workspaceId, run.id, 0))).toMatchObject({ open: false });
  // The mark of the step that looks at batches: refused from here on.
  expect(await world.runs.change(world.workspaceId, run.id, { batchesOut: true })).toBe(false);
});

test('a cancel that comes while the batches are marked leaves the machine, whichever it read first', async () => {
  const world = await setUp();
  const run = await world.start();
  const marksMeanwhile = {
    ...world.runs,
    setGates: async (...given: Parameters<typeof world.runs.setGates>) => {
      await world.runs.setGates(...given);
      await world.runs.change(world.workspaceId, run.id, { batchesOut: true });
    },
  };
  const cancel = createCancelRun({ runs: marksMeanwhile, machine: world.machine, clock });
  expect(await cancel(world.workspaceId, run.id)).toBe('cancelled');
  expect(world.stopped).toEqual([]);
});

test('a run that completes is told of once, by its id; a cancelled one is not', async () => {
  const world = await setUp();
  const told: WebhookEvent[] = [];
  const close = createCloseRun({
    runs: world.runs,
    emit: async (_workspace, event) => {
      told.push(event);
    },
    clock,
    pause: async () => undefined,
  });
  const run = await world.start();
  const input = { run: { workspaceId: world.workspaceId, campaignId: run.campaignId, runId: run.id } };
  await close(input);
  await close(input);
  expect(new Set(told.map(({ id }) => id))).toEqual(new Set([run.id]));
  expect(told[0]).toMatchObject({ type: 'run.completed', data: { campaignId: run.campaignId, mode: 'sandbox' } });
});

test('a failed run tells why in words and sends nothing more', async () => {
  const world = await setUp();
  const run = await world.start();
  const fail = createFailRun({ runs: world.runs, clock });
  const input = { workspaceId: world.workspaceId, campaignId: run.campaignId, runId: run.id };
  const cause = JSON.stringify({ errorType: 'CannotPlan', errorMessage: 'The campaign no longer exists.' });
  await fail({ run: input, failure: { Error: 'CannotPlan', Cause: cause } });
  const view = await world.runs.view(world.workspaceId, run.id);
  expect(view).toMatchObject({ status: 'failed', problem: 'The campaign no longer exists.' });
  expect(await world.table.get(runGateKey(world.workspaceId, run.id, 2))).toMatchObject({ open: false });
});

describe('settling', () => {
  const answers = () => {
    const tokens: string[] = [];
    const answer = async (token: string) => {
      tokens.push(token);
      return 'answered' as const;
    };
    return { tokens, answer };
  };

  test('a run waiting for delivery goes on only when every message is in a final state', async () => {
    const world = await setUp();
    const run = await world.start();
    const { tokens, answer } = answers();
    const settle = createSettleRun({ runs: world.runs, answer });
    await putMessage(world, run.id, 'a@x.example', 'delivered');
    const open = await putMessage(world, run.id, 'b@x.example', 'accepted');
    await world.runs.keepToken(world.workspaceId, run.id, 'delivery', 'token-1');
    await settle(world.workspaceId, run.id);
    expect(tokens).toEqual([]);
    await world.table.put({ ...open, state: 'bounced' });
    await settle(world.workspaceId, run.id);
    expect(tokens).toEqual(['token-1']);
  });

  test('a run waiting for approval goes on when no draft is left, whatever else is open', async () => {
    const world = await setUp();
    const run = await world.start();
    const { tokens, answer } = answers();
    const settle = createSettleRun({ runs: world.runs, answer });
    const held = await putMessage(world, run.id, 'a@x.example', 'draft');
    await world.runs.keepToken(world.workspaceId, run.id, 'approval', 'token-2');
    await settle(world.workspaceId, run.id);
    expect(tokens).toEqual([]);
    await world.table.put({ ...held, state: 'approved' });
    await settle(world.workspaceId, run.id);
    expect(tokens).toEqual(['token-2']);
  });

  test('the projection moves each batch once, settles the run, and closes the gates at the cost cap', async () => {
    const world = await setUp();
    const run = await world.start();
    const { tokens, answer } = answers();
    const settle = createSettleRun({ runs: world.runs, answer });
    const project = createProjectRunCounters({ runs: world.runs, settle, clock });
    await world.runs.keepToken(world.workspaceId, run.id, 'delivery', 'token-3');
    const item = await putMessage(world, run.id, 'a@x.example', 'delivered');
    const record = (after: object, before?: object) => ({
      eventID: `e-${JSON.stringify(after).length}-${String(before === undefined)}`,
      dynamodb: {
        NewImage: marshall(after) as never,
        ...(before === undefined ? {} : { OldImage: marshall(before) as never }),
      },
    });
    const batch = {
      Records: [
        record({ ...item, state: 'approved' }),
        record({ ...item, costMicroUsd: 2_000_000 }, { ...item, state: 'approved' }),
      ],
    };
    await project(batch);
    await project(batch);
    const view = await world.runs.view(world.workspaceId, run.id);
    expect(view?.recipients).toEqual({ total: 1, byState: { delivered: 1 } });
    expect(view?.costUsd).toBe(2);
    expect(new Set(tokens)).toEqual(new Set(['token-3']));
    expect(await world.table.get(runGateKey(world.workspaceId, run.id, 0))).toMatchObject({
      open: false,
      reason: 'cost_cap',
    });
    expect(view?.warnings).toEqual([expect.stringContaining('cost cap of $1.00 is reached')]);
  });
});

test('a page of discovery that is recorded twice counts once', async () => {
  const world = await setUp();
  const run = await world.start();
  const found = { found: 7, dropped: { closed: 2 } };
  await world.runs.recordDiscovered(world.workspaceId, run.id, 'p1', found);
  await world.runs.recordDiscovered(world.workspaceId, run.id, 'p1', found);
  const view = await world.runs.view(world.workspaceId, run.id);
  expect(view?.stages.discovered).toBe(7);
  expect(view?.dropped).toEqual({ closed: 2 });
});
