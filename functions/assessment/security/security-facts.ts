import type { PageElement } from '../page-elements.ts';
import { type PageFacts, pageFactsOf } from '../page-facts.ts';
import type { SiteCapture } from '../site-capture.ts';
import { type FoundLibrary, librariesOf } from './libraries/find-libraries.ts';
import type { Observed, ScriptElement } from './observatory/observed.ts';

/** What the security rules are functions of. */
export type SecurityFacts = Readonly<{
  /** When the site was read, in milliseconds. */
  readAt: number;
  /** The handshake; null when there was none, or when it could not be watched. */
  tls: (SiteCapture['tls'] & { version: string }) | null;
  landing: PageFacts;
  pages: readonly PageFacts[];
  observed: Observed;
  libraries: readonly FoundLibrary[];
}>;

const HTML_TYPES = new Set(['text/html', 'application/xhtml+xml']);

/** Reads a capture; undefined when no page of it answered. */
export const securityFacts = (capture: SiteCapture): SecurityFacts | undefined => {
  const pages = capture.pages.filter(({ finalUrl }) => URL.canParse(finalUrl)).map(pageFactsOf);
  const [landing] = pages;
  if (landing === undefined) return undefined;
  const { tls } = capture;
  return {
    readAt: Date.parse(capture.fetchedAt),
    tls: tls?.version === null || tls === null ? null : { ...tls, version: tls.version },
    landing,
    pages,
    observed: observedOf(capture, landing),
    libraries: librariesOf(pages, capture.scripts),
  };
};

const observedOf = (capture: SiteCapture, { page, named }: PageFacts): Observed => {
  const headers = headersByName(page.headers);
  const type = (headers.get('content-type')?.[0] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isHtml = HTML_TYPES.has(type);
  const metas = isHtml ? named('meta').map(({ attribs }) => attribs) : [];
  return {
    host: new URL(page.finalUrl).hostname,
    https: httpsOf(capture, page.finalUrl),
    headers,
    cookies: headers.get('set-cookie') ?? [],
    metaPolicies: metas
      .filter((meta) => meta['http-equiv']?.trim().toLowerCase() === 'content-security-policy')
      .flatMap(({ content = '' }) => (content === '' ? [] : [content])),
    metaReferrer:
      metas
        .filter((meta) => meta['http-equiv'] === undefined && meta['name']?.trim().toLowerCase() === 'referrer')
        .flatMap(({ content = '' }) => (content === '' ? [] : [content]))
        .at(-1) ?? null,
    scripts: isHtml ? named('script').map(scriptReader(named('base'))) : null,
    httpRoute: httpRouteOf(capture, page.finalUrl),
  };
};

/** A page that was read over https was read with a certificate that holds, whatever became of the second look. */
const httpsOf = ({ tls }: SiteCapture, finalUrl: string): Observed['https'] => {
  if (tls !== null && tls.version !== null) return tls.authorized ? 'verified' : 'unverified';
  return finalUrl.startsWith('https:') ? 'verified' : 'none';
};

const headersByName = (headers: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> => {
  const byName = Map.groupBy(headers, ([name]) => name.toLowerCase());
  return new Map([...byName].map(([name, entries]) => [name, entries.map(([, value]) => value)]));
};

/** Reads scripts with their addresses as written, unless the page's `<base>` gives them a host. */
const scriptReader = (bases: readonly PageElement[]) => {
  const href = bases.find(({ attribs }) => attribs['href'] !== undefined)?.attribs['href'];
  const base = href !== undefined && URL.canParse(href) ? href : undefined;
  return ({ attribs }: PageElement): ScriptElement => {
    const src = attribs['src']?.trim() ?? '';
    return { src: src === '' ? null : (URL.parse(src, base)?.href ?? src), integrity: attribs['integrity'] ?? null };
  };
};

/** The way from plain http, as far as the capture tells it: its first step, and whether it ends at https. */
const httpRouteOf = ({ http }: SiteCapture, finalUrl: string): readonly URL[] | null => {
  if (http === null) return null;
  const first = new URL(`http://${new URL(finalUrl).hostname}/`);
  const second = http.location === null ? null : URL.parse(http.location, first.href);
  if (second === null || http.status < 300 || http.status > 399) return [first];
  const end = new URL(first.href.replace(/^http:/, 'https:'));
  return http.redirectsToHttps && second.protocol === 'http:' ? [first, second, end] : [first, second];
};
