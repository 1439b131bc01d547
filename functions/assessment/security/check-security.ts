import type { BranchResult, NotMeasured } from '../contract.ts';
import { isChallenge } from '../readable-pages.ts';
import { type Rule, runRules } from '../rule.ts';
import type { CapturedPage, SiteCapture } from '../site-capture.ts';
import { observe } from './observatory/observe.ts';
import { ALGORITHM_VERSION, scoreVerdicts } from './observatory/verdicts.ts';
import { HEADER_RULES } from './rules/header-rules.ts';
import { libraryRule } from './rules/library-rule.ts';
import { observatoryRules } from './rules/observatory-rules.ts';
import { PAGE_RULES } from './rules/page-rules.ts';
import { TRANSPORT_RULES } from './rules/transport-rules.ts';
import { type SecurityFacts, securityFacts } from './security-facts.ts';

/** All rules, with titles and severities as they are while nothing is wrong. Those of Observatory come first. */
export const SECURITY_RULES: readonly Rule<SecurityFacts>[] = [
  ...observatoryRules(null),
  ...TRANSPORT_RULES,
  ...PAGE_RULES,
  ...HEADER_RULES,
  libraryRule([]),
];

/**
 * Judges the security of a site by what was read of it. The score is MDN HTTP Observatory's (algorithm 4, bonuses included, cut at 100); what it does not ask
 * (certificate, mixed content, libraries …) is told in findings and does not change it. Never throws, whatever a site sends.
 */
export const checkSecurity = (capture: SiteCapture): BranchResult => {
  const facts = securityFacts(capture);
  if (facts === undefined)
    return {
      ...{ branch: 'security', status: 'failed', reason: 'No page of the site could be read.', score: null },
      ...{ results: [], metrics: [], notMeasured: [] },
    };
  const unjudged = whyUnjudged(facts.landing.page);
  const verdicts = unjudged === null ? observe(facts.observed) : null;
  const results = runRules(
    [
      ...observatoryRules(verdicts, unjudged ?? ''),
      ...[...TRANSPORT_RULES, ...PAGE_RULES, ...HEADER_RULES, libraryRule(facts.libraries)],
    ],
    facts,
  );
  const common = { branch: 'security' as const, results, metrics: [], notMeasured: notMeasuredOf(facts) };
  if (verdicts === null) return { ...common, status: 'partial', reason: unjudged ?? '', score: null };
  const { score, grade } = scoreVerdicts(verdicts);
  return {
    ...common,
    status: 'done',
    score: Math.min(100, score),
    notes: [`MDN HTTP Observatory (algorithm ${String(ALGORITHM_VERSION)}): ${String(score)} points, grade ${grade}.`],
  };
};

/** Observatory judges answers of success, redirects, and the two that ask who is there; null when it judges this one. */
const whyUnjudged = (page: CapturedPage): string | null => {
  const { status } = page;
  if (isChallenge(page)) return 'The site shows a check against robots instead of its page, with headers of its own.';
  return (status >= 200 && status < 400) || status === 401 || status === 403
    ? null
    : `The page answers with status ${String(status)}, which says nothing of the site.`;
};

const notMeasuredOf = ({ libraries, tls, observed, landing }: SecurityFacts): NotMeasured[] => [
  {
    what: 'Whether the site is on the HSTS preload list of browsers',
    reason: 'The list is not at hand; the site is judged by its own header.',
  },
  {
    what: 'Whether any origin that asks is let in with credentials (CORS)',
    reason: 'That shows only to a request with an origin of its own, which reading a page does not make.',
  },
  ...(tls === null && observed.https !== 'none'
    ? [{ what: 'The certificate and the TLS version', reason: 'The handshake could not be watched.' }]
    : []),
  ...libraries
    .filter(({ version }) => version === null)
    .map(({ name }) => ({
      what: `The version of ${name}`,
      reason: 'Neither its address nor the beginning of its script tells.',
    })),
  ...(landing.page.cut ? [{ what: 'The end of the landing page', reason: 'Only its first 2 MB are read.' }] : []),
];
