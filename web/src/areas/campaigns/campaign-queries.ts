import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const PAGE = 50;

export const campaignsQuery = pagedQuery(['campaigns'], (cursor, signal) =>
  call('listCampaigns', { query: pageFields(PAGE, cursor) }, signal),
);

export const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId],
    queryFn: ({ signal }) => call('getCampaign', { params: { campaignId } }, signal),
  });

export const icpQuery = (icpId: string) =>
  queryOptions({
    queryKey: ['icps', icpId],
    queryFn: ({ signal }) => call('getIcp', { params: { icpId } }, signal),
  });

export const campaignRunsQuery = (campaignId: string) =>
  pagedQuery(['campaigns', campaignId, 'runs'], (cursor, signal) =>
    call('listCampaignRuns', { params: { campaignId }, query: pageFields(10, cursor) }, signal),
  );
