import type { Files } from '../../platform/files.ts';
import { qualificationModelKey } from '../../platform/files-layout.ts';
import type { WorkspaceId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { type Clock, instant } from '../../platform/time.ts';
import type { History } from './history.ts';
import { historyOfLeads, type PastLead } from './history-of-leads.ts';
import { judgeModel } from './judge-model.ts';
import type { ModelKind, QualificationModel } from './model.ts';
import { type ModelSummary, TrainQualificationInput } from './qualification-contract.ts';
import type { QualificationStore } from './qualification-store.ts';
import { trainModel } from './train-model.ts';

const TOP_FEATURES = 10;
const BROKE_OFF = 'Training broke off on our side. What was active stays active; train again.';

export type ReadHistory = (workspaceId: WorkspaceId) => Promise<readonly PastLead[]>;

const summaryOf = (model: QualificationModel, history: History, trainedOn: ModelSummary['trainedOn']): ModelSummary => {
  const otherKind: ModelKind = model.kind === 'logistic' ? 'gbdt' : 'logistic';
  const { auc, logLoss, ece } = judgeModel(otherKind, history);
  const { version, kind, trainedAt, leads, converted, metrics, importance, leftOut } = model;
  return {
    ...{ version, kind, trainedAt, trainedOn, leads, converted, metrics, leftOut },
    other: { kind: otherKind, auc, logLoss, ece },
    topFeatures: importance.slice(0, TOP_FEATURES),
  };
};

/**
 * Trains a workspace's model and makes it active. Runs on an asynchronous invocation, which may come twice: the same history gives the same
 * version, and a training that was overtaken changes nothing.
 */
export const createTrainQualification =
  ({
    qualifications,
    histories,
    files,
    log,
    clock,
  }: {
    qualifications: Pick<QualificationStore, 'get' | 'end'>;
    histories: Readonly<Record<ModelSummary['trainedOn'], ReadHistory>>;
    files: Pick<Files, 'writeText'>;
    log: Log;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<void> => {
    const { workspaceId, trainingId, model: kind, trainedOn } = TrainQualificationInput.parse(event);
    const state = await qualifications.get(workspaceId);
    if (state?.status !== 'training' || state.trainingId !== trainingId) return;
    try {
      const history = historyOfLeads(await histories[trainedOn](workspaceId));
      const trained = trainModel(kind, history, { now: instant(clock()) });
      if (!trained.ok) {
        const status = trained.reason === 'below_floor' ? 'below_floor' : 'refused';
        await qualifications.end(workspaceId, trainingId, { status, problem: trained.problem });
        return;
      }
      const { model } = trained;
      // Stored before it becomes active: a run that names a version finds it.
      await files.writeText(qualificationModelKey(workspaceId, model.version), JSON.stringify(model));
      const summary = summaryOf(model, history, trainedOn);
      await qualifications.end(workspaceId, trainingId, { status: 'ready', problem: null, model: summary });
      log.info('A qualification model was trained', { workspaceId, count: model.leads });
    } catch (error) {
      log.error('Training a qualification model broke off', { workspaceId, error });
      await qualifications.end(workspaceId, trainingId, { status: 'failed', problem: BROKE_OFF });
      throw error;
    }
  };
