import { type CheckResult, type Effort, type Finding, SEVERITIES } from './contract.ts';
import type { ImpactAssumptions, ImpactSummary } from './impact/contract.ts';
import { estimateImpact } from './impact/estimate-impact.ts';

/** Hours of work that each effort stands for when impact is held against it. */
export const EFFORT_HOURS: Readonly<Record<Effort, number>> = { minutes: 0.5, hours: 4, days: 24 };

type Unranked = Omit<Finding, 'impact'>;

/** The failed checks as findings without amounts, each rule once. */
export const findingsOf = (results: readonly CheckResult[]): Unranked[] => {
  const found = new Map<string, Unranked>();
  for (const { id, category, severity, title, detail, fix, effort, source, state, evidence } of results)
    if (state === 'fail' && !found.has(id))
      found.set(id, { id, category, severity, title, detail: detail ?? title, fix, effort, source, evidence });
  return [...found.values()];
};

/** Puts amounts on findings and orders them by impact ÷ effort; what weighs alike goes by severity, then by id, so that the same site gives the same order. */
export const rankFindings = (
  findings: readonly Unranked[],
  assumptions: ImpactAssumptions,
): Readonly<{ findings: Finding[]; impact: ImpactSummary }> => {
  const { estimates, summary } = estimateImpact(findings, assumptions);
  const priced = findings.map((finding, at): Finding => ({ ...finding, impact: estimates[at] ?? null }));
  const worth = ({ impact, effort }: Finding): number => (impact?.estimateUsd ?? 0) / EFFORT_HOURS[effort];
  priced.sort(
    (a, b) =>
      worth(b) - worth(a) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.id < b.id ? -1 : 1),
  );
  return { findings: priced, impact: summary };
};
