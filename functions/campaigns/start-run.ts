import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { type CampaignId, newId, RunId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { CampaignStore } from './campaign-store.ts';
import { type Campaign, LaunchAnswer, type RunInput } from './contract.ts';
import type { IcpStore } from './icp-store.ts';
import type { Run, RunStore } from './run-store.ts';

/** Starts and stops executions of campaign-run. */
export type RunMachine = Readonly<{
  start: (input: RunInput) => Promise<string>;
  stop: (executionArn: string, cause: string) => Promise<void>;
}>;

export const createRunMachine = (
  machineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient({}),
): RunMachine => ({
  start: async (input) => {
    try {
      const { executionArn } = await client.send(
        new StartExecutionCommand({ stateMachineArn: machineArn, name: input.runId, input: JSON.stringify(input) }),
      );
      if (executionArn === undefined) throw new Error('Step Functions gave no execution ARN');
      return executionArn;
    } catch (error) {
      // The run's id is the execution's name: a repeated start finds the execution it made before.
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
      return `${machineArn.replace(':stateMachine:', ':execution:')}:${input.runId}`;
    }
  },
  stop: async (executionArn, cause) => {
    await client.send(new StopExecutionCommand({ executionArn, error: 'Cancelled', cause }));
  },
});

/** What stands against a live run of a campaign. */
export type CheckLaunch = (workspaceId: WorkspaceId, campaignId: CampaignId) => Promise<LaunchAnswer['failing']>;

/** Asks sending's preflight, which is another function: campaigns come before sending and know nothing of it. */
export const createCheckLaunch =
  (functionName: string, client?: Pick<LambdaClient, 'send'>): CheckLaunch =>
  async (workspaceId, campaignId) => {
    const { InvokeCommand, LambdaClient: Client } = await import('@aws-sdk/client-lambda');
    const { Payload, FunctionError } = await (client ?? new Client({})).send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ workspaceId, campaignId }) }),
    );
    const answer = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
    if (FunctionError !== undefined) throw new Error(`The preflight failed: ${answer.slice(0, 300)}`);
    return LaunchAnswer.parse(JSON.parse(answer)).failing;
  };

export type StartRun = ReturnType<typeof createStartRun>;

/** Opens a run of the campaign with the ICP's newest version and starts its machine. */
export const createStartRun =
  ({
    icps,
    campaigns,
    runs,
    machine,
    checkLaunch,
    clock,
    clockFactor,
  }: {
    icps: IcpStore;
    campaigns: CampaignStore;
    runs: RunStore;
    machine: RunMachine;
    /** Asked before a live run only: a sandbox reaches nobody. */
    checkLaunch: CheckLaunch;
    clock: Clock;
    clockFactor: number;
  }) =>
  async (
    workspaceId: WorkspaceId,
    campaign: Campaign,
    mode: 'sandbox' | 'live',
  ): Promise<
    Readonly<
      | { ok: true; run: Run }
      | { ok: false; reason: 'paused' | 'icp_gone' }
      | { ok: false; reason: 'preflight'; failing: LaunchAnswer['failing'] }
    >
  > => {
    if (campaign.status === 'paused') return { ok: false, reason: 'paused' };
    const icp = await icps.get(workspaceId, campaign.icpId);
    if (icp === undefined) return { ok: false, reason: 'icp_gone' };
    const failing = mode === 'live' ? await checkLaunch(workspaceId, campaign.id) : [];
    if (failing.length > 0) return { ok: false, reason: 'preflight', failing };
    const run: Run = {
      id: newId(RunId, 'run'),
      workspaceId,
      campaignId: campaign.id,
      icpVersion: icp.version,
      mode,
      status: 'starting',
      problem: null,
      warnings: [],
      costCapMicroUsd: Math.round(campaign.costCapUsd * 1_000_000),
      clockFactor: mode === 'sandbox' ? clockFactor : 1,
      startedAt: instant(clock()),
      endedAt: null,
      executionArn: null,
      counts: {},
      discovered: {},
    };
    await runs.create(run);
    // Whoever paused the campaign since it was read may have looked for its runs before this one was there.
    if ((await campaigns.get(workspaceId, campaign.id))?.status === 'paused')
      await runs.pauseGates(workspaceId, run.id);
    const executionArn = await machine.start({ workspaceId, campaignId: campaign.id, runId: run.id });
    await runs.change(workspaceId, run.id, { executionArn });
    await campaigns.update(workspaceId, campaign.id, { lastRunId: run.id, icpVersion: icp.version });
    return { ok: true, run };
  };
