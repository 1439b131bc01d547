import type { Log } from '../platform/log.ts';
import { runBranch, type SiteBranch } from './site-branch.ts';
import { type StepEnd, StepInput } from './step-contract.ts';
import type { StepFiles } from './step-files.ts';

/** What a browser sees of a site that was read, and PageSpeed Insights; keeps what it found. */
export const createBrowseSite =
  ({
    steps,
    browserBranch,
    log,
  }: {
    steps: Pick<StepFiles, 'capture' | 'keepResults'>;
    browserBranch: (input: StepInput) => Promise<SiteBranch>;
    log: Log;
  }) =>
  async (event: unknown): Promise<StepEnd> => {
    const input = StepInput.parse(event);
    const [branch, { capture }] = await Promise.all([browserBranch(input), steps.capture(input)]);
    const results = await runBranch(branch, capture, (error) => {
      log.error('Looking at a site broke off', { workspaceId: input.workspaceId, domain: capture.finalUrl, error });
    });
    await steps.keepResults(input, 'browser', results);
    return { step: 'browser', ok: true };
  };
