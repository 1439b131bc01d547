import fc from 'fast-check';
import { checkSecurity } from '../../../../functions/assessment/security/check-security.ts';
import { observe } from '../../../../functions/assessment/security/observatory/observe.ts';
import {
  ALGORITHM_VERSION,
  gradeOf,
  MODIFIERS,
  OBSERVATORY_TESTS,
  scoreVerdicts,
} from '../../../../functions/assessment/security/observatory/verdicts.ts';
import { securityFacts } from '../../../../functions/assessment/security/security-facts.ts';
import type { SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aSite, SECURE_HEADERS } from './a-secure-site.ts';
import { VECTORS, VECTORS_HOST, type Vector } from './observatory-vectors.ts';

const ROUTE = [`http://${VECTORS_HOST}/`, `https://${VECTORS_HOST}/`];

const siteOf = ({ headers, html = '', https, route = ROUTE, contentType = 'text/html' }: Vector): SiteCapture => {
  const site = aSite({ headers: [['content-type', contentType], ...headers], html, host: VECTORS_HOST });
  const [, second = null] = route ?? [];
  const [page] = site.pages;
  if (page === undefined) throw new Error('a site has a page');
  return {
    ...site,
    ...(https === 'none' ? { finalUrl: `http://${VECTORS_HOST}/`, tls: null } : {}),
    ...(https === 'unverified' && site.tls !== null ? { tls: { ...site.tls, authorized: false } } : {}),
    pages: [
      {
        ...page,
        headers: page.headers.slice(1),
        ...(https === 'none' ? { finalUrl: `http://${VECTORS_HOST}/` } : {}),
      },
    ],
    http:
      route === null
        ? null
        : {
            ...{ status: second === null ? 200 : 301, location: second },
            redirectsToHttps: route.at(-1)?.startsWith('https:') === true,
          },
  };
};

const verdictsOf = (site: SiteCapture) => {
  const facts = securityFacts(site);
  if (facts === undefined) throw new Error('a site has a page');
  return observe(facts.observed);
};
const bare = (): readonly string[] => VECTORS[0]?.verdicts.split(' ') ?? [];

describe('the algorithm of MDN HTTP Observatory', () => {
  test('the version that the reference scores are of is the version that is followed', () => {
    expect(ALGORITHM_VERSION).toBe(4);
  });

  test.each(VECTORS.map((vector) => [vector.name, vector] as const))(
    'scores as the reference does: %s',
    (_name, vector) => {
      const verdicts = verdictsOf(siteOf(vector));
      const telling = Object.values(verdicts).filter((verdict, n) => vector === VECTORS[0] || verdict !== bare()[n]);
      expect({ ...scoreVerdicts(verdicts), verdicts: telling.join(' ') }).toEqual({
        ...{ score: vector.score, grade: vector.grade, verdicts: vector.verdicts },
      });
    },
  );

  test('the verdicts stand in the order of the tests', () => {
    expect(Object.keys(verdictsOf(aSite()))).toEqual(OBSERVATORY_TESTS);
  });

  test('grades follow the published table', () => {
    const table = [100, 99, 90, 89, 85, 80, 75, 70, 65, 60, 55, 50, 45, 40, 35, 30, 25, 24, 0];
    expect(table.map(gradeOf).join(' ')).toBe('A+ A A A- A- B+ B B B- C+ C C C- D+ D D D- F F');
  });

  test('bonuses count only where 90 points are left without them', () => {
    const good = verdictsOf(aSite({ headers: SECURE_HEADERS }));
    expect(scoreVerdicts(good).score).toBe(130);
    expect(scoreVerdicts({ ...good, redirection: 'redirection-not-to-https-on-initial-redirection' }).score).toBe(120);
    expect(scoreVerdicts({ ...good, redirection: 'redirection-missing' }).score).toBe(80);
  });

  test('policies in one header count as those of several', () => {
    const one = "default-src 'self'; script-src 'self' 'unsafe-inline'";
    const two = "script-src 'self'";
    const policy = (...values: string[]) =>
      verdictsOf(aSite({ headers: values.map((value) => ['content-security-policy', value] as const) }));
    expect(policy(`${one}, ${two}`)).toEqual(policy(one, two));
    expect(policy(`${one}, ${two}`)['content-security-policy']).toBe('csp-implemented-with-no-unsafe');
  });

  test('an HSTS age that is no number is no age', () => {
    const hsts = (value: string) =>
      verdictsOf(aSite({ headers: [['strict-transport-security', value]] }))['strict-transport-security'];
    expect(hsts('max-age=banana')).toBe('hsts-header-invalid');
    expect(hsts('max-age="31536000"')).toBe('hsts-implemented-max-age-at-least-six-months');
  });
});

