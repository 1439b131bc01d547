import { chooseLinks } from '../../contacts/page-links.ts';
import { anchorsOf, parsePage, type Tree } from '../../contacts/page-text.ts';
import type { CapturedPage } from '../site-capture.ts';

const BASE = /<base\s[^>]{0,500}?href\s*=\s*["']?([^"'\s>]{1,500})/i;
/** Links that do something when they are followed. */
const ACTS = /(?:log|sign)[-_]?(?:out|off)|add[-_]to[-_]cart|[?&](?:add|remove|delete|action|do)[-_a-z]*=|unsubscribe/i;
const NOT_A_PAGE = /\.(?:pdf|jpe?g|png|gif|svg|webp|avif|ico|zip|gz|docx?|xlsx?|pptx?|mp[34]|ics|xml|json|css|js)$/i;

const hostOf = (url: URL): string => url.host.replace(/^www\./, '');

/** The page's links to its own host, each once, without fragment, in document order. */
export const internalLinks = (
  page: Pick<CapturedPage, 'finalUrl' | 'html'>,
  tree: Tree = parsePage(page.html),
): string[] => {
  const home = new URL(page.finalUrl);
  const declared = BASE.exec(page.html)?.[1];
  const base = declared !== undefined && URL.canParse(declared, home.href) ? new URL(declared, home.href) : home;
  const links = anchorsOf(tree).flatMap(({ href }) => {
    if (href.trim().startsWith('#') || !URL.canParse(href, base.href)) return [];
    const url = new URL(href, base.href);
    url.hash = '';
    return /^https?:$/.test(url.protocol) && hostOf(url) === hostOf(home) && !ACTS.test(url.href) ? [url.href] : [];
  });
  return [...new Set(links)];
};

/**
 * Up to `most` further pages of a site worth reading: about, contact, services and the like first, as its home page links to them, then others in the order in
 * which they stand. Pages it does not link to are not guessed: what nobody finds is no fault of the site.
 */
export const choosePages = (home: Pick<CapturedPage, 'finalUrl' | 'html'>, most: number): string[] => {
  const tree = parsePage(home.html);
  const linked = internalLinks(home, tree);
  const known = new Set(linked);
  const informative = chooseLinks(tree, home.finalUrl).flatMap(({ url }) => (known.has(url) ? [url] : []));
  const pages = linked.filter((url) => !NOT_A_PAGE.test(new URL(url).pathname) && !isSame(url, home.finalUrl));
  return [...new Set([...informative, ...pages])].slice(0, most);
};

const isSame = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (href: string): string => href.replace(/#.*$/, '').replace(/\/(?:index\.html?)?$/, '');
