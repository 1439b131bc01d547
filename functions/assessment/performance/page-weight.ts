import { closest, isText, type PageElement, startTag } from '../page-elements.ts';
import { type PageFacts, pageFactsOf } from '../page-facts.ts';
import { type CapturedPage, headerOf, type SiteCapture } from '../site-capture.ts';

export type PageScript = Readonly<{ where: string; quote: string }>;
export type PageImage = Readonly<{
  src: string;
  quote: string;
  position: number;
  sized: boolean;
  lazy: boolean;
  modern: boolean;
  raster: boolean;
}>;

/** What the HTML of a page and the headers it came with say of its speed. */
export type PageWeight = Readonly<{
  url: string;
  page: CapturedPage;
  encoding: string;
  cacheControl: string | undefined;
  blockingScripts: readonly PageScript[];
  blockingStyles: readonly PageScript[];
  requests: number;
  thirdParties: readonly string[];
  images: readonly PageImage[];
  /** Google Fonts asked for without `display`, or `@font-face` without `font-display`. */
  hidingFonts: readonly PageScript[];
}>;

const QUOTE = 200;
const MODERN = /\.(?:webp|avif)(?:[?#]|$)|[?&](?:fm|format|f)=(?:webp|avif|auto)|f_auto/i;
const MODERN_TYPE = /^\s*image\/(?:webp|avif)\s*$/i;
const RASTER = /\.(?:jpe?g|png|gif|bmp|tiff?)(?:[?#]|$)/i;
const FONT_FACE = /@font-face\s*\{[^{}]*\}/g;

const is = (attribute: string | undefined, value: string): boolean => attribute?.trim().toLowerCase() === value;
const hostOf = (src: string, base: string): string | undefined =>
  URL.canParse(src, base) ? new URL(src, base).host || undefined : undefined;

/** Elements that load what an attribute names, and where they stand. */
const loading = (elements: readonly PageElement[], address: 'src' | 'href'): PageScript[] =>
  elements.map((element) => ({ where: element.attribs[address] ?? '', quote: startTag(element) }));

const styleSheets = (facts: PageFacts): readonly PageElement[] =>
  facts
    .named('link')
    .filter(
      ({ attribs: { rel = '', href } }) => href !== undefined && rel.toLowerCase().split(/\s+/).includes('stylesheet'),
    );

const holdsUp = ({ inHead, attribs }: PageElement): boolean =>
  inHead &&
  attribs['src'] !== undefined &&
  attribs['async'] === undefined &&
  attribs['defer'] === undefined &&
  attribs['nomodule'] === undefined &&
  !is(attribs['type'], 'module');

const pictureOf = (element: PageElement): PageElement | null => closest(element, ({ name }) => name === 'picture');

/** The `picture` elements that offer WebP or AVIF. */
const modernPictures = (facts: PageFacts): ReadonlySet<PageElement | null> =>
  new Set(
    facts
      .named('source')
      .filter(({ attribs }) => MODERN_TYPE.test(attribs['type'] ?? ''))
      .map(pictureOf)
      .filter((picture) => picture !== null),
  );

const imageOf = (element: PageElement, position: number, offered: ReadonlySet<PageElement | null>): PageImage => {
  const { attribs } = element;
  const src = attribs['src'] ?? attribs['data-src'] ?? '';
  return {
    src,
    quote: startTag(element),
    position,
    sized:
      (attribs['width'] !== undefined && attribs['height'] !== undefined) ||
      /aspect-ratio|width.*height/i.test(attribs['style'] ?? ''),
    lazy: is(attribs['loading'], 'lazy') || attribs['data-src'] !== undefined,
    modern: MODERN.test(src) || MODERN.test(attribs['srcset'] ?? '') || offered.has(pictureOf(element)),
    raster: RASTER.test(src),
  };
};

const hidingFontsOf = (facts: PageFacts): PageScript[] => [
  ...loading(facts.named('link'), 'href').filter(
    ({ where }) => where.includes('fonts.googleapis.com/css') && !/[?&]display=/.test(where),
  ),
  ...facts
    .named('style')
    .flatMap(({ children }) => children.flatMap((node) => (isText(node) ? (node.data.match(FONT_FACE) ?? []) : [])))
    .filter((face) => !face.includes('font-display'))
    .map((face) => ({ where: facts.url, quote: face.slice(0, QUOTE) })),
];

/** Reads the home page of a capture; undefined when there is none in HTML. */
export const readPageWeight = ({ pages: [page], finalUrl }: SiteCapture): PageWeight | undefined => {
  if (page === undefined || page.html === '') return undefined;
  const facts = pageFactsOf(page);
  const styles = styleSheets(facts);
  const offered = modernPictures(facts);
  const sources = [
    ...facts.named('script', 'iframe', 'img').map(({ attribs }) => attribs['src'] ?? ''),
    ...styles.map(({ attribs }) => attribs['href'] ?? ''),
  ].filter((src) => src !== '' && !src.startsWith('data:'));
  const own = hostOf(finalUrl, finalUrl);
  const hosts = new Set(sources.flatMap((src) => hostOf(src, facts.base()) ?? []));
  return {
    url: page.finalUrl,
    page,
    encoding: (headerOf(page, 'content-encoding') ?? '').toLowerCase(),
    cacheControl: headerOf(page, 'cache-control'),
    blockingScripts: loading(facts.named('script').filter(holdsUp), 'src'),
    blockingStyles: loading(
      styles.filter(
        ({ inHead, attribs }) => inHead && !is(attribs['media'], 'print') && attribs['disabled'] === undefined,
      ),
      'href',
    ),
    requests: 1 + new Set(sources).size,
    thirdParties: [...hosts].filter((host) => host !== own),
    images: facts.named('img').map((image, position) => imageOf(image, position, offered)),
    hidingFonts: hidingFontsOf(facts),
  };
};