/** Values of headers that are good, middling and none at all. */
const header = fc.oneof(
  fc.tuple(
    fc.constant('strict-transport-security'),
    fc.constantFrom('max-age=31536000', 'max-age=0', 'x', 'MAX-AGE=99999999; preload'),
  ),
  fc.tuple(fc.constant('x-frame-options'), fc.constantFrom('DENY', 'sameorigin', 'allow-from x', 'no')),
  fc.tuple(fc.constant('x-content-type-options'), fc.constantFrom('nosniff', 'NOSNIFF', 'x')),
  fc.tuple(fc.constant('referrer-policy'), fc.constantFrom('no-referrer', 'unsafe-url', 'x')),
  fc.tuple(fc.constant('cross-origin-resource-policy'), fc.constantFrom('same-origin', 'cross-origin', 'x')),
  fc.tuple(
    fc.constant('content-security-policy'),
    fc.constantFrom(
      "default-src 'none'",
      "default-src 'self' 'unsafe-inline'",
      'x',
      "script-src 'nonce-a' 'strict-dynamic' http:",
    ),
  ),
  fc.tuple(
    fc.constant('set-cookie'),
    fc.constantFrom('a=1', 'sess=1; Secure; HttpOnly', 'b=1; Secure; SameSite=Lax', '='),
  ),
  fc.tuple(fc.constant('access-control-allow-origin'), fc.constantFrom('*', 'https://a.example')),
);
const headers = fc.uniqueArray(header, { selector: ([name]) => name, maxLength: 8 });
const scoreOf = (list: readonly (readonly [string, string])[]): number =>
  scoreVerdicts(verdictsOf(aSite({ headers: list }))).score;

/** Headers that protect nothing: wrong values, and what lets more in. */
const BAD = [
  ['x-frame-options', 'ALLOWALL'],
  ['x-content-type-options', 'sniff'],
  ['referrer-policy', 'unsafe-url'],
  ['referrer-policy', 'whatever'],
  ['cross-origin-resource-policy', 'anyone'],
  ['strict-transport-security', 'yes'],
  ['content-security-policy', 'x'],
  ['content-security-policy', "script-src 'self'; script-src *"],
  ['set-cookie', 'session=1'],
  ['set-cookie', 'a=1; SameSite=Sometimes'],
  ['access-control-allow-origin', 'null'],
] as const;

describe('properties of the score', () => {
  test('the category’s score is a whole number from 0 to 100, whatever is sent', () => {
    const any = fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 200 })), { maxLength: 10 });
    fc.assert(
      fc.property(fc.oneof(headers, any), fc.string({ maxLength: 300 }), (list, html) => {
        const { score } = checkSecurity(aSite({ headers: list, html }));
        return score !== null && score >= 0 && score <= 100 && Number.isInteger(score);
      }),
      { numRuns: 300 },
    );
  });

  test('a bad header never raises the score', () => {
    fc.assert(
      fc.property(headers, fc.constantFrom(...BAD), (list, bad) => scoreOf([...list, bad]) <= scoreOf(list)),
      { numRuns: 500 },
    );
  });

  test('the order of headers and the case of their names do not matter', () => {
    const shuffled = headers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const loud = other.map(([name, value]): [string, string] => [name.toUpperCase(), value]);
        return scoreOf(loud) === scoreOf(list);
      }),
      { numRuns: 200 },
    );
  });

  test('every verdict is worth a whole number of points', () => {
    expect(Object.values(MODIFIERS).every((points) => points % 5 === 0)).toBe(true);
  });
});
