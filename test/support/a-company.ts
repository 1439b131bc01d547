import type { Company } from '../../functions/discovery/company.ts';

/** A company of which only what a test is about is told. */
export const aCompany = (told: Partial<Company> = {}): Company => ({
  domain: 'acme.com',
  name: 'Acme',
  website: 'https://acme.com/',
  industries: [],
  keywords: [],
  oneLiner: null,
  description: null,
  headcount: null,
  revenue: null,
  foundedYear: null,
  locations: [],
  country: null,
  remote: false,
  hiring: null,
  fundingStage: null,
  status: 'active',
  source: 'file:imp_1',
  ...told,
});
