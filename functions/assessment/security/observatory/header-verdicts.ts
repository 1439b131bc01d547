import { judgeCsp } from './content-security-policy.ts';
import { joined, type Observed } from './observed.ts';
import type { Verdict } from './verdicts.ts';

type Of<Prefix extends string> = Extract<Verdict, `${Prefix}${string}`>;

/** Six months, as many sites count them: 180 days. */
const SIX_MONTHS_SECONDS = 15_552_000;
const LONGEST_VALUE = 1_024;

/** Whether https is made to stick. The list of preloaded hosts is not at hand: a preloaded host without the header is judged by the header it lacks. */
export const judgeHsts = (observed: Observed): Of<'hsts-'> => {
  if (observed.https === 'none') return 'hsts-not-implemented-no-https';
  if (observed.https === 'unverified') return 'hsts-invalid-cert';
  if (!observed.headers.has('strict-transport-security')) return 'hsts-not-implemented';
  const value = (joined(observed, 'strict-transport-security') ?? '').slice(0, LONGEST_VALUE).toLowerCase();
  const ages = value
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith('max-age='));
  // A quoted number is one too (RFC 6797 § 6.1); anything else is no age, and a comma says that the header was set twice.
  const age = Number.parseInt(ages.at(-1)?.slice('max-age='.length).replaceAll('"', '') ?? '', 10);
  if (Number.isNaN(age) || value.includes(',')) return 'hsts-header-invalid';
  return age < SIX_MONTHS_SECONDS
    ? 'hsts-implemented-max-age-less-than-six-months'
    : 'hsts-implemented-max-age-at-least-six-months';
};

const PRIVATE = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'];
const REVEALING = ['origin', 'origin-when-cross-origin', 'unsafe-url', 'no-referrer-when-downgrade'];

/** The last value that is known counts; a `<meta>` comes after the headers. */
export const judgeReferrerPolicy = ({ headers, metaReferrer }: Observed): Of<'referrer-policy-'> => {
  const values = [...(headers.get('referrer-policy') ?? []), ...(metaReferrer === null ? [] : [metaReferrer])];
  if (values.length === 0) return 'referrer-policy-not-implemented';
  const policy = values
    .join(',')
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .findLast((value) => PRIVATE.includes(value) || REVEALING.includes(value));
  if (policy === undefined) return 'referrer-policy-header-invalid';
  return PRIVATE.includes(policy) ? 'referrer-policy-private' : 'referrer-policy-unsafe';
};

export const judgeContentTypeOptions = (observed: Observed): Of<'x-content-type-options-'> => {
  const value = joined(observed, 'x-content-type-options');
  if (value === null) return 'x-content-type-options-not-implemented';
  return value.slice(0, LONGEST_VALUE).trim().toLowerCase() === 'nosniff'
    ? 'x-content-type-options-nosniff'
    : 'x-content-type-options-header-invalid';
};

/** Whether other sites may frame the page; a policy's `frame-ancestors` comes before X-Frame-Options, as it does in browsers. */
export const judgeFraming = (observed: Observed): Of<'x-frame-options-'> => {
  if (judgeCsp(observed).policy?.has('frame-ancestors') === true) return 'x-frame-options-implemented-via-csp';
  const value = joined(observed, 'x-frame-options')?.slice(0, LONGEST_VALUE).trim().toLowerCase();
  if (value === undefined) return 'x-frame-options-not-implemented';
  if (value === 'deny' || value === 'sameorigin') return 'x-frame-options-sameorigin-or-deny';
  return value.startsWith('allow-from') ? 'x-frame-options-allow-from-origin' : 'x-frame-options-header-invalid';
};

export const judgeResourcePolicy = (observed: Observed): Of<'corp-'> => {
  switch (joined(observed, 'cross-origin-resource-policy')?.slice(0, LONGEST_VALUE).trim().toLowerCase()) {
    case undefined:
      return 'corp-not-implemented';
    case 'same-origin':
      return 'corp-implemented-with-same-origin';
    case 'same-site':
      return 'corp-implemented-with-same-site';
    case 'cross-origin':
      return 'corp-implemented-with-cross-origin';
    default:
      return 'corp-header-invalid';
  }
};

/**
 * Who may read the page from other origins, as far as its own answer says. Whether any origin that asks is let in with credentials shows only when one asks,
 * which reading a page does not do; that verdict is therefore never given here.
 */
export const judgeSharing = (observed: Observed): Of<'cross-origin-resource-sharing-'> => {
  const value = joined(observed, 'access-control-allow-origin');
  if (value === null) return 'cross-origin-resource-sharing-not-implemented';
  return value.trim() === '*'
    ? 'cross-origin-resource-sharing-implemented-with-public-access'
    : 'cross-origin-resource-sharing-implemented-with-restricted-access';
};

/** Where plain http leads. */
export const judgeRedirection = ({ httpRoute, https }: Observed): Of<'redirection-'> => {
  if (httpRoute === null) return 'redirection-not-needed-no-http';
  const [first, second] = httpRoute;
  const last = httpRoute.at(-1);
  if (last?.protocol === 'https:' && https === 'unverified') return 'redirection-invalid-cert';
  if (first === undefined || second === undefined) return 'redirection-missing';
  if (last?.protocol !== 'https:') return 'redirection-not-to-https';
  if (second.protocol === 'http:') return 'redirection-not-to-https-on-initial-redirection';
  return first.hostname === second.hostname ? 'redirection-to-https' : 'redirection-off-host-from-http';
};
