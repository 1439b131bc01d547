import type { RunPlan } from '../campaigns/contract.ts';
import { dayLimit, type SpendLimit } from '../platform/spending.ts';
import type { Clock } from '../platform/time.ts';
import type { Writer } from './brief.ts';
import { choosePassages } from './chosen-passages.ts';
import { createModelWriter } from './model-writer.ts';
import { createOfflineWriter } from './offline-writer.ts';
import type { Retriever } from './retriever.ts';
import type { TellRun } from './tell-run.ts';
import { leadLimit, runLimit, type WorkspaceModel } from './workspace-model.ts';

/** The writers of a run: `write` asks a model when there is one, `fallback` needs none and no time. */
export type WritersFor = (
  run: Pick<RunPlan, 'workspaceId' | 'runId' | 'costCapUsd'>,
) => Readonly<{ write: Writer; fallback: Writer }>;

const MICRO = 1_000_000;

/** The limits that hold for a call which is made for a lead of a run: the lead's, the run's, and the workspace's day. */
export const createRunLimits =
  (
    settings: Readonly<{ MODEL_DAY_CAP_USD: number; MODEL_LEAD_CAP_USD: number }>,
    clock: Clock,
  ): ((run: Pick<RunPlan, 'runId' | 'costCapUsd'>, domain: string) => readonly SpendLimit[]) =>
  ({ runId, costCapUsd }, domain) => [
    leadLimit(runId, domain, settings.MODEL_LEAD_CAP_USD),
    runLimit(runId, costCapUsd),
    dayLimit(clock, Math.round(settings.MODEL_DAY_CAP_USD * MICRO)),
  ];

/** Writers that ask the workspace's model, within its day, the run's cap and the lead's, with the offline writer behind it. */
export const createWritersFor =
  ({
    workspaceModel,
    retrieverFor,
    leadCapUsd,
    tellRun,
  }: {
    workspaceModel: WorkspaceModel;
    retrieverFor: (workspaceId: RunPlan['workspaceId']) => Retriever;
    leadCapUsd: number;
    tellRun: Pick<TellRun, 'softLimits'>;
  }): WritersFor =>
  ({ workspaceId, runId, costCapUsd }) => {
    const fallback = createOfflineWriter();
    const write = createModelWriter({
      modelFor: ({ company }) =>
        workspaceModel(workspaceId, {
          limits: [leadLimit(runId, company.domain, leadCapUsd), runLimit(runId, costCapUsd)],
          onSoftLimit: (limits) => tellRun.softLimits({ workspaceId, runId }, limits),
        }),
      fallback,
      choosePassages: choosePassages(retrieverFor(workspaceId), workspaceId),
    });
    return { write, fallback };
  };
