import { queryOptions } from '@tanstack/react-query';
import type { LeadView } from '../../../../functions/scoring/contract.ts';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const PAGE = 50;

export const leadsQuery = (campaignId: string, stage: LeadView['stage'] | undefined) =>
  pagedQuery(['campaigns', campaignId, 'leads', stage ?? 'all'], (cursor, signal) =>
    call(
      'listLeads',
      { params: { campaignId }, query: { ...pageFields(PAGE, cursor), ...(stage === undefined ? {} : { stage }) } },
      signal,
    ),
  );

export const leadQuery = (campaignId: string, domain: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId, 'lead', domain],
    queryFn: ({ signal }) => call('getLead', { params: { campaignId, domain } }, signal),
  });

export const companyQuery = (domain: string) =>
  queryOptions({
    queryKey: ['companies', domain],
    queryFn: ({ signal }) => call('getCompany', { params: { domain } }, signal),
  });

export const companyContactsQuery = (domain: string) =>
  pagedQuery(['companies', domain, 'contacts'], (cursor, signal) =>
    call('listCompanyContacts', { params: { domain }, query: pageFields(PAGE, cursor) }, signal),
  );
