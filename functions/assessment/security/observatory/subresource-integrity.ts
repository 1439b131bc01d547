import { getDomain } from 'tldts';
import { type Observed, type ScriptElement, worstOf } from './observed.ts';
import type { Verdict } from './verdicts.ts';

type SriVerdict = Extract<Verdict, `sri-${string}`>;

/** From the best to the worst. */
const ORDER: readonly SriVerdict[] = [
  'sri-implemented-and-all-scripts-loaded-securely',
  'sri-implemented-and-external-scripts-loaded-securely',
  'sri-implemented-but-external-scripts-not-loaded-securely',
  'sri-not-implemented-but-external-scripts-loaded-securely',
  'sri-not-implemented-and-external-scripts-not-loaded-securely',
];

type External = Readonly<{ src: string; verdict: SriVerdict | null }>;

/**
 * Judges the scripts that come from elsewhere: over https, and with a digest of what they have to be. A script without a scheme (`//host/x.js`) counts as
 * coming from elsewhere without https, wherever it leads.
 */
export const judgeIntegrity = (observed: Observed): SriVerdict => {
  const { scripts } = observed;
  if (scripts === null) return 'sri-not-implemented-response-not-html';
  if (scripts.length === 0) return 'sri-not-implemented-but-no-scripts-loaded';
  const external = externalScripts(observed);
  const found = external.flatMap(({ verdict }) => verdict ?? []);
  if (scripts.some((script) => isOwnWithDigest(script, observed)))
    found.push('sri-implemented-and-all-scripts-loaded-securely');
  const worst = worstOf(ORDER, found);
  if (worst !== null) return worst;
  return external.length > 0
    ? 'sri-implemented-and-external-scripts-loaded-securely'
    : 'sri-not-implemented-but-all-scripts-loaded-from-secure-origin';
};

/** Scripts from elsewhere, each with what is wrong with it; null when nothing is. */
export const externalScripts = (observed: Pick<Observed, 'host' | 'scripts'>): readonly External[] =>
  (observed.scripts ?? []).flatMap(({ src, integrity }): External[] => {
    if (src === null || isOwn(src, observed.host)) return [];
    const secure = src.startsWith('https:');
    const hasDigest = integrity !== null && integrity !== '';
    if (hasDigest && secure) return [{ src, verdict: null }];
    const verdict = hasDigest
      ? 'sri-implemented-but-external-scripts-not-loaded-securely'
      : secure
        ? 'sri-not-implemented-but-external-scripts-loaded-securely'
        : 'sri-not-implemented-and-external-scripts-not-loaded-securely';
    return [{ src, verdict }];
  });

const isOwn = (src: string, host: string): boolean =>
  /^https?:\/\//.test(src) ? getDomain(src) === getDomain(host) : !/^\/\/[^/]/.test(src);

const isOwnWithDigest = ({ src, integrity }: ScriptElement, { host, https }: Observed): boolean =>
  src !== null &&
  integrity !== null &&
  integrity !== '' &&
  isOwn(src, host) &&
  (src.startsWith('https:') || (!src.startsWith('http:') && https !== 'none'));
