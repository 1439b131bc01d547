import type { IcpClaim, SiteQuotation } from './infer-icps-contract.ts';
import type { Fact } from './infer-icps-fact.ts';

const MOST_EVIDENCE = 3;

/** The words that say it, a few of them. */
export const cited = ({ evidence }: Fact<unknown>): SiteQuotation[] => evidence.slice(0, MOST_EVIDENCE);
/** A field that the website says. */
export const said = (field: string, value: string, fact: Fact<unknown>, reason = 'The website says so.'): IcpClaim => ({
  ...{ field, value, basis: 'website', reason, evidence: cited(fact) },
});
/** A field that is concluded, and from what. */
export const assumed = (field: string, value: string, reason: string, evidence: SiteQuotation[] = []): IcpClaim => ({
  ...{ field, value, basis: 'assumption', reason, evidence },
});
