import { isReserved } from '../../contacts/verify-email.ts';
import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { type Clock, systemClock } from '../../platform/time.ts';
import { createResolveDns } from '../../sending/preflight/resolve-dns.ts';
import type { BranchResult, CheckResult, NotMeasured } from '../contract.ts';
import { runRules, weightedScore } from '../rule.ts';
import { createAskDns, PATIENCE, type Patience } from './ask-dns.ts';
import { type EmailFacts, readEmailFacts } from './email-facts.ts';
import { EMAIL_RULES } from './email-rules.ts';
import { mailDomainOf } from './mail-domain.ts';

/** Node's resolver, or one in its shape. */
export type EmailResolver = NonNullable<Parameters<typeof createResolveDns>[0]>;

/**
 * Checks what mail of a site's domain rests on: MX, SPF, DMARC, DKIM, MTA-STS, TLS-RPT, BIMI. `fetchRaw` reads the MTA-STS policy; without it that one stays unmeasured. What DNS does not
 * answer (SERVFAIL, timeouts) is not measured and never counted against the domain. Takes at most some 35 s; never rejects.
 */
export const createCheckEmailDomain =
  ({
    resolver,
    fetchRaw,
    clock = systemClock,
    patience = PATIENCE,
    unreachable = isReserved,
  }: {
    resolver: EmailResolver;
    fetchRaw?: FetchRaw;
    clock?: Clock;
    patience?: Patience;
    /** Domains that no mail can reach: nothing is asked for them. */
    unreachable?: (domain: string) => boolean;
  }) =>
  async (host: string): Promise<BranchResult> => {
    const named = mailDomainOf(host);
    if (!named.ok) return nothing(named.reason);
    if (unreachable(named.organization))
      return nothing(`${named.domain} is a name kept for examples and tests, which no mail reaches.`);
    const resolve = createAskDns(createResolveDns(resolver), clock, patience);
    const { domain, organization } = named;
    const facts = await readEmailFacts(resolve, await mailing(resolve, domain, organization), fetchRaw);
    return judge(facts);
  };

/** A host without mail hosts of its own writes from the domain above it. */
const mailing = async (
  resolve: ReturnType<typeof createAskDns>,
  domain: string,
  organization: string,
): Promise<string> => {
  if (domain === organization) return domain;
  try {
    return (await resolve(domain, 'MX')).length > 0 ? domain : organization;
  } catch {
    return organization;
  }
};

const judge = (facts: EmailFacts): BranchResult => {
  const results = runRules(EMAIL_RULES, facts);
  const lookups = Object.values(facts).filter((one) => typeof one !== 'string');
  const unanswered = [...new Set(lookups.flatMap((one) => (one.ok ? [] : [one.reason])))];
  if (lookups.every(({ ok }) => !ok)) return { ...nothing(unanswered[0] ?? 'DNS did not answer.'), results };
  return {
    branch: 'email',
    ...(unanswered.length === 0
      ? { status: 'done' as const }
      : { status: 'partial' as const, reason: unanswered.join(' ') }),
    score: weightedScore(results),
    results,
    metrics: [],
    notMeasured: notMeasuredOf(facts.domain, results),
  };
};

const SUBJECTS: readonly (readonly [prefix: string, subject: string])[] = [
  ['email.mx', 'Mail hosts (MX)'],
  ['email.spf', 'Permitted senders (SPF)'],
  ['email.dmarc', 'The policy against forged senders (DMARC)'],
  ['email.dkim', 'Signing keys (DKIM)'],
  ['email.mta_sts', 'Encrypted delivery (MTA-STS)'],
  ['email.tls_rpt', 'Reports on encrypted delivery (TLS-RPT)'],
  ['email.bimi', 'The logo record (BIMI)'],
];

/** What could not be told, each subject once. */
const notMeasuredOf = (domain: string, results: readonly CheckResult[]): NotMeasured[] =>
  SUBJECTS.flatMap(([prefix, subject]) => {
    const unknown = results.find(({ id, state }) => state === 'not_measured' && id.startsWith(prefix));
    return unknown === undefined ? [] : [{ what: `${subject} of ${domain}`, reason: unknown.reason ?? '' }];
  });

const nothing = (reason: string): BranchResult => ({
  ...{ branch: 'email', status: 'failed', reason, score: null, results: [], metrics: [] },
  notMeasured: [{ what: 'The domain’s mail', reason }],
});
