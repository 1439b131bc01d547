import type { CompanySize, ImpactIndustry } from './contract.ts';

export type IndustryFacts = Readonly<{
  title: string;
  /** The part of revenue that begins on the website, 0 to 1. */
  onlineDependence: number;
  /** US dollars of revenue a year for each person employed. */
  revenuePerEmployee: number;
}>;

/**
 * What companies of an industry are taken to be like when nothing better is known: assumptions, in round numbers of the order of the US Census Bureau's receipts
 * and employment by industry (Statistics of U.S. Businesses).
 */
export const INDUSTRY_FACTS: Readonly<Record<ImpactIndustry, IndustryFacts>> = {
  ecommerce: { title: 'Online shops', onlineDependence: 0.95, revenuePerEmployee: 400_000 },
  software: { title: 'Software', onlineDependence: 0.7, revenuePerEmployee: 250_000 },
  travel_and_hospitality: { title: 'Travel and hospitality', onlineDependence: 0.6, revenuePerEmployee: 100_000 },
  restaurants: { title: 'Restaurants', onlineDependence: 0.25, revenuePerEmployee: 60_000 },
  retail: { title: 'Retail', onlineDependence: 0.25, revenuePerEmployee: 300_000 },
  health: { title: 'Health', onlineDependence: 0.3, revenuePerEmployee: 120_000 },
  legal_and_finance: { title: 'Legal and finance', onlineDependence: 0.35, revenuePerEmployee: 250_000 },
  real_estate: { title: 'Real estate', onlineDependence: 0.4, revenuePerEmployee: 250_000 },
  home_services: { title: 'Home services and trades', onlineDependence: 0.4, revenuePerEmployee: 170_000 },
  education: { title: 'Education', onlineDependence: 0.4, revenuePerEmployee: 80_000 },
  professional_services: { title: 'Professional services', onlineDependence: 0.35, revenuePerEmployee: 180_000 },
  manufacturing: { title: 'Manufacturing', onlineDependence: 0.2, revenuePerEmployee: 350_000 },
  nonprofit: { title: 'Non-profit', onlineDependence: 0.25, revenuePerEmployee: 100_000 },
  other: { title: 'Other', onlineDependence: 0.3, revenuePerEmployee: 180_000 },
};

/** Fewest and most people of a size; an unknown size is that of most companies with a website of their own. */
export const SIZE_RANGES: Readonly<Record<CompanySize | 'unknown', readonly [number, number]>> = {
  '1-9': [1, 9],
  '10-49': [10, 49],
  '50-249': [50, 249],
  '250+': [250, 2_000],
  unknown: [1, 49],
};

/** The size that a number of people is. */
export const sizeOf = (employees: number): CompanySize =>
  employees < 10 ? '1-9' : employees < 50 ? '10-49' : employees < 250 ? '50-249' : '250+';

const WORDS: readonly (readonly [ImpactIndustry, RegExp])[] = [
  ['ecommerce', /e-?commerce|online (?:shop|store|retail)|internet marketplace/i],
  ['software', /software|saas|internet|computer|technology|\bit (?:services|consulting)\b/i],
  ['travel_and_hospitality', /travel|hotel|hospitality|tourism|airline|leisure/i],
  ['restaurants', /restaurant|food service|caf[eé]|catering|beverage/i],
  ['retail', /retail|store|fashion|apparel|consumer goods|furniture/i],
  ['health', /health|medical|dental|dentist|clinic|hospital|wellness|veterinar|pharma/i],
  ['legal_and_finance', /legal|law|attorney|financ|bank|insurance|accounting|investment|fintech/i],
  ['real_estate', /real estate|property|realty/i],
  ['home_services', /construction|plumb|roof|hvac|electric(?:al|ian)|contractor|landscap|cleaning|repair/i],
  ['education', /education|school|university|training|e-?learning/i],
  ['nonprofit', /non-?profit|charit|civic|religious|philanthrop/i],
  ['manufacturing', /manufactur|industrial|machinery|automotive|chemical|logistics|energy|mining/i],
  ['professional_services', /consult|agency|marketing|advertising|design|staffing|architect|professional|services/i],
];

/** The industry that a company's own label stands for; `other` when none fits. */
export const impactIndustry = (label: string): ImpactIndustry =>
  WORDS.find(([, words]) => words.test(label))?.[0] ?? 'other';
