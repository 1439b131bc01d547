import type { RunPlan } from '../campaigns/contract.ts';
import type { Writer } from './brief.ts';
import { choosePassages } from './chosen-passages.ts';
import { createModelWriter } from './model-writer.ts';
import { createOfflineWriter } from './offline-writer.ts';
import type { Retriever } from './retriever.ts';
import { leadLimit, runLimit, type WorkspaceModel } from './workspace-model.ts';

/** The writers of a run: `write` asks a model when there is one, `fallback` needs none and no time. */
export type WritersFor = (
  run: Pick<RunPlan, 'workspaceId' | 'runId' | 'costCapUsd'>,
) => Readonly<{ write: Writer; fallback: Writer }>;

/** Writers that ask the workspace's model, within its day, the run's cap and the lead's, with the offline writer behind it. */
export const createWritersFor =
  ({
    workspaceModel,
    retrieverFor,
    leadCapUsd,
  }: {
    workspaceModel: WorkspaceModel;
    retrieverFor: (workspaceId: RunPlan['workspaceId']) => Retriever;
    leadCapUsd: number;
  }): WritersFor =>
  ({ workspaceId, runId, costCapUsd }) => {
    const fallback = createOfflineWriter();
    const write = createModelWriter({
      modelFor: ({ company }) =>
        workspaceModel(workspaceId, {
          limits: [leadLimit(runId, company.domain, leadCapUsd), runLimit(runId, costCapUsd)],
        }),
      fallback,
      choosePassages: choosePassages(retrieverFor(workspaceId), workspaceId),
    });
    return { write, fallback };
  };
