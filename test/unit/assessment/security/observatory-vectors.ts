import type { Grade } from '../../../../functions/assessment/security/observatory/verdicts.ts';

/** A site by its answer. What is left out: https that holds, plain http that leads to it, an empty HTML page. */
export type Vector = Readonly<{
  name: string;
  headers: readonly (readonly [string, string])[];
  html?: string;
  https?: 'unverified' | 'none';
  /** Addresses from plain http on; null when nothing answers there. */
  route?: readonly string[] | null;
  contentType?: string;
  score: number;
  grade: Grade;
  /** Of the tests that say something else of this site than of the first one, the bare site; of that one, all. */
  verdicts: string;
}>;

export const VECTORS_HOST = 'shop.example.com';

/**
 * Scores, grades and verdicts that the analyzers and the grader of @mdn/mdn-http-observatory 1.4.8 (algorithm version 4) give these answers, with an empty HSTS preload list.
 */
export const VECTORS: readonly Vector[] = [
  {
    name: 'a bare site',
    headers: [],
    score: 30,
    grade: 'D',
    verdicts:
      'csp-not-implemented cookies-not-found cross-origin-resource-sharing-not-implemented redirection-to-https referrer-policy-not-implemented hsts-not-implemented sri-not-implemented-but-no-scripts-loaded x-content-type-options-not-implemented x-frame-options-not-implemented corp-not-implemented',
  },
  {
    name: 'every header that counts',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      [
        'content-security-policy',
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      ],
      ['referrer-policy', 'no-referrer'],
      ['cross-origin-resource-policy', 'same-origin'],
    ],
    score: 130,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe-default-src-none referrer-policy-private hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-implemented-via-csp corp-implemented-with-same-origin',
  },
  {
    name: 'good without a policy for content',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a policy without unsafe sources',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'"],
    ],
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'default-src none',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'none'"],
    ],
    score: 110,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe-default-src-none hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-inline scripts',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' 'unsafe-inline'"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-inline beside a nonce',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' 'unsafe-inline' 'nonce-r4nd0m'"],
    ],
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-inline beside a hash',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      [
        'content-security-policy',
        "default-src 'self'; script-src 'unsafe-inline' 'sha256-hqBEA/HXB3aJU2FgOnYN8rkAgEVgyfi3Vs1j2/XMPBB='",
      ],
    ],
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'strict-dynamic with a nonce, and https: for old browsers',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      [
        'content-security-policy',
        "script-src 'strict-dynamic' 'nonce-r4nd0m' https: http: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
      ],
    ],
    score: 100,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-unsafe-inline-in-style-src-only hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'strict-dynamic without nonce or hash',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'strict-dynamic' https:"],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'csp-header-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-inline styles only',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; style-src 'self' 'unsafe-inline'"],
    ],
    score: 100,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-unsafe-inline-in-style-src-only hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-inline by default-src',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self' 'unsafe-inline'"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'data: scripts',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' data:"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'data: images',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; img-src 'self' data:"],
    ],
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'any https source of scripts',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src https:"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'no script-src and no default-src',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "img-src 'self'"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'object-src left open',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "script-src 'self'; style-src 'self'"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'unsafe-eval',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' 'unsafe-eval'"],
    ],
    score: 90,
    grade: 'A',
    verdicts:
      'csp-implemented-with-unsafe-eval hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script host over http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' http://cdn.example.net"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-insecure-scheme hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'images over http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; img-src 'self' http://img.example.net"],
    ],
    score: 90,
    grade: 'A',
    verdicts:
      'csp-implemented-with-insecure-scheme-in-passive-content-only hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a directive twice',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self'; script-src 'none'"],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'csp-header-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'report-uri twice',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; report-uri /a; report-uri /b"],
    ],
    score: 100,
    grade: 'A+',
    verdicts:
      'csp-implemented-but-duplicate-directives hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a policy that is too short',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', 'self'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'csp-header-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'report only',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy-report-only', "default-src 'self'"],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'csp-not-implemented-but-reporting-enabled hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'two policies, of which the second forbids what the first allows',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "default-src 'self'; script-src 'self' 'unsafe-inline'"],
      ['content-security-policy', "script-src 'self'"],
    ],
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'two policies that allow the same',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['content-security-policy', "script-src 'unsafe-inline'; object-src 'none'"],
      ['content-security-policy', "script-src 'unsafe-inline'"],
    ],
    score: 80,
    grade: 'B+',
    verdicts:
      'csp-implemented-with-unsafe-inline hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a policy in a meta element',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">',
    score: 105,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'frame-ancestors alone in a meta element',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
    ],
    html: '<meta http-equiv="Content-Security-Policy" content="frame-ancestors \'none\'">',
    score: 55,
    grade: 'C',
    verdicts: 'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff',
  },
  {
    name: 'frame-ancestors instead of X-Frame-Options',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['content-security-policy', "default-src 'self'; frame-ancestors 'self'"],
    ],
    score: 110,
    grade: 'A+',
    verdicts:
      'csp-implemented-with-no-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-implemented-via-csp',
  },
  {
    name: 'X-Frame-Options with a value that is none',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'ALLOWALL'],
    ],
    score: 55,
    grade: 'C',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-header-invalid',
  },
  {
    name: 'X-Frame-Options ALLOW-FROM',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'ALLOW-FROM https://a.example'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-allow-from-origin',
  },
  {
    name: 'HSTS for five minutes',
    headers: [
      ['strict-transport-security', 'max-age=300'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    score: 65,
    grade: 'B-',
    verdicts:
      'hsts-implemented-max-age-less-than-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'HSTS of 180 days',
    headers: [
      ['strict-transport-security', 'max-age=15552000'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'HSTS without max-age',
    headers: [
      ['strict-transport-security', 'includeSubDomains'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    score: 55,
    grade: 'C',
    verdicts: 'hsts-header-invalid x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'HSTS sent twice',
    headers: [
      ['strict-transport-security', 'max-age=63072000'],
      ['strict-transport-security', 'max-age=63072000'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    score: 55,
    grade: 'C',
    verdicts: 'hsts-header-invalid x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a certificate that does not hold',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    https: 'unverified',
    score: 35,
    grade: 'D',
    verdicts:
      'redirection-invalid-cert hsts-invalid-cert x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'no https at all',
    headers: [
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    https: 'none',
    route: ['http://shop.example.com/'],
    score: 35,
    grade: 'D',
    verdicts:
      'redirection-missing hsts-not-implemented-no-https x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'nothing on plain http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    route: null,
    score: 75,
    grade: 'B',
    verdicts:
      'redirection-not-needed-no-http hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'plain http that stays',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    route: ['http://shop.example.com/'],
    score: 55,
    grade: 'C',
    verdicts:
      'redirection-missing hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'plain http to another host over https',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    route: ['http://shop.example.com/', 'https://www.shop.example.com/'],
    score: 70,
    grade: 'B',
    verdicts:
      'redirection-off-host-from-http hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'plain http by a detour over http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    route: ['http://shop.example.com/', 'http://www.shop.example.com/', 'https://shop.example.com/'],
    score: 65,
    grade: 'B-',
    verdicts:
      'redirection-not-to-https-on-initial-redirection hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'plain http to plain http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    route: ['http://shop.example.com/', 'http://www.shop.example.com/'],
    score: 55,
    grade: 'C',
    verdicts:
      'redirection-not-to-https hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'referrer policy unsafe-url',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'unsafe-url'],
    ],
    score: 70,
    grade: 'B',
    verdicts:
      'referrer-policy-unsafe hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'referrer policy with a fallback',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer, strict-origin-when-cross-origin'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'referrer-policy-private hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'referrer policy that is none',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'never'],
    ],
    score: 70,
    grade: 'B',
    verdicts:
      'referrer-policy-header-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'referrer policy in a meta element',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<meta name="referrer" content="same-origin">',
    score: 75,
    grade: 'B',
    verdicts:
      'referrer-policy-private hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'nosniff misspelt',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-frame-options', 'DENY'],
      ['x-content-type-options', 'no-sniff'],
    ],
    score: 70,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-header-invalid x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a resource policy that is none',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['cross-origin-resource-policy', 'same'],
    ],
    score: 70,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny corp-header-invalid',
  },
  {
    name: 'a resource policy for all',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['cross-origin-resource-policy', 'cross-origin'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny corp-implemented-with-cross-origin',
  },
  {
    name: 'public CORS',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['access-control-allow-origin', '*'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'cross-origin-resource-sharing-implemented-with-public-access hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'cookies with all flags',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'session=1; Secure; HttpOnly; SameSite=Lax; Path=/'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'cookies-secure-with-httponly-sessions-and-samesite hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'cookies without SameSite',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'basket=1; Secure; Path=/'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'cookies-secure-with-httponly-sessions hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a cookie without Secure under HSTS',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'basket=1; Path=/'],
    ],
    score: 70,
    grade: 'B',
    verdicts:
      'cookies-without-secure-flag-but-protected-by-hsts hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a cookie without Secure',
    headers: [
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'basket=1; Path=/'],
    ],
    score: 35,
    grade: 'D',
    verdicts: 'cookies-without-secure-flag x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a session cookie without Secure under HSTS',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'PHPSESSID=1; HttpOnly; Path=/'],
    ],
    score: 65,
    grade: 'B-',
    verdicts:
      'cookies-session-without-secure-flag-but-protected-by-hsts hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a session cookie without Secure',
    headers: [
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'PHPSESSID=1; HttpOnly; Path=/'],
    ],
    score: 15,
    grade: 'F',
    verdicts: 'cookies-session-without-secure-flag x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a session cookie that scripts can read',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'PHPSESSID=1; Secure; Path=/'],
    ],
    score: 45,
    grade: 'C-',
    verdicts:
      'cookies-session-without-httponly-flag hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'an anti-forgery token without SameSite',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'csrftoken=1; Secure; Path=/'],
    ],
    score: 55,
    grade: 'C',
    verdicts:
      'cookies-anticsrf-without-samesite-flag hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'SameSite with a value that is none',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'basket=1; Secure; SameSite=Sometimes'],
    ],
    score: 55,
    grade: 'C',
    verdicts:
      'cookies-samesite-flag-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'SameSite=None without Secure',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'basket=1; SameSite=None'],
    ],
    score: 55,
    grade: 'C',
    verdicts:
      'cookies-samesite-flag-invalid hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a cookie that breaks its prefix',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', '__Host-basket=1; Path=/; Domain=example.com; Secure'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a cookie of another domain',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'login=1; Domain=other.example'],
    ],
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'own scripts',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="/a.js"></script><script>1</script>',
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-but-all-scripts-loaded-from-secure-origin x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'own scripts with digests',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="/a.js" integrity="sha384-x"></script>',
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-implemented-and-all-scripts-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script from elsewhere with a digest',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="https://cdn.example.net/a.js" integrity="sha384-x" crossorigin></script>',
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-implemented-and-external-scripts-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script from elsewhere without a digest',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="https://cdn.example.net/a.js"></script>',
    score: 70,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-but-external-scripts-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script from elsewhere over http',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="http://cdn.example.net/a.js"></script>',
    score: 25,
    grade: 'D-',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-and-external-scripts-not-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script without a scheme',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="//cdn.example.net/a.js"></script>',
    score: 25,
    grade: 'D-',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-and-external-scripts-not-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script without a scheme, with a digest',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="//cdn.example.net/a.js" integrity="sha384-x"></script>',
    score: 55,
    grade: 'C',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-implemented-but-external-scripts-not-loaded-securely x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'a script of a sister host',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="https://static.example.com/a.js"></script>',
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-but-all-scripts-loaded-from-secure-origin x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'an answer that is no HTML',
    headers: [
      ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ],
    html: '<script src="http://x.example/a.js"></script>',
    contentType: 'application/json',
    score: 75,
    grade: 'B',
    verdicts:
      'hsts-implemented-max-age-at-least-six-months sri-not-implemented-response-not-html x-content-type-options-nosniff x-frame-options-sameorigin-or-deny',
  },
  {
    name: 'everything wrong at once',
    headers: [
      ['set-cookie', 'sess=1'],
      ['content-security-policy', 'x'],
      ['referrer-policy', 'unsafe-url'],
      ['cross-origin-resource-policy', '?'],
    ],
    html: '<script src="http://cdn.example.net/a.js"></script>',
    route: ['http://shop.example.com/'],
    score: 0,
    grade: 'F',
    verdicts:
      'csp-header-invalid cookies-session-without-secure-flag redirection-missing referrer-policy-unsafe sri-not-implemented-and-external-scripts-not-loaded-securely corp-header-invalid',
  },
];
