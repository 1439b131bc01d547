import { type Clock, instant } from '../platform/time.ts';
import { emptyAssessment } from './assessment.ts';
import type { AssessmentStore } from './assessment-store.ts';
import type { CaptureSite } from './capture-site.ts';
import { type FetchEnd, StepInput } from './step-contract.ts';
import type { StepFiles } from './step-files.ts';

/** First step: reads the site and keeps what was read. A site that cannot be read ends the assessment with the reason; so does one that was deleted. */
export const createFetchSite =
  ({
    store,
    steps,
    captureSite,
    clock,
  }: {
    store: Pick<AssessmentStore, 'get' | 'finish'>;
    steps: Pick<StepFiles, 'keepCapture'>;
    captureSite: CaptureSite;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<FetchEnd> => {
    const input = StepInput.parse(event);
    const assessment = await store.get(input.workspaceId, input.id);
    if (assessment?.status !== 'running') return { ...input, readable: false };
    const captured = await captureSite(assessment.url);
    if (captured.ok) {
      await steps.keepCapture(input, { capture: captured.capture, notMeasured: captured.notMeasured });
      return { ...input, readable: true };
    }
    const { assumptions } = assessment;
    const end = { finishedAt: instant(clock()), assumptions, failure: captured.failure };
    await store.finish(emptyAssessment(assessment, 'failed', end));
    return { ...input, readable: false };
  };
