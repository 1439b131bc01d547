import type { Company } from '../../../functions/discovery/company.ts';
import { withSources } from '../../../functions/discovery/found-answer.ts';
import { mergeByTrust } from '../../../functions/discovery/merge-companies.ts';
import type { FoundCompany, ProviderKind } from '../../../functions/discovery/provider-contract.ts';

/** What one source gave. */
export type Source = Readonly<{
  name: ProviderKind;
  companies: readonly Company[];
  totalFound: number | null;
  costUsd: number;
  credits: number;
  leftOut: Readonly<Record<string, number>>;
  warnings: readonly string[];
  /** Whether it gave nothing because it could not. */
  failed: boolean;
}>;

/** What all sources gave together. */
export type Found = Readonly<{
  companies: readonly FoundCompany[];
  providers: readonly Readonly<Omit<Source, 'companies'> & { given: number }>[];
  costUsd: number;
  warnings: readonly string[];
}>;

/** One company a domain, of each field the most trusted source's word; at most `limit`. */
export const mergeFound = (sources: readonly Source[], limit: number): Found => {
  const byDomain = new Map<string, Company>();
  for (const { companies } of sources)
    for (const company of companies) {
      const known = byDomain.get(company.domain);
      byDomain.set(company.domain, known === undefined ? company : mergeByTrust(known, company));
    }
  return {
    companies: [...byDomain.values()].slice(0, limit).map(withSources),
    providers: sources.map(({ companies, ...told }) => ({ ...told, given: companies.length })),
    costUsd: sources.reduce((sum, { costUsd }) => sum + costUsd, 0),
    warnings: sources.flatMap(({ warnings }) => warnings),
  };
};

const facts = ({ industries, headcount, locations }: FoundCompany): string =>
  [industries[0], headcount === null ? undefined : `${String(headcount)} people`, locations[0]]
    .filter((fact) => fact !== undefined)
    .join(' · ');

/** Fields by source: `name, website: file; headcount: crustdata`. */
const sourcesLine = ({ fieldSources }: FoundCompany): string => {
  const bySource = Map.groupBy(Object.entries(fieldSources), ([, source]) => source);
  return [...bySource].map(([source, fields]) => `${source}: ${fields.map(([field]) => field).join(', ')}`).join('; ');
};

/** The companies as text, what each source gave, and the warnings. */
export const foundLines = ({ companies, providers, costUsd, warnings }: Found): readonly string[] => [
  ...companies.flatMap((company) => [
    `${company.name} (${company.domain})  ${facts(company)}`,
    `    ${sourcesLine(company)}`,
  ]),
  '',
  ...providers.map(({ name, given, totalFound, leftOut, costUsd: cost }) => {
    const all = totalFound === null ? '' : ` of ${String(totalFound)}`;
    const left = Object.entries(leftOut).map(([reason, n]) => `${String(n)} ${reason.replaceAll('_', ' ')}`);
    return `${name}: ${String(given)}${all} companies${left.length === 0 ? '' : `, left out ${left.join(', ')}`}, $${cost.toFixed(2)}`;
  }),
  `${String(companies.length)} companies, $${costUsd.toFixed(2)}`,
  ...warnings.map((warning) => `Warning: ${warning}`),
];
