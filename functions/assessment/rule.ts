import type { Category, CheckResult, Effort, Evidence, Severity } from './contract.ts';

/** What a rule says of one site; `reason` says why it does not apply or was not measured. */
export type CheckOutcome = Readonly<{
  state: CheckResult['state'];
  evidence: readonly Evidence[];
  reason?: string;
}>;

/** A rule: data, and one small pure function of what was read. */
export type Rule<Facts> = Readonly<{
  /** Stable: findings, reports and tests name it. */
  id: string;
  category: Category;
  title: string;
  /** Its part of the category's score; 0 reports without scoring. */
  weight: number;
  severity: Severity;
  effort: Effort;
  /** URL of the document that the rule rests on. */
  source: string;
  /** What to do about it, in a sentence. */
  fix: string;
  /** Why it matters, in a sentence. */
  detail?: string;
  check: (facts: Facts) => CheckOutcome;
}>;

export const passed = (...evidence: readonly Evidence[]): CheckOutcome => ({ state: 'pass', evidence });
/** A failed check names what was seen: a finding without evidence cannot be shown. */
export const failed = (...evidence: readonly [Evidence, ...Evidence[]]): CheckOutcome => ({ state: 'fail', evidence });
export const notApplicable = (reason: string): CheckOutcome => ({ state: 'not_applicable', evidence: [], reason });
export const notMeasured = (reason: string): CheckOutcome => ({ state: 'not_measured', evidence: [], reason });

/** More of one kind says nothing new, and a report shows few. */
const MOST_EVIDENCE = 20;

/** Runs rules over what was read, in their order. @throws Error naming the rule that fails a site without evidence */
export const runRules = <Facts>(rules: readonly Rule<Facts>[], facts: Facts): CheckResult[] =>
  rules.map(({ check, ...rule }) => {
    const { evidence, ...outcome } = check(facts);
    if (outcome.state === 'fail' && evidence.length === 0)
      throw new Error(`The rule ${rule.id} fails a site without saying what was seen.`);
    return { ...rule, ...outcome, evidence: evidence.slice(0, MOST_EVIDENCE) };
  });

/** The passed part of the weights of what was measured, 0 to 100 in whole points; null when no rule with weight was. */
export const weightedScore = (results: readonly Pick<CheckResult, 'state' | 'weight'>[]): number | null => {
  const sum = (state: CheckResult['state']): number =>
    results.reduce((total, result) => total + (result.state === state ? result.weight : 0), 0);
  const measured = sum('pass') + sum('fail');
  return measured === 0 ? null : Math.round((sum('pass') / measured) * 100);
};
