import type { Evidence } from '../../contract.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../../rule.ts';
import { judgeCookies } from '../observatory/cookies.ts';
import { externalScripts } from '../observatory/subresource-integrity.ts';
import {
  MODIFIERS,
  OBSERVATORY_TESTS,
  type ObservatoryTest,
  type Verdict,
  type Verdicts,
} from '../observatory/verdicts.ts';
import type { SecurityFacts } from '../security-facts.ts';
import { type Fault, OBSERVATORY_ROWS } from './observatory-faults.ts';

type SecurityRule = Rule<SecurityFacts>;
type Located = readonly [Evidence, ...Evidence[]];

/** Verdicts that only follow from another finding: they cost their points, and are not told twice. */
const FOLLOWS: Partial<Record<Verdict, string>> = {
  'hsts-not-implemented-no-https': 'The site has no https.',
  'hsts-invalid-cert': 'The certificate does not hold.',
  'redirection-invalid-cert': 'The certificate does not hold.',
};
const LONGEST_QUOTE = 300;

/** The ten rules of MDN HTTP Observatory for the verdicts at hand; without verdicts nothing is measured, for the reason given. */
export const observatoryRules = (verdicts: Verdicts | null, unjudged = ''): readonly SecurityRule[] =>
  OBSERVATORY_TESTS.map((test) => ruleOf(test, verdicts?.[test] ?? null, unjudged));

const ruleOf = (test: ObservatoryTest, verdict: Verdict | null, unjudged: string): SecurityRule => {
  const { id, title, source, faults } = OBSERVATORY_ROWS[test];
  const fault = verdict === null ? undefined : faults[verdict];
  const gravest = Object.values(faults)[0];
  return {
    ...{ id, source, category: 'security', weight: worstModifier(faults) },
    title: fault?.title ?? title,
    severity: (fault ?? gravest)?.severity ?? 'low',
    effort: (fault ?? gravest)?.effort ?? 'minutes',
    fix: (fault ?? gravest)?.fix ?? '',
    detail: (fault ?? gravest)?.detail ?? '',
    check: (facts) => (verdict === null ? notMeasured(unjudged) : outcomeOf(test, verdict, facts)),
  };
};

/** The most points that the test can cost. */
const worstModifier = (faults: Partial<Record<Verdict, Fault>>): number =>
  Math.max(...Object.entries(MODIFIERS).map(([verdict, modifier]) => (verdict in faults ? -modifier : 0)));

const outcomeOf = (test: ObservatoryTest, verdict: Verdict, facts: SecurityFacts): CheckOutcome => {
  const follows =
    FOLLOWS[verdict] ??
    (verdict === 'redirection-missing' && facts.observed.https === 'none' ? 'The site has no https.' : undefined);
  if (follows !== undefined) return notApplicable(follows);
  if (verdict === 'redirection-not-needed-no-http') return notApplicable('Nothing answered on plain http.');
  const points = MODIFIERS[verdict];
  const evidence = evidenceOf(test, facts).map((one, position) =>
    position === 0
      ? { ...one, what: `${one.what} (${verdict}, ${points > 0 ? '+' : ''}${String(points)} points)` }
      : one,
  );
  const [first, ...rest] = evidence;
  return points < 0 && first !== undefined ? failed(first, ...rest) : passed(...evidence);
};

const evidenceOf = (test: ObservatoryTest, facts: SecurityFacts): Located => {
  const { observed, landing } = facts;
  switch (test) {
    case 'cookies':
      return cookieEvidence(facts);
    case 'redirection': {
      const [first, ...further] = observed.httpRoute ?? [];
      const then = further.map(({ href }) => href).join(', then ');
      return [
        { what: then === '' ? 'Answered without a redirect' : `Leads to ${then}`, where: first?.href ?? landing.url },
      ];
    }
    case 'subresource-integrity': {
      const [first, ...rest] = externalScripts(observed)
        .filter(({ verdict }) => verdict !== null)
        .map(({ src }) => ({
          what: 'A script from elsewhere',
          where: landing.url,
          quote: src.slice(0, LONGEST_QUOTE),
        }));
      return first === undefined
        ? [{ what: 'No unchecked scripts from elsewhere', where: landing.url }]
        : [first, ...rest];
    }
    case 'x-frame-options':
      return [headerEvidence(test, facts), headerEvidence('content-security-policy', facts)];
    default:
      return [headerEvidence(test, facts)];
  }
};

const headerEvidence = (test: ObservatoryTest, { observed, landing }: SecurityFacts): Evidence => {
  const header = OBSERVATORY_ROWS[test].where;
  const { metaPolicies, metaReferrer } = observed;
  const meta =
    test === 'content-security-policy' ? metaPolicies : test === 'referrer-policy' ? [metaReferrer ?? ''] : [];
  const value = [...(observed.headers.get(header.toLowerCase()) ?? []), ...meta].filter((one) => one !== '').join(', ');
  return value === ''
    ? { what: `No ${header} header`, where: landing.url }
    : { what: `${header} was sent`, where: landing.url, quote: value.slice(0, LONGEST_QUOTE) };
};

/** Cookies by name; their values are nobody's business. */
const cookieEvidence = ({ observed, landing }: SecurityFacts): Located => {
  const { blamed } = judgeCookies(observed);
  const [first, ...rest] = [...new Set(blamed.map(({ name }) => name.slice(0, 100)))];
  const told = (name: string): Evidence => ({ what: `The cookie ${name}`, where: landing.url, quote: name });
  return first === undefined ? [{ what: 'Cookies of the page', where: landing.url }] : [told(first), ...rest.map(told)];
};
