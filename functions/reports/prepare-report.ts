import { createHash } from 'node:crypto';
import { emptyAssessment } from '../assessment/assessment.ts';
import type { AssessmentStore } from '../assessment/assessment-store.ts';
import { AssessmentId, type ReportId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { ReportStore } from './report-store.ts';
import { askedBy, ReportInput, type ReportWork } from './step-contract.ts';

/** The report of an order is gone. */
export class NoReport extends Error {
  override readonly name = 'NoReport';
}

/** An order that failed is tried again by people, not often. */
const MOST_TRIES = 20;

/** A fresh assessment's id, made of what it is for: a step that runs twice opens one. */
const assessmentFor = (reportId: string, asked: string): AssessmentId =>
  AssessmentId.parse(
    `asm_${reportId.slice('rpt_'.length)}${createHash('sha256').update(asked).digest('hex').slice(0, 20)}`.slice(0, 68),
  );

/**
 * Takes the version that an order is for, notes the sale, and opens a fresh assessment of the same site under the same assumptions. Asked again for what is ready
 * it says so, and nothing is made anew.
 * @throws NoReport
 */
export const createPrepareReport = ({
  reports,
  assessments,
  clock,
}: {
  reports: Pick<ReportStore, 'get' | 'beginVersion' | 'recordSale'>;
  assessments: Pick<AssessmentStore, 'get' | 'begin'>;
  clock: Clock;
}) => {
  /** The id of this order's assessment; of another one where the site could not be read when the order was tried before. */
  const freshId = async (workspaceId: WorkspaceId, reportId: ReportId, asked: string): Promise<AssessmentId> => {
    for (let attempt = 1; ; attempt += 1) {
      const id = assessmentFor(reportId, `${asked}#${String(attempt)}`);
      if (attempt === MOST_TRIES || (await assessments.get(workspaceId, id))?.status !== 'failed') return id;
    }
  };
  return async (event: unknown): Promise<ReportWork> => {
    const input = ReportInput.parse(event);
    const { workspaceId, reportId, purchaseId, to } = input;
    const report = await reports.get(workspaceId, reportId);
    if (report === undefined) throw new NoReport(`There is no report ${reportId}`);
    const asked = askedBy(input);
    if (purchaseId !== null && to !== null) await reports.recordSale(workspaceId, reportId, { purchaseId, to });
    const version = await reports.beginVersion(workspaceId, reportId, { askedBy: asked, purchaseId });
    const known = await assessments.get(workspaceId, report.assessmentId);
    const ready = version.state === 'ready';
    const assess = !ready && input.fresh && known !== undefined;
    const assessmentId = assess
      ? await freshId(workspaceId, reportId, asked)
      : (version.assessmentId ?? report.assessmentId);
    if (assess)
      await assessments.begin(
        emptyAssessment(
          {
            id: assessmentId,
            workspaceId,
            url: known.url,
            domain: known.domain,
            companyName: report.companyName ?? known.companyName,
            startedAt: instant(clock()),
          },
          'running',
          { finishedAt: null, assumptions: known.assumptions },
        ),
      );
    return {
      workspaceId,
      reportId,
      purchaseId,
      to,
      askedBy: asked,
      version: version.version,
      assessmentId,
      assess,
      ready,
    };
  };
};
