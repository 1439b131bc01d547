import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { reviseAssumptions } from './assessment.ts';
import { type AssessmentStore, summaryOf } from './assessment-store.ts';
import type { assessmentRoutes } from './routes-contract.ts';
import type { createStartAssessment, Started } from './start-assessment.ts';

const frozen = (id: string): ProblemReply =>
  problem(409, 'assessment_frozen', `A report rests on assessment ${id}, so it stays as it is. Assess the site again.`);

const notStarted = (why: Extract<Started, { ok: false }>): ProblemReply => {
  switch (why.reason) {
    case 'unknown_company':
      return invalidFields([
        { field: 'companyId', message: `no company of this workspace has the domain ${why.companyId}` },
      ]);
    case 'no_website':
      return invalidFields([
        { field: 'companyId', message: `no website is known of ${why.companyId}; give its address as url` },
      ]);
    case 'bad_url':
      return invalidFields([{ field: 'url', message: why.detail.replace(/^url: /, '') }]);
  }
};

/** Assessments over HTTP: started, listed, read, revised, deleted. */
export const createServeAssessments = ({
  store,
  startAssessment,
}: {
  store: Pick<AssessmentStore, 'get' | 'list' | 'revise' | 'remove'>;
  startAssessment: ReturnType<typeof createStartAssessment>;
}): Handlers<typeof assessmentRoutes> => ({
  startAssessment: async ({ principal: { workspaceId }, body }) => {
    const started = await startAssessment(workspaceId, body);
    return started.ok ? { body: summaryOf(started.assessment) } : notStarted(started);
  },

  listAssessments: async ({ principal: { workspaceId }, query }) => {
    const page = await store.list(workspaceId, query);
    return page === undefined
      ? problem(400, 'invalid_cursor', 'cursor: is not one of this list. Begin without one.')
      : { body: page };
  },

  getAssessment: async ({ principal: { workspaceId }, params: { assessmentId } }) => {
    const found = await store.get(workspaceId, assessmentId);
    return found === undefined ? notFound('assessment', assessmentId) : { body: found };
  },

  setAssessmentAssumptions: async ({ principal: { workspaceId }, params: { assessmentId }, body }) => {
    const revised = await store.revise(workspaceId, assessmentId, (assessment) => reviseAssumptions(assessment, body));
    if (revised.ok) return { body: revised.assessment };
    switch (revised.reason) {
      case 'gone':
        return notFound('assessment', assessmentId);
      case 'frozen':
        return frozen(assessmentId);
      case 'unfinished':
        return problem(409, 'assessment_unfinished', `Assessment ${assessmentId} has no findings to put amounts on.`);
    }
  },

  deleteAssessment: async ({ principal: { workspaceId }, params: { assessmentId } }) => {
    switch (await store.remove(workspaceId, assessmentId)) {
      case 'removed':
        return { body: undefined };
      case 'gone':
        return notFound('assessment', assessmentId);
      case 'frozen':
        return frozen(assessmentId);
    }
  },
});
