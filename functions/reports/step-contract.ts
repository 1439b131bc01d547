import * as z from 'zod';
import { AssessmentId, ReportId, WorkspaceId } from '../platform/ids.ts';

/** Input of the report machine (state-machines/report.asl.json). A purchase names who gets the report; a team's own wish names what asked for it. */
export const ReportInput = z.object({
  workspaceId: WorkspaceId,
  reportId: ReportId,
  purchaseId: z.string().min(1).max(100).nullable().default(null),
  to: z.email().nullable().default(null),
  /** What asks for this making; a purchase asks by its own id. */
  askedBy: z.string().min(1).max(100).nullable().default(null),
  /** Whether the site is assessed anew; what was bought always is. */
  fresh: z.boolean().default(true),
});
export type ReportInput = z.infer<typeof ReportInput>;

/** What asks for a making, by one name. */
export const askedBy = ({
  purchaseId,
  askedBy: asked,
  reportId,
}: Pick<ReportInput, 'purchaseId' | 'askedBy' | 'reportId'>): string => purchaseId ?? asked ?? reportId;

/** What each step passes on: ids only, all else lies in the table and the bucket. */
export const ReportWork = z.object({
  workspaceId: WorkspaceId,
  reportId: ReportId,
  purchaseId: z.string().nullable(),
  to: z.string().nullable(),
  askedBy: z.string(),
  version: z.int().positive(),
  /** The assessment that is made for this version, or the one that it is made of when none is. */
  assessmentId: AssessmentId,
  assess: z.boolean(),
  ready: z.boolean(),
});
export type ReportWork = z.infer<typeof ReportWork>;

export const FailReportInput = z.object({
  input: ReportInput,
  failure: z.object({ Error: z.string().default('Error'), Cause: z.string().default('') }),
});
