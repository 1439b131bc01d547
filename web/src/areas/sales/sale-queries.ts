import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';
import type { SaleState } from '../../messages/sales.ts';

const PAGE = 50;

export const salesQuery = (state: SaleState | undefined) =>
  pagedQuery(['sales', state ?? 'all'], (cursor, signal) =>
    call(
      'listPurchases',
      { query: { ...pageFields(PAGE, cursor), ...(state === undefined ? {} : { state }) } },
      signal,
    ),
  );

export const saleQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['sales', 'one', purchaseId],
    queryFn: ({ signal }) => call('getPurchase', { params: { purchaseId } }, signal),
  });

export const creditsQuery = (purchaseId: string) =>
  queryOptions({
    queryKey: ['sales', 'one', purchaseId, 'credits'],
    queryFn: ({ signal }) => call('getPurchaseAttribution', { params: { purchaseId } }, signal),
  });

export const runRevenueQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'revenue'],
    queryFn: ({ signal }) => call('getRunRevenue', { params: { runId } }, signal),
  });

export const campaignRevenueQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'revenue'],
    queryFn: ({ signal }) => call('getCampaignRevenue', { params: { campaignId } }, signal),
  });
