import type { ProviderKind } from './provider-contract.ts';

/** What a person should know of a provider before choosing it (docs/providers.md has the whole). */
export type ProviderFacts = Readonly<{
  label: string;
  needsKey: boolean;
  cost: string;
  limits: string;
  asks: readonly string[];
}>;

export const PROVIDER_FACTS: Readonly<Record<ProviderKind, ProviderFacts>> = {
  file: {
    label: 'Your own lists',
    needsKey: false,
    cost: 'Free',
    limits: '512 MiB a file',
    asks: [],
  },
  directory: {
    label: 'YC directory',
    needsKey: false,
    cost: 'Free',
    limits: 'About 5,700 start-ups, read once a day',
    asks: [],
  },
  openstreetmap: {
    label: 'OpenStreetMap',
    needsKey: false,
    cost: 'Free (data under the ODbL)',
    limits: 'Local businesses with a website; 4 questions a minute, one for each kind of business and place',
    asks: ['industries', 'locations'],
  },
  crustdata: {
    label: 'Crustdata',
    needsKey: true,
    cost: '0.03 credits a company, about $0.60 for 1,000',
    limits: '30 requests a minute, 1,000 companies each',
    asks: [
      ...['industries', 'excludeIndustries', 'headcount', 'revenue', 'locations', 'excludeLocations'],
      ...['companyAge', 'fundingStages', 'keywords', 'businessModels'],
    ],
  },
  apollo: {
    label: 'Apollo',
    needsKey: true,
    cost: 'A credit for 100 companies found and one for each enriched, about $49 for 1,000',
    limits: '100 requests a minute, 100 companies each; 50,000 companies a search',
    asks: [
      ...['industries', 'headcount', 'revenue', 'locations', 'excludeLocations', 'technologies'],
      ...['keywords', 'businessModels'],
    ],
  },
  'people-data-labs': {
    label: 'People Data Labs',
    needsKey: true,
    cost: 'A credit a company, about $100 for 1,000',
    limits: '10 requests a minute, 100 companies each',
    asks: [
      ...['industries', 'excludeIndustries', 'headcount', 'revenue', 'locations', 'excludeLocations'],
      ...['companyAge', 'fundingStages', 'keywords', 'businessModels'],
    ],
  },
  'google-places': {
    label: 'Google Places',
    needsKey: true,
    cost: '$35 for 1,000 requests of up to 20 businesses',
    limits: 'Local businesses; 60 for each kind of business and place',
    asks: ['industries', 'locations'],
  },
};
