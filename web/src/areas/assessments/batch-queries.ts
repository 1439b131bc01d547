import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const AGAIN_MS = 2_000;

/** Asked again every two seconds while one of them is under way. */
export const batchesQuery = (campaignId: string) =>
  pagedQuery(
    ['campaigns', campaignId, 'batches'],
    (cursor, signal) =>
      call('listAssessmentBatches', { params: { campaignId }, query: pageFields(10, cursor) }, signal),
    (items) => (items.some(({ status }) => status === 'running') ? AGAIN_MS : false),
  );

/** Leads are counted anew each time somebody asks. */
export const batchEstimateQuery = (campaignId: string, limit: number) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'batch-estimate', limit],
    queryFn: ({ signal }) => call('estimateAssessmentBatch', { params: { campaignId }, body: { limit } }, signal),
    staleTime: 0,
  });
