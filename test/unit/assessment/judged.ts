import type { BranchResult, CheckResult } from '../../../functions/assessment/contract.ts';

/** One rule's result of a branch. */
export const judged = ({ results }: BranchResult, id: string): CheckResult => {
  const result = results.find((one) => one.id === id);
  if (result === undefined) throw new Error(`The branch gave no result for ${id}.`);
  return result;
};

/** The ids of the rules that failed. */
export const failing = ({ results }: BranchResult): readonly string[] =>
  results.filter(({ state }) => state === 'fail').map(({ id }) => id);
