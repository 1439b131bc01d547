import type { Evidence } from '../../contract.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../../rule.ts';
import { breaksPrefix, MOST_COOKIES, parseCookie } from '../observatory/cookie.ts';
import { joined } from '../observatory/observed.ts';
import { policiesOf } from '../observatory/policy.ts';
import type { SecurityFacts } from '../security-facts.ts';

const NAMES_VERSION = /\d+\.\d+/;
/** Headers that name software: the name alone is no finding, a version is. */
const REVEALING = ['server', 'x-powered-by', 'x-aspnet-version', 'x-aspnetmvc-version', 'x-generator'];
const OPENER = new Set(['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups', 'unsafe-none']);
const EMBEDDER = new Set(['require-corp', 'credentialless', 'unsafe-none']);
const LONGEST = 200;

const headerSeen = ({ observed, landing }: SecurityFacts, name: string): Evidence | null => {
  const value = joined(observed, name);
  return value === null ? null : { what: `The header ${name}`, where: landing.url, quote: value.slice(0, LONGEST) };
};

const failedOrPassed = ([first, ...rest]: readonly Evidence[]): CheckOutcome =>
  first === undefined ? passed() : failed(first, ...rest);

/** The first item of a structured header, without its parameters. */
const tokenOf = (facts: SecurityFacts, name: string): string | null =>
  joined(facts.observed, name)?.slice(0, LONGEST).split(';')[0]?.trim().toLowerCase() ?? null;

const known =
  (name: string, values: ReadonlySet<string>, absent: string) =>
  (facts: SecurityFacts): CheckOutcome => {
    const token = tokenOf(facts, name);
    const seen = headerSeen(facts, name);
    if (token === null || seen === null) return notApplicable(absent);
    return values.has(token) ? passed(seen) : failed({ ...seen, what: `${name} has a value that browsers ignore` });
  };

/** Headers beyond those that Observatory scores. They give findings and stand outside the category's score, which is Observatory's alone. */
export const HEADER_RULES: readonly Rule<SecurityFacts>[] = [
  {
    ...{ id: 'security.version_headers', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'The server tells which versions it runs',
    detail: 'Attackers look for sites with versions that have known holes.',
    source: 'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html#server',
    fix: 'Switch the version off (ServerTokens Prod, server_tokens off, expose_php = Off).',
    check: (facts) =>
      failedOrPassed(
        REVEALING.flatMap((name) => {
          const seen = headerSeen(facts, name);
          return seen !== null && NAMES_VERSION.test(seen.quote ?? '') ? [seen] : [];
        }),
      ),
  },
  {
    ...{ id: 'security.ignored_framing', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'Protection against framing stands where browsers ignore it',
    detail: 'Browsers know ALLOW-FROM no longer, and take frame-ancestors from headers only.',
    source: 'https://www.w3.org/TR/CSP3/#directive-frame-ancestors',
    fix: 'Send frame-ancestors in a Content-Security-Policy header.',
    check: (facts) => {
      const { observed, landing } = facts;
      const fromHeader = policiesOf(observed.headers.get('content-security-policy') ?? []).some(hasAncestors);
      if (fromHeader) return passed();
      const old = headerSeen(facts, 'x-frame-options');
      return failedOrPassed([
        ...(old !== null && /^\s*allow-from/i.test(old.quote ?? '') ? [old] : []),
        ...observed.metaPolicies.filter(hasAncestors).map((policy) => ({
          what: 'frame-ancestors in a meta element',
          where: landing.url,
          quote: policy.slice(0, LONGEST),
        })),
      ]);
    },
  },
  {
    ...{ id: 'security.cookie_prefix', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'A cookie breaks the promise of its name, and browsers drop it',
    detail: '__Secure- needs Secure; __Host- needs Secure, Path=/ and no Domain.',
    source: 'https://www.rfc-editor.org/rfc/rfc6265#section-5.3',
    fix: 'Give the cookie the attributes that its prefix asks for.',
    check: ({ observed, landing }) => {
      const cookies = observed.cookies.slice(0, MOST_COOKIES).flatMap((value) => parseCookie(value) ?? []);
      if (!cookies.some(({ name }) => /^__(?:Secure|Host)-/.test(name)))
        return notApplicable('No cookie has such a name.');
      return failedOrPassed(
        cookies
          .filter(breaksPrefix)
          .map(({ name }) => ({ what: 'The cookie', where: landing.url, quote: name.slice(0, LONGEST) })),
      );
    },
  },
  {
    ...{ id: 'security.cors_null_origin', category: 'security', weight: 0, severity: 'medium', effort: 'hours' },
    title: 'Pages without an origin may read the site as its visitor',
    detail: 'Any site can make a frame whose origin is null.',
    source: 'https://fetch.spec.whatwg.org/#http-access-control-allow-origin',
    fix: 'Never answer Access-Control-Allow-Origin: null.',
    check: (facts) => {
      const seen = headerSeen(facts, 'access-control-allow-origin');
      if (seen === null) return notApplicable('The page shares nothing with other origins.');
      const credentials = tokenOf(facts, 'access-control-allow-credentials') === 'true';
      return credentials && seen.quote?.trim().toLowerCase() === 'null' ? failed(seen) : passed(seen);
    },
  },
  {
    ...{ id: 'security.coop', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'Cross-Origin-Opener-Policy has a value that does nothing',
    detail: 'It keeps pages that open this one from holding on to its window.',
    source: 'https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies',
    fix: 'Send Cross-Origin-Opener-Policy: same-origin-allow-popups.',
    check: known('cross-origin-opener-policy', OPENER, 'The header is not sent; few sites need it.'),
  },
  {
    ...{ id: 'security.coep', category: 'security', weight: 0, severity: 'low', effort: 'minutes' },
    title: 'Cross-Origin-Embedder-Policy has a value that does nothing',
    detail: 'It is needed for shared memory and precise clocks only.',
    source: 'https://html.spec.whatwg.org/multipage/browsers.html#coep',
    fix: 'Send require-corp or credentialless, or leave the header out.',
    check: known('cross-origin-embedder-policy', EMBEDDER, 'The header is not sent; few sites need it.'),
  },
];

const hasAncestors = (policy: string): boolean => /(?:^|;)\s*frame-ancestors(?:\s|;|$)/i.test(policy);
