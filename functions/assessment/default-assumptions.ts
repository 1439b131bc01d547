import type { ImpactAssumptions } from './impact/contract.ts';
import { impactIndustry, sizeOf } from './impact/industries.ts';

/** What is known of a company that amounts can rest on. */
export type CompanyFacts = Readonly<{
  industry?: string | null;
  employees?: number | null;
  annualRevenueUsd?: number | null;
}>;

/** The assumptions that an assessment begins with: what is known of the company, else what is usual. */
export const defaultAssumptions = ({
  industry,
  employees,
  annualRevenueUsd,
}: CompanyFacts = {}): ImpactAssumptions => ({
  annualRevenueUsd: annualRevenueUsd ?? null,
  industry: impactIndustry(industry ?? ''),
  companySize: employees === undefined || employees === null ? null : sizeOf(employees),
  onlineDependence: null,
});
