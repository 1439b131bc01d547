import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { AssessmentBatchId, AssessmentId } from '../platform/ids.ts';
import { Assessment, AssessmentSummary } from './contract.ts';
import { ImpactAssumptions } from './impact/contract.ts';

/** What is to be assessed: an address, or a company of the workspace by its domain. */
export const NewAssessment = z
  .strictObject({
    url: singleLine(2_000).optional(),
    /** Domain of a company of the workspace; what is known of it goes into the assumptions. */
    companyId: singleLine(253).optional(),
    companyName: singleLine(200).optional(),
    assumptions: ImpactAssumptions.partial().optional(),
  })
  .refine(({ url, companyId }) => (url === undefined) !== (companyId === undefined), {
    error: 'Give url or companyId, one of the two.',
    path: ['url'],
  });
export type NewAssessment = z.infer<typeof NewAssessment>;

/** Input of the assessment machine. */
export const AssessmentInput = Assessment.pick({ workspaceId: true, id: true });
export type AssessmentInput = z.infer<typeof AssessmentInput>;

const assessments = { servedBy: 'assessment/serve-assessments', tag: 'Assessments' } as const;
const one = { params: z.object({ assessmentId: AssessmentId }) } as const;

export const assessmentRoutes = defineRoutes({
  startAssessment: {
    ...assessments,
    operationId: 'startAssessment',
    method: 'POST',
    path: '/assessments',
    summary: 'Assess a website; its result is read by the id that this gives, within 90 seconds',
    permission: 'assessment:create',
    body: NewAssessment,
    status: 202,
    response: AssessmentSummary,
  },
  listAssessments: {
    ...assessments,
    operationId: 'listAssessments',
    method: 'GET',
    path: '/assessments',
    summary: 'Assessments, newest first; of one site with `domain`, of a batch with `batch`',
    permission: 'assessment:read',
    query: PageQuery.extend({
      domain: z.string().trim().toLowerCase().max(253).optional(),
      batch: AssessmentBatchId.optional(),
    }),
    status: 200,
    response: pageOf(AssessmentSummary),
  },
  getAssessment: {
    ...assessments,
    ...one,
    operationId: 'getAssessment',
    method: 'GET',
    path: '/assessments/{assessmentId}',
    summary: 'An assessment: scores, findings with evidence and amounts, metrics, and what was not measured',
    permission: 'assessment:read',
    status: 200,
    response: Assessment,
  },
  setAssessmentAssumptions: {
    ...assessments,
    ...one,
    operationId: 'setAssessmentAssumptions',
    method: 'PUT',
    path: '/assessments/{assessmentId}/assumptions',
    summary: 'Change what the amounts rest on; they are computed anew',
    permission: 'assessment:update',
    body: z.strictObject(ImpactAssumptions.shape),
    status: 200,
    response: Assessment,
  },
  deleteAssessment: {
    ...assessments,
    ...one,
    operationId: 'deleteAssessment',
    method: 'DELETE',
    path: '/assessments/{assessmentId}',
    summary: 'Delete an assessment that no report rests on',
    permission: 'assessment:delete',
    status: 204,
  },
});
