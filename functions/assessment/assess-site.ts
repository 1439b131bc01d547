import { type Clock, instant } from '../platform/time.ts';
import { type AssessmentHead, concludeAssessment, emptyAssessment } from './assessment.ts';
import type { CaptureSite } from './capture-site.ts';
import type { Assessment } from './contract.ts';
import { fetchResult } from './fetch/fetch-result.ts';
import type { ImpactAssumptions } from './impact/contract.ts';
import { bestOfBranches, runBranch, type SiteBranch } from './site-branch.ts';

export type AssessSite = (
  head: Omit<AssessmentHead, 'startedAt'>,
  assumptions: ImpactAssumptions,
) => Promise<Assessment>;

/**
 * Assesses a site in this process: reads it, runs the branches side by side, each within its own time and failing by itself, and concludes. What the assessment
 * machine does in functions of its own (state-machines/assessment.asl.json), for the command line and for whole batches of leads. Within 90 s, as reading
 * takes 25 and no branch more than 60.
 */
export const createAssessSite =
  ({
    captureSite,
    branches,
    clock,
    report,
  }: {
    captureSite: CaptureSite;
    branches: readonly SiteBranch[];
    clock: Clock;
    /** Told of errors that nobody expected. */
    report?: (error: unknown) => void;
  }): AssessSite =>
  async (given, assumptions) => {
    const head = { ...given, startedAt: instant(clock()) };
    const captured = await captureSite(given.url);
    if (!captured.ok)
      return emptyAssessment(head, 'failed', {
        finishedAt: instant(clock()),
        assumptions,
        failure: captured.failure,
      });
    const { capture, notMeasured } = captured;
    const results = await Promise.all(branches.map((branch) => runBranch(branch, capture, report)));
    return concludeAssessment(
      head,
      {
        finalUrl: capture.finalUrl,
        branches: bestOfBranches([fetchResult(capture, notMeasured), ...results.flat()]),
      },
      { finishedAt: instant(clock()), assumptions },
    );
  };
