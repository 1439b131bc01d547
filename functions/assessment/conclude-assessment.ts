import { type Clock, instant } from '../platform/time.ts';
import { concludeAssessment, emptyAssessment } from './assessment.ts';
import type { AssessmentStore } from './assessment-store.ts';
import type { Branch, BranchResult } from './contract.ts';
import { fetchResult } from './fetch/fetch-result.ts';
import { bestOfBranches, failedBranch } from './site-branch.ts';
import { ConcludeInput, type SiteStep, type StepEnd, type StepInput } from './step-contract.ts';
import type { StepFiles } from './step-files.ts';

/** What a step gives, for the result of one that failed as a whole. */
const GIVES: Readonly<Record<SiteStep, readonly Branch[]>> = {
  seo: ['seo'],
  content: ['content'],
  accessibility: ['accessibility'],
  security: ['security'],
  email: ['email'],
  performance: ['performance'],
  tech: ['tech'],
  presence: ['presence'],
  seoData: ['seoData'],
  browser: ['accessibility', 'visual', 'performance'],
};

/** Last step: puts together what the steps found, those that failed with their reasons, and ends the assessment. Again with the same does no harm. */
export const createConcludeAssessment = ({
  store,
  steps,
  clock,
}: {
  store: Pick<AssessmentStore, 'get' | 'finish'>;
  steps: Pick<StepFiles, 'capture' | 'results'>;
  clock: Clock;
}) => {
  const resultsOf = async (input: StepInput, { step, ok, reason }: StepEnd): Promise<BranchResult[]> => {
    const found = ok ? await steps.results(input, step) : undefined;
    return found ?? GIVES[step].map((branch) => failedBranch(branch, reason ?? 'It kept no result.'));
  };

  return async (event: unknown): Promise<StepInput> => {
    const { ends, failure, ...input } = ConcludeInput.parse(event);
    const assessment = await store.get(input.workspaceId, input.id);
    if (assessment?.status !== 'running') return input;
    const end = { finishedAt: instant(clock()), assumptions: assessment.assumptions };
    if (ends === undefined || failure !== undefined) {
      await store.finish(emptyAssessment(assessment, 'failed', { ...end, failure: BROKE_OFF }));
      return input;
    }
    const { capture, notMeasured } = await steps.capture(input);
    // The browser's results come last, so that they go before equal ones from HTML alone.
    const inOrder = ends.toSorted((a, b) => Number(a.step === 'browser') - Number(b.step === 'browser'));
    const results = await Promise.all(inOrder.map((one) => resultsOf(input, one)));
    const branches = bestOfBranches([fetchResult(capture, notMeasured), ...results.flat()]);
    await store.finish(concludeAssessment(assessment, { finalUrl: capture.finalUrl, branches }, end));
    return input;
  };
};

const BROKE_OFF = {
  reason: 'failed',
  detail: 'The work on this broke off on our side. Assess the site again.',
} as const;
