import { Resolver } from 'node:dns/promises';
import { createFetchRaw, type FetchRaw } from '../platform/safe-fetch/fetch-raw.ts';
import { type Clock, SECOND, systemClock } from '../platform/time.ts';
import { checkStaticAccessibility } from './accessibility/check-static-accessibility.ts';
import { checkContent } from './content/check-content.ts';
import type { Branch, BranchResult } from './contract.ts';
import { createCheckEmailDomain, type EmailResolver } from './email/check-email-domain.ts';
import { performanceByHtml } from './performance/measure-performance.ts';
import { checkSecurity } from './security/check-security.ts';
import { checkSeo } from './seo/check-seo.ts';
import type { SiteBranch } from './site-branch.ts';
import type { SiteCapture } from './site-capture.ts';
import { detectTechnologies } from './tech/detect-technologies.ts';

/** Steps that need no more than what was read of the site, and the DNS. */
export const LIGHT_STEPS = ['seo', 'content', 'accessibility', 'security', 'email', 'performance', 'tech'] as const;
export type LightStep = (typeof LIGHT_STEPS)[number];
export type LightBranches = Readonly<Record<LightStep, SiteBranch>>;

const TIMEOUT = 20 * SECOND;
/** Many DNS servers are asked, some of which do not answer. */
const DNS_TIMEOUT = 40 * SECOND;

const of = (
  branch: Branch,
  check: (capture: SiteCapture) => BranchResult | Promise<BranchResult>,
  timeoutMs = TIMEOUT,
): SiteBranch => ({ gives: [branch], timeoutMs, run: async (capture) => [await check(capture)] });

/** The checks that every site gets, whatever else there is. */
export const createLightBranches = ({
  clock = systemClock,
  resolver = new Resolver({ timeout: 2 * SECOND, tries: 2 }),
  fetchRaw = createFetchRaw({ clock }),
}: {
  clock?: Clock;
  resolver?: EmailResolver;
  fetchRaw?: FetchRaw;
} = {}): LightBranches => {
  const checkEmailDomain = createCheckEmailDomain({ resolver, fetchRaw, clock });
  return {
    seo: of('seo', checkSeo),
    content: of('content', (capture) => checkContent(capture, { now: clock() })),
    accessibility: of('accessibility', checkStaticAccessibility),
    security: of('security', checkSecurity),
    // Mail is of the name that was asked for, wherever its website moved.
    email: of('email', ({ requestedUrl }) => checkEmailDomain(new URL(requestedUrl).hostname), DNS_TIMEOUT),
    performance: of('performance', (capture) => performanceByHtml(capture, [])),
    tech: of('tech', detectTechnologies),
  };
};
