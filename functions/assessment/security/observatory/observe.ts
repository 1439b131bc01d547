import { judgeCsp } from './content-security-policy.ts';
import { judgeCookies } from './cookies.ts';
import {
  judgeContentTypeOptions,
  judgeFraming,
  judgeHsts,
  judgeRedirection,
  judgeReferrerPolicy,
  judgeResourcePolicy,
  judgeSharing,
} from './header-verdicts.ts';
import type { Observed } from './observed.ts';
import { judgeIntegrity } from './subresource-integrity.ts';
import type { Verdicts } from './verdicts.ts';

/** Observatory's verdicts on a site: what `scoreVerdicts` makes a score of. */
export const observe = (observed: Observed): Verdicts => ({
  'content-security-policy': judgeCsp(observed).verdict,
  cookies: judgeCookies(observed).verdict,
  'cross-origin-resource-sharing': judgeSharing(observed),
  redirection: judgeRedirection(observed),
  'referrer-policy': judgeReferrerPolicy(observed),
  'strict-transport-security': judgeHsts(observed),
  'subresource-integrity': judgeIntegrity(observed),
  'x-content-type-options': judgeContentTypeOptions(observed),
  'x-frame-options': judgeFraming(observed),
  'cross-origin-resource-policy': judgeResourcePolicy(observed),
});
