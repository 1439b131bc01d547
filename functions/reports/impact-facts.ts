import type { Assessment } from '../assessment/contract.ts';
import { INDUSTRY_FACTS } from '../assessment/impact/industries.ts';
import { exactUsd, usd } from './words.ts';

export type Row = readonly [label: string, value: string];

/** What was put in for the amounts, for a reader to check. */
export const assumptionRows = ({ assumptions, impact }: Assessment): readonly Row[] => {
  const { annualRevenueUsd, industry, companySize } = assumptions;
  return [
    ['Industry', INDUSTRY_FACTS[industry].title],
    ['People employed', companySize ?? 'not known'],
    [
      'Annual revenue',
      annualRevenueUsd === null
        ? 'not known; a range usual for the industry and size is used'
        : `${exactUsd(annualRevenueUsd)}, as given`,
    ],
    ...(impact === null
      ? []
      : ([
          [
            'Monthly revenue reckoned with',
            impact.basis === 'given_revenue'
              ? usd(impact.monthlyRevenueUsd.estimateUsd)
              : `${usd(impact.monthlyRevenueUsd.estimateUsd)} (${usd(impact.monthlyRevenueUsd.lowUsd)} to ${usd(impact.monthlyRevenueUsd.highUsd)})`,
          ],
          ['Share of revenue that begins online', `${String(Math.round(impact.onlineDependence * 100))} %`],
        ] as const)),
  ];
};

/** How the amounts are meant. */
export const IMPACT_READING =
  'These are estimates, not measurements: a model of what faults of this kind usually cost, applied to this company. The true amount lies within the 95 % interval in nineteen cases of twenty, if the assumptions hold. Change an assumption and the amounts change with it.';

/** Why there is no amount. */
export const noImpactText = ({ findings, impact }: Assessment): string | null =>
  findings.length === 0
    ? 'Nothing was found that could be given an amount.'
    : impact === null
      ? 'No amount could be put on what was found.'
      : null;
