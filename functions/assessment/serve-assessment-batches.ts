import type { Handlers } from '../platform/http/api.ts';
import { notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { AssessmentBatchId, type CampaignId, newId, type WorkspaceId } from '../platform/ids.ts';
import type { SendRecord } from './assess-leads.ts';
import type { AssessmentBatch, assessmentBatchRoutes, BatchRecord } from './batch-contract.ts';
import { type BatchStore, shownBatch } from './batch-store.ts';
import type { createEstimateBatch } from './estimate-batch.ts';

/** Batches of assessments over HTTP: estimated, started, watched, cancelled, resumed. */
export const createServeAssessmentBatches = ({
  batches,
  estimateBatch,
  campaignExists,
  send,
}: {
  batches: BatchStore;
  estimateBatch: ReturnType<typeof createEstimateBatch>;
  campaignExists: (workspaceId: WorkspaceId, campaignId: CampaignId) => Promise<boolean>;
  send: SendRecord;
}): Handlers<typeof assessmentBatchRoutes> => {
  const move = async (
    of: BatchRecord,
    from: AssessmentBatch['status'],
    to: AssessmentBatch['status'],
    otherwise: string,
  ): Promise<ProblemReply | Readonly<{ body: AssessmentBatch }>> => {
    const moved = await batches.move(of, from, to);
    if (moved !== undefined) return { body: shownBatch(moved) };
    const known = await batches.get(of);
    return known === undefined
      ? notFound('assessment_batch', of.batchId)
      : problem(409, 'assessment_batch_state', `Batch ${of.batchId} is ${known.status}; ${otherwise}.`);
  };

  return {
    estimateAssessmentBatch: async ({ principal: { workspaceId }, params: { campaignId }, body: { limit } }) => {
      if (!(await campaignExists(workspaceId, campaignId))) return notFound('campaign', campaignId);
      return { body: (await estimateBatch(workspaceId, campaignId, limit)).estimate };
    },

    startAssessmentBatch: async ({ principal: { workspaceId }, params: { campaignId }, body: { limit } }) => {
      if (!(await campaignExists(workspaceId, campaignId))) return notFound('campaign', campaignId);
      const { estimate, estimateMicroUsd } = await estimateBatch(workspaceId, campaignId, limit);
      if (estimate.leads === 0)
        return problem(409, 'no_qualified_leads', `Campaign ${campaignId} has no qualified leads. Run it first.`);
      const of = { workspaceId, campaignId, batchId: newId(AssessmentBatchId, 'abt') };
      const batch = await batches.begin(of, { leads: estimate.leads, estimateMicroUsd });
      await send(of);
      return { body: shownBatch(batch) };
    },

    listAssessmentBatches: async ({ principal: { workspaceId }, params: { campaignId }, query }) => {
      const page = await batches.list(workspaceId, campaignId, query);
      return page === undefined
        ? problem(400, 'invalid_cursor', 'cursor: is not one of this list. Begin without one.')
        : { body: page };
    },

    getAssessmentBatch: async ({ principal: { workspaceId }, params }) => {
      const found = await batches.get({ workspaceId, ...params });
      return found === undefined ? notFound('assessment_batch', params.batchId) : { body: shownBatch(found) };
    },

    cancelAssessmentBatch: ({ principal: { workspaceId }, params }) =>
      move({ workspaceId, ...params }, 'running', 'cancelled', 'only a running batch can be cancelled'),

    resumeAssessmentBatch: async ({ principal: { workspaceId }, params }) => {
      const of = { workspaceId, ...params };
      const reply = await move(of, 'cancelled', 'running', 'only a cancelled batch can be resumed');
      if ('body' in reply) await send(of);
      return reply;
    },
  };
};
