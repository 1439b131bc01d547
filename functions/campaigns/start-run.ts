import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { newId, RunId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { Campaign, RunInput } from './contract.ts';
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

export type StartRun = ReturnType<typeof createStartRun>;

/** Opens a run of the campaign with the ICP's newest version and starts its machine. */
export const createStartRun =
  ({
    icps,
    campaigns,
    runs,
    machine,
    clock,
    clockFactor,
  }: {
    icps: IcpStore;
    campaigns: CampaignStore;
    runs: RunStore;
    machine: RunMachine;
    clock: Clock;
    clockFactor: number;
  }) =>
  async (
    workspaceId: WorkspaceId,
    campaign: Campaign,
    mode: 'sandbox' | 'live',
  ): Promise<Readonly<{ ok: true; run: Run } | { ok: false; reason: 'paused' | 'icp_gone' }>> => {
    if (campaign.status === 'paused') return { ok: false, reason: 'paused' };
    const icp = await icps.get(workspaceId, campaign.icpId);
    if (icp === undefined) return { ok: false, reason: 'icp_gone' };
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
    const executionArn = await machine.start({ workspaceId, campaignId: campaign.id, runId: run.id });
    await runs.change(workspaceId, run.id, { executionArn });
    await campaigns.update(workspaceId, campaign.id, { lastRunId: run.id, icpVersion: icp.version });
    return { ok: true, run };
  };
