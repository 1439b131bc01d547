import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { Log } from '../platform/log.ts';
import type { LightBranches } from './light-branches.ts';
import type { createPaidBranches } from './paid-branches.ts';
import { runBranch } from './site-branch.ts';
import { CheckInput, type StepEnd } from './step-contract.ts';
import type { StepFiles } from './step-files.ts';

/** One check of a site that was read; keeps what it found. What the check cannot measure is in its result, not an error. */
export const createCheckSite =
  ({
    steps,
    lightBranches,
    paidBranches,
    bookPaidCall,
    log,
  }: {
    steps: Pick<StepFiles, 'capture' | 'keepResults'>;
    lightBranches: LightBranches;
    paidBranches: ReturnType<typeof createPaidBranches>;
    bookPaidCall: BookPaidCall;
    log: Log;
  }) =>
  async (event: unknown): Promise<StepEnd> => {
    const { step, ...input } = CheckInput.parse(event);
    const { workspaceId, id } = input;
    const branch =
      step === 'presence' || step === 'seoData'
        ? (await paidBranches(workspaceId, id, bookPaidCall))[step]
        : lightBranches[step];
    const { capture } = await steps.capture(input);
    const results = await runBranch(branch, capture, (error) => {
      log.error('A check of a site broke off', { workspaceId, stage: step, domain: capture.finalUrl, error });
    });
    await steps.keepResults(input, step, results);
    return { step, ok: true };
  };
