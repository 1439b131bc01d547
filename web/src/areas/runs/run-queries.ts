import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId],
    queryFn: ({ signal }) => call('getRun', { params: { runId } }, signal),
  });

/** The newest runs of the workspace in one answer: enough for the last run of every campaign on a page, nearly always. */
export const recentRunsQuery = queryOptions({
  queryKey: ['runs', 'recent'],
  queryFn: ({ signal }) => call('listRuns', { query: { limit: 200 } }, signal),
});
