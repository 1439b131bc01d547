import type { Company } from './company.ts';

/**
 * One company told of twice: what `first` says stands, what it leaves open is taken from `second`. Working from home is a yes of either,
 * because no directory says no.
 */
export const mergeCompanies = (first: Company, second: Company): Company => ({
  ...first,
  industries: first.industries.length > 0 ? first.industries : second.industries,
  keywords: first.keywords.length > 0 ? first.keywords : second.keywords,
  oneLiner: first.oneLiner ?? second.oneLiner,
  description: first.description ?? second.description,
  headcount: first.headcount ?? second.headcount,
  revenue: first.revenue ?? second.revenue,
  foundedYear: first.foundedYear ?? second.foundedYear,
  locations: first.locations.length > 0 ? first.locations : second.locations,
  country: first.country ?? second.country,
  remote: first.remote || second.remote,
  hiring: first.hiring ?? second.hiring,
  fundingStage: first.fundingStage ?? second.fundingStage,
  status: first.status === 'unknown' ? second.status : first.status,
});
