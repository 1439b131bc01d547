import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const POLL_MS = 2_000;

export const assessmentsQuery = pagedQuery(['assessments'], (cursor, signal) =>
  call('listAssessments', { query: pageFields(50, cursor) }, signal),
);

/** Asked again every two seconds while the website is being read. */
export const assessmentQuery = (assessmentId: string) =>
  queryOptions({
    queryKey: ['assessments', 'one', assessmentId],
    queryFn: ({ signal }) => call('getAssessment', { params: { assessmentId } }, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? POLL_MS : false),
  });
