import type { Files } from '../platform/files.ts';
import { assessmentCaptureKey, assessmentStepKey } from '../platform/files-layout.ts';
import type { BranchResult } from './contract.ts';
import { type SiteStep, type StepInput, StoredCapture, StoredResults } from './step-contract.ts';

export type StepFiles = ReturnType<typeof createStepFiles>;

/** What the steps of an assessment pass to each other: an execution's state may have 256 KiB, a read site has megabytes. */
export const createStepFiles = (files: Pick<Files, 'readText' | 'writeText'>) => ({
  keepCapture: ({ workspaceId, id }: StepInput, capture: StoredCapture): Promise<void> =>
    files.writeText(assessmentCaptureKey(workspaceId, id), JSON.stringify(capture)),

  /** @throws Error when the site was not read */
  capture: async ({ workspaceId, id }: StepInput): Promise<StoredCapture> => {
    const text = await files.readText(assessmentCaptureKey(workspaceId, id));
    if (text === undefined) throw new Error(`Nothing was read of the site of assessment ${id}`);
    return StoredCapture.parse(JSON.parse(text));
  },

  keepResults: ({ workspaceId, id }: StepInput, step: SiteStep, results: readonly BranchResult[]): Promise<void> =>
    files.writeText(assessmentStepKey(workspaceId, id, step), JSON.stringify(results)),

  /** What a step found; undefined when it kept nothing. */
  results: async ({ workspaceId, id }: StepInput, step: SiteStep): Promise<BranchResult[] | undefined> => {
    const text = await files.readText(assessmentStepKey(workspaceId, id, step));
    return text === undefined ? undefined : StoredResults.parse(JSON.parse(text));
  },
});
