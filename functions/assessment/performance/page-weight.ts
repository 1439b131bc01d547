import { load } from 'cheerio/slim';
import { type CapturedPage, headerOf, type SiteCapture } from '../site-capture.ts';

export type PageScript = Readonly<{ where: string; quote: string }>;
export type PageImage = Readonly<{
  src: string;
  quote: string;
  position: number;
  sized: boolean;
  lazy: boolean;
  responsive: boolean;
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
  inlineBytes: number;
  elements: number;
  /** Google Fonts asked for without `display`, or `@font-face` without `font-display`. */
  hidingFonts: readonly PageScript[];
}>;

const QUOTE = 200;
const MODERN = /\.(?:webp|avif)(?:[?#]|$)|[?&](?:fm|format|f)=(?:webp|avif|auto)|f_auto/i;
const RASTER = /\.(?:jpe?g|png|gif|bmp|tiff?)(?:[?#]|$)/i;

const hostOf = (src: string, base: string): string | undefined =>
  URL.canParse(src, base) ? new URL(src, base).host || undefined : undefined;

/** Reads the home page of a capture; undefined when there is none in HTML. */
export const readPageWeight = ({ pages: [page], finalUrl }: SiteCapture): PageWeight | undefined => {
  if (page === undefined || page.html === '') return undefined;
  const $ = load(page.html);
  const quote = (element: Parameters<typeof $>[0]): string =>
    $.html($(element).clone().empty()).replaceAll(/\s+/g, ' ').slice(0, QUOTE);
  const seen = (selector: string, address: 'src' | 'href'): PageScript[] =>
    $(selector)
      .toArray()
      .map((element) => ({ where: $(element).attr(address) ?? '', quote: quote(element) }));
  const blockingScripts = seen('head script[src]:not([async]):not([defer]):not([type=module]):not([nomodule])', 'src');
  const blockingStyles = seen('head link[rel~=stylesheet][href]:not([media=print]):not([disabled])', 'href');
  const images = $('img')
    .toArray()
    .map((element, position): PageImage => {
      const image = $(element);
      const src = image.attr('src') ?? image.attr('data-src') ?? '';
      const inModernPicture =
        image.closest('picture').find('source[type="image/webp"],source[type="image/avif"]').length > 0;
      return {
        src,
        quote: quote(element),
        position,
        sized:
          (image.attr('width') !== undefined && image.attr('height') !== undefined) ||
          /aspect-ratio|width.*height/i.test(image.attr('style') ?? ''),
        lazy: image.attr('loading') === 'lazy' || image.attr('data-src') !== undefined,
        responsive: image.attr('srcset') !== undefined || image.closest('picture').length > 0,
        modern: MODERN.test(src) || inModernPicture || MODERN.test(image.attr('srcset') ?? ''),
        raster: RASTER.test(src),
      };
    });
  const sources = [
    ...$('script[src],iframe[src],img[src]')
      .toArray()
      .map((element) => $(element).attr('src') ?? ''),
    ...$('link[rel~=stylesheet][href]')
      .toArray()
      .map((element) => $(element).attr('href') ?? ''),
  ].filter((src) => src !== '' && !src.startsWith('data:'));
  const own = hostOf(finalUrl, finalUrl);
  const inline = $('style,script:not([src])')
    .toArray()
    .map((element) => $(element).text());
  return {
    url: page.finalUrl,
    page,
    encoding: (headerOf(page, 'content-encoding') ?? '').toLowerCase(),
    cacheControl: headerOf(page, 'cache-control'),
    blockingScripts,
    blockingStyles,
    requests: 1 + new Set(sources).size,
    thirdParties: [...new Set(sources.flatMap((src) => hostOf(src, page.finalUrl) ?? []))].filter(
      (host) => host !== own,
    ),
    images,
    inlineBytes: inline.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    elements: $('*').length,
    hidingFonts: [
      ...seen('link[href*="fonts.googleapis.com/css"]', 'href').filter(({ where }) => !/[?&]display=/.test(where)),
      ...inline.flatMap((css) =>
        (css.match(/@font-face\s*\{[^}]*\}/g) ?? [])
          .filter((face) => !/font-display/.test(face))
          .map((face) => ({ where: page.finalUrl, quote: face.slice(0, QUOTE) })),
      ),
    ],
  };
};
