import { parse as parseHost } from 'tldts';
import { isText } from '../../page-elements.ts';
import type { PageFacts } from '../../page-facts.ts';

const LOCAL = /[a-z0-9._%+'-]{1,64}$/i;
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/i;
const FILE_ENDING = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|woff2?)$/i;
/** What no visitor sees. */
const NOT_SHOWN = new Set(['script', 'style', 'title', 'template', 'noscript', 'textarea']);
const MOST_SIGNS = 1_000;

/** Mail addresses that a page holds as plain text or as a `mailto:` link, in lower case: what a harvester finds without running scripts. */
export const exposedAddresses = (page: PageFacts): readonly string[] => {
  const texts = page
    .elements()
    .filter(({ name }) => !NOT_SHOWN.has(name))
    .flatMap(({ attribs, children }) => {
      const href = attribs['href'] ?? '';
      const link = /^\s*mailto:/i.test(href) ? [decoded(href.replace(/^\s*mailto:/i, '').split('?')[0] ?? '')] : [];
      return [...link, ...children.flatMap((child) => (isText(child) && child.data.includes('@') ? [child.data] : []))];
    });
  return [...new Set(texts.flatMap(addressesIn))].slice(0, 100);
};

/** Looks round each `@`, so that a long text without addresses costs nothing. */
const addressesIn = (text: string): readonly string[] => {
  const found: string[] = [];
  for (let at = text.indexOf('@'), n = 0; at !== -1 && n < MOST_SIGNS; at = text.indexOf('@', at + 1), n += 1) {
    const local = LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0]?.replace(/^[.'-]+/, '');
    const domain = DOMAIN.exec(text.slice(at + 1, at + 300))?.[0]?.replace(/[.-]+$/, '');
    if (local === undefined || local === '' || domain === undefined || FILE_ENDING.test(domain)) continue;
    if (parseHost(domain).isIcann === true) found.push(`${local}@${domain}`.toLowerCase());
  }
  return found;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
