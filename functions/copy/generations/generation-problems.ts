import { type Problem, problem } from '../../platform/http/problem.ts';
import type { ModelFailure } from '../model.ts';
import type { SiteAnswer, SiteFailure } from '../site-pack.ts';

/** What is wrong with the address itself; everything else is wrong with what stands there. */
const BAD_ADDRESS: readonly SiteFailure[] = ['bad_url', 'private_address'];
const withoutField = (detail: string): string => detail.replace(/^websiteUrl: /, '');

/** 400 for an address that is none, 422 for a site that cannot be read, with what was tried. */
export const siteProblem = ({ reason, detail, tried }: Extract<SiteAnswer, { ok: false }>): Problem => {
  const bad = BAD_ADDRESS.includes(reason);
  return problem(bad ? 400 : 422, bad ? reason : `site_${reason}`, detail, {
    fieldErrors: [{ field: 'websiteUrl', message: withoutField(detail) }],
    ...(bad ? {} : { tried: [...tried] }),
  }).problem;
};

export const unknownIcp = (id: string) =>
  problem(400, 'icp_not_found', `icp: there is no ICP ${id} in this workspace.`, {
    fieldErrors: [
      { field: 'icp', message: `There is no ICP ${id} in this workspace. Describe it in words, or leave it out.` },
    ],
  });

export const NO_MODEL: Problem = problem(
  422,
  'model_not_configured',
  'writer: no language model is configured. Store a key under provider credentials, or leave writer out.',
  { fieldErrors: [{ field: 'writer', message: 'No language model is configured.' }] },
).problem;

const RETRY_SECONDS = 60;

/** 402 when the budget is used up, 503 while providers are down, 502 when they gave nothing usable. `retryId` is where the result will be found. */
export const modelProblem = (
  { reason, detail, retryAfterSeconds }: ModelFailure,
  generationId: string,
): Readonly<{ problem: Problem; again: boolean }> => {
  const down = { retryAfter: Math.ceil(retryAfterSeconds ?? RETRY_SECONDS), retryId: generationId };
  switch (reason) {
    case 'budget':
      return { problem: problem(402, 'budget_used_up', detail).problem, again: false };
    case 'not_configured':
      return { problem: NO_MODEL, again: false };
    case 'rate_limited':
    case 'overloaded':
    case 'timeout':
    case 'unavailable':
      return { problem: problem(503, 'models_unavailable', detail, down).problem, again: true };
    case 'malformed':
    case 'cut_off':
      return { problem: problem(502, 'model_answer_unusable', detail, down).problem, again: true };
    case 'refused':
      return { problem: problem(502, 'model_refused', detail).problem, again: false };
  }
};
