import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

type Mode = 'sandbox' | 'live';

/** Checked anew whenever somebody comes to look: DNS and the lists change without us. */
export const preflightQuery = (campaignId: string, mode: Mode) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'preflight', mode],
    queryFn: ({ signal }) => call('getPreflight', { params: { campaignId }, query: { mode } }, signal),
    staleTime: 0,
  });

export const acknowledgementsQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'acknowledgements'],
    queryFn: ({ signal }) => call('listAcknowledgements', { params: { campaignId } }, signal),
  });
