import { joined, type Observed } from './observed.ts';
import { combineMetaPolicies, combinePolicies, type Policy, policiesOf } from './policy.ts';
import type { Verdict } from './verdicts.ts';

type CspVerdict = Extract<Verdict, `csp-${string}`>;
/** `policy` is what the page's policies amount to, where they can be read. */
export type CspJudgement = Readonly<{ verdict: CspVerdict; policy: Policy | null }>;

const BROAD = new Set(['ftp:', 'http:', 'https:', '*', 'http://*', 'http://*.*', 'https://*', 'https://*.*']);
const BROAD_OR_INLINE = new Set([...BROAD, "'unsafe-inline'", 'data:']);
const PASSIVE = ['img-src', 'media-src'];
const NONCE_OR_HASH = ["'sha256-", "'sha384-", "'sha512-", "'nonce-"];
/** Verdicts that pass; of these, a policy with repeated report directives is told so instead. */
const PASSES = new Set<CspVerdict>([
  'csp-implemented-with-no-unsafe-default-src-none',
  'csp-implemented-with-no-unsafe',
  'csp-implemented-with-unsafe-inline-in-style-src-only',
  'csp-implemented-with-insecure-scheme-in-passive-content-only',
]);

/** Judges the Content-Security-Policy of headers and `<meta>` elements together. */
export const judgeCsp = (observed: Observed): CspJudgement => {
  const headers = policiesOf(observed.headers.get('content-security-policy') ?? []);
  const together = combinePolicies([...headers, ...observed.metaPolicies]);
  if (together === undefined) return { verdict: 'csp-header-invalid', policy: null };
  const fromHeaders = combinePolicies(headers)?.policy.size ?? 0;
  if (fromHeaders + combineMetaPolicies(observed.metaPolicies).size === 0) {
    const reportOnly = joined(observed, 'content-security-policy-report-only') !== null;
    return {
      verdict: reportOnly ? 'csp-not-implemented-but-reporting-enabled' : 'csp-not-implemented',
      policy: null,
    };
  }
  const { policy, repeated } = together;
  const verdict = judgePolicy(policy, observed.https !== 'none');
  return {
    verdict: repeated && PASSES.has(verdict) ? 'csp-implemented-but-duplicate-directives' : verdict,
    policy,
  };
};

const judgePolicy = (policy: Policy, https: boolean): CspVerdict => {
  const listOf = (directive: string): Set<string> =>
    policy.get(directive) ?? policy.get('default-src') ?? new Set(['*']);
  const [scripts, styles, objects] = [listOf('script-src'), listOf('style-src'), listOf('object-src')];
  for (const list of [scripts, styles]) if (hasNonceOrHash(list)) list.delete("'unsafe-inline'");
  if (scripts.has("'strict-dynamic'")) {
    if (!hasNonceOrHash(scripts)) return 'csp-header-invalid';
    dropWhatStrictDynamicIgnores(scripts);
  }
  const has = (list: ReadonlySet<string>, bad: ReadonlySet<string>): boolean => !list.isDisjointFrom(bad);
  if (has(scripts, BROAD_OR_INLINE) || has(objects, BROAD)) return 'csp-implemented-with-unsafe-inline';
  if (https && [...activeSources(policy, scripts)].some(isInsecure)) return 'csp-implemented-with-insecure-scheme';
  if (scripts.has("'unsafe-eval'") || styles.has("'unsafe-eval'")) return 'csp-implemented-with-unsafe-eval';
  const passive = PASSIVE.flatMap((directive) => [
    ...(policy.get(directive) ?? policy.get('default-src') ?? new Set<string>()),
  ]);
  if (https && passive.some(isInsecure)) return 'csp-implemented-with-insecure-scheme-in-passive-content-only';
  if (has(styles, BROAD_OR_INLINE)) return 'csp-implemented-with-unsafe-inline-in-style-src-only';
  const fallback = policy.get('default-src');
  return fallback?.size === 1 && fallback.has("'none'")
    ? 'csp-implemented-with-no-unsafe-default-src-none'
    : 'csp-implemented-with-no-unsafe';
};

const hasNonceOrHash = (list: ReadonlySet<string>): boolean =>
  [...list].some((source) => NONCE_OR_HASH.some((start) => source.startsWith(start)));

/** Beside `'strict-dynamic'`, hosts and schemes do nothing (CSP3 § 8.2). The list may be `default-src`'s own, which then changes for all that fall back to it. */
const dropWhatStrictDynamicIgnores = (list: Set<string>): void => {
  for (const source of list)
    if ([...BROAD].some((start) => source.startsWith(start)) || source === "'self'" || source === "'unsafe-inline'")
      list.delete(source);
};

const activeSources = (policy: Policy, scripts: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([
    ...[...policy].flatMap(([directive, list]) =>
      PASSIVE.includes(directive) || directive === 'script-src' ? [] : [...list],
    ),
    ...scripts,
  ]);

const isInsecure = (source: string): boolean => source.startsWith('http:') || source.startsWith('ftp:');
