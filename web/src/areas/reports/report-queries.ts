import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { AnswerOf } from '../../api/operations.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const AGAIN_MS = 2_000;
/** A version that was asked for stands in the list after this at the latest. */
const BEGINS_WITHIN_MS = 30_000;
export type Report = AnswerOf<'getReport'>;
export type ReportLink = AnswerOf<'listReportLinks'>['items'][number];

export const reportsQuery = (show: 'failed' | undefined) =>
  pagedQuery(['reports', show ?? 'all'], (cursor, signal) =>
    call(
      'listReports',
      { query: { ...pageFields(50, cursor), ...(show === undefined ? {} : { failed: 'true' as const }) } },
      signal,
    ),
  );

const isMaking = (report: Report | undefined): boolean =>
  report?.versions.some(({ state }) => state === 'making') ?? false;

/**
 * Asked again every two seconds while a version is being made.
 * @param askedAt When this page asked for one, in milliseconds; it takes a moment to begin.
 */
export const reportQuery = (reportId: string, askedAt = 0) =>
  queryOptions({
    queryKey: ['reports', 'one', reportId],
    queryFn: ({ signal }) => call('getReport', { params: { reportId } }, signal),
    refetchInterval: ({ state }) =>
      isMaking(state.data) || Date.now() < askedAt + BEGINS_WITHIN_MS ? AGAIN_MS : false,
  });

export const reportLinksQuery = (reportId: string) =>
  pagedQuery(['reports', 'one', reportId, 'links'], (cursor, signal) =>
    call('listReportLinks', { params: { reportId }, query: pageFields(25, cursor) }, signal),
  );

export const brandQuery = queryOptions({
  queryKey: ['report-brand'],
  queryFn: ({ signal }) => call('getReportBrand', {}, signal),
  // What is being typed is not to be overwritten by a look of a minute ago.
  refetchOnWindowFocus: false,
});
