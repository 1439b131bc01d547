import { type PageFacts, seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed } from '../rule.ts';
import type { SeoFacts } from './seo-facts.ts';

/** Canonical links of the head that name something. */
const canonicalLinks = (page: PageFacts) =>
  page.links('canonical').filter(({ attribs }) => (attribs['href'] ?? '').trim() !== '');

/** The page's canonical address when it names exactly one, whole; null otherwise. */
export const canonicalOf = (page: PageFacts): string | null => {
  const named = new Set(
    canonicalLinks(page).map(({ attribs }) => URL.parse((attribs['href'] ?? '').trim())?.href ?? ''),
  );
  const [only] = named;
  return named.size === 1 && only !== undefined && only !== '' ? only : null;
};

/** Rule: Lighthouse 13, `audits/seo/canonical.js`. */
export const judgeCanonical = ({ home }: SeoFacts): CheckOutcome => {
  const links = canonicalLinks(home);
  const [first] = links;
  if (first === undefined) return notApplicable('The page names no canonical address.');
  for (const link of links) {
    const href = (link.attribs['href'] ?? '').trim();
    if (URL.parse(href, home.base()) === null) return failed(seen(home, link, 'The canonical address is no address.'));
    if (URL.parse(href) === null) return failed(seen(home, link, 'The canonical address is not a whole one.'));
  }
  const only = canonicalOf(home);
  if (only === null) {
    const [one, ...others] = links.map((link) => seen(home, link, 'One of several canonical addresses that differ.'));
    return one === undefined ? passed() : failed(one, ...others);
  }
  return commonMistake(home, only) ?? passed(seen(home, first, 'The canonical address.'));
};

const commonMistake = (home: PageFacts, canonical: string): CheckOutcome | null => {
  const [link] = canonicalLinks(home);
  const own = URL.parse(home.url);
  const target = URL.parse(canonical);
  if (link === undefined || own === null || target === null) return null;
  const versions = new Set(
    home
      .links('alternate')
      .filter(({ attribs }) => (attribs['hreflang'] ?? '') !== '')
      .map(({ attribs }) => URL.parse(attribs['href'] ?? '')?.href),
  );
  if (own.href !== target.href && versions.has(own.href) && versions.has(target.href))
    return failed(seen(home, link, 'The canonical address is that of another language.'));
  return target.origin === own.origin && target.pathname === '/' && own.pathname !== '/'
    ? failed(seen(home, link, 'The canonical address is that of the start page, not of this page.'))
    : null;
};
