import type { ReportStore } from './report-store.ts';
import { askedBy, FailReportInput, type ReportInput } from './step-contract.ts';

const LONGEST = 500;

/** What a failed step said, in its own words where Lambda wrapped them (Step Functions developer guide, "Error handling", Lambda's cause). */
const messageOf = (cause: string): string => {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
};

/** Keeps why a report could not be made, where the team sees it and can have it tried again. */
export const createFailReport =
  ({ reports }: { reports: Pick<ReportStore, 'failVersion'> }) =>
  async (event: unknown): Promise<Pick<ReportInput, 'workspaceId' | 'reportId'>> => {
    const { input, failure } = FailReportInput.parse(event);
    const { workspaceId, reportId } = input;
    const detail = messageOf(failure.Cause).slice(0, LONGEST);
    await reports.failVersion(workspaceId, reportId, askedBy(input), {
      stage: failure.Error,
      detail: detail === '' ? failure.Error : detail,
    });
    return { workspaceId, reportId };
  };
