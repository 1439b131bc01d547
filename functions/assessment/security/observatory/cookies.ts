import { type Cookie, hasBadSameSite, keptCookies, MOST_COOKIES, parseCookie } from './cookie.ts';
import { judgeHsts } from './header-verdicts.ts';
import { type Observed, worstOf } from './observed.ts';
import type { Verdict } from './verdicts.ts';

type CookieVerdict = Extract<Verdict, `cookies-${string}`>;
export type CookieJudgement = Readonly<{
  verdict: CookieVerdict;
  /** Names of the cookies to blame, and for what. */
  blamed: readonly Readonly<{ name: string; verdict: CookieVerdict }>[];
}>;

/** From the least to the worst. */
const ORDER: readonly CookieVerdict[] = [
  'cookies-without-secure-flag-but-protected-by-hsts',
  'cookies-without-secure-flag',
  'cookies-session-without-secure-flag-but-protected-by-hsts',
  'cookies-samesite-flag-invalid',
  'cookies-anticsrf-without-samesite-flag',
  'cookies-session-without-httponly-flag',
  'cookies-session-without-secure-flag',
];
/** Set by Heroku's router, out of its customers' hands. */
const NOT_THE_SITES = new Set(['heroku-session-affinity']);

const isSession = ({ name }: Cookie): boolean => /login|sess/i.test(name);
const isAntiCsrf = ({ name }: Cookie): boolean => /csrf/i.test(name);

/** Judges the cookies that the page sets: the worst of them decides. */
export const judgeCookies = (observed: Observed): CookieJudgement => {
  const cookies = keptCookies(observed.host, observed.cookies).filter(({ name }) => !NOT_THE_SITES.has(name));
  if (cookies.length === 0) return { verdict: 'cookies-not-found', blamed: [] };
  const hsts = judgeHsts(observed) === 'hsts-implemented-max-age-at-least-six-months';
  const blamed = [
    ...malformed(observed.cookies),
    ...cookies.flatMap((cookie) => faultsOf(cookie, hsts).map((verdict) => ({ name: cookie.name, verdict }))),
  ];
  const worst = worstOf(
    ORDER,
    blamed.map(({ verdict }) => verdict),
  );
  if (worst !== null) return { verdict: worst, blamed: blamed.filter(({ verdict }) => verdict === worst) };
  const verdict = cookies.every(({ sameSite }) => sameSite !== null)
    ? 'cookies-secure-with-httponly-sessions-and-samesite'
    : 'cookies-secure-with-httponly-sessions';
  return { verdict, blamed: [] };
};

/** A value of SameSite that is none of the three is a mistake, even of a cookie that browsers drop. */
const malformed = (values: readonly string[]): CookieJudgement['blamed'] =>
  values
    .slice(0, MOST_COOKIES)
    .filter(hasBadSameSite)
    .map((value) => ({
      name: parseCookie(value)?.name ?? value.slice(0, 50),
      verdict: 'cookies-samesite-flag-invalid',
    }));

const faultsOf = (cookie: Cookie, hsts: boolean): readonly CookieVerdict[] => {
  const { secure, httpOnly, sameSite } = cookie;
  const session = isSession(cookie);
  return ORDER.filter((verdict) => {
    switch (verdict) {
      case 'cookies-without-secure-flag-but-protected-by-hsts':
        return !secure && hsts;
      case 'cookies-without-secure-flag':
        return !secure && !hsts;
      case 'cookies-session-without-secure-flag-but-protected-by-hsts':
        return session && !secure && hsts;
      case 'cookies-session-without-secure-flag':
        return session && !secure && !hsts;
      case 'cookies-session-without-httponly-flag':
        return session && !httpOnly;
      case 'cookies-anticsrf-without-samesite-flag':
        return isAntiCsrf(cookie) && sameSite === null;
      case 'cookies-samesite-flag-invalid':
        return !secure && sameSite === 'none';
      default:
        return false;
    }
  });
};
