import type { Company } from '../../discovery/company.ts';
import type { Score } from '../contract.ts';
import type { LeadFacts } from './history.ts';

/**
 * What a model learns of a company: firmographics and how it fits the ICP, all of it known before contact. Without a score the fit is left
 * open. Neither name nor address of anybody is among them.
 */
export const companyFacts = (company: Company, score?: Score): LeadFacts => ({
  industry: company.industries[0] ?? null,
  'second industry': company.industries[1] ?? null,
  country: company.country,
  headcount: company.headcount,
  revenue: company.revenue,
  'founded year': company.foundedYear,
  'headcount change': company.headcountChange ?? null,
  hiring: company.hiring,
  remote: company.remote,
  'funding stage': company.fundingStage,
  'company status': company.status === 'unknown' ? null : company.status,
  locations: company.locations.length,
  keywords: company.keywords.length,
  'ICP fit': score?.value ?? null,
  'known of the ICP': score?.confidence ?? null,
  ...Object.fromEntries((score?.breakdown ?? []).map(({ component, value }) => [`${component} fit`, value])),
});
