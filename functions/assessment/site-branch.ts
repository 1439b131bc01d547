import type { Branch, BranchResult } from './contract.ts';
import type { SiteCapture } from './site-capture.ts';

/** One part of an assessment: what it gives, how long it may take (milliseconds), and how. */
export type SiteBranch = Readonly<{
  gives: readonly Branch[];
  timeoutMs: number;
  run: (capture: SiteCapture) => Promise<readonly BranchResult[]>;
}>;

/** A branch that gave nothing, with the reason. */
export const failedBranch = (branch: Branch, reason: string): BranchResult => ({
  branch,
  status: 'failed',
  reason,
  score: null,
  results: [],
  metrics: [],
  notMeasured: [],
});

/** Runs a branch within its time; what goes wrong, whatever it is, becomes the reason of a failed result. `report` is told of errors nobody expected. */
export const runBranch = async (
  { gives, timeoutMs, run }: SiteBranch,
  capture: SiteCapture,
  report: (error: unknown) => void = () => undefined,
): Promise<readonly BranchResult[]> => {
  const fail = (reason: string): BranchResult[] => gives.map((branch) => failedBranch(branch, reason));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<BranchResult[]>((resolve) => {
    timer = setTimeout(() => {
      resolve(fail(`It took longer than ${String(Math.round(timeoutMs / 1_000))} s.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(capture), late]);
  } catch (error) {
    report(error);
    return fail(`It broke off (${error instanceof Error ? error.message.slice(0, 200) : 'no reason given'}).`);
  } finally {
    clearTimeout(timer);
  }
};

const STANDING: Readonly<Record<BranchResult['status'], number>> = { done: 2, partial: 1, failed: 0 };

/**
 * One result for each branch: what was measured more wholly goes before what was less, the later one before its equal. So a browser's reading replaces the one
 * from HTML alone, and stands back for it when it failed.
 */
export const bestOfBranches = (results: readonly BranchResult[]): BranchResult[] => {
  const best = new Map<Branch, BranchResult>();
  for (const result of results) {
    const known = best.get(result.branch);
    if (known === undefined || STANDING[result.status] >= STANDING[known.status]) best.set(result.branch, result);
  }
  return [...best.values()];
};
