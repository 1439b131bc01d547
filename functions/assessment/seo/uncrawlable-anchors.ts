import { type PageAnchor, seen } from '../page-facts.ts';
import type { CheckOutcome } from '../rule.ts';
import { failedBy, type SeoFacts } from './seo-facts.ts';

/** Attributes that only a link has: an `a` with one of them, but no address, was meant to be a link. */
const OF_LINKS = ['target', 'download', 'ping', 'rel', 'hreflang', 'type', 'referrerpolicy'];

/** Rule: Lighthouse 13, `audits/seo/crawlable-anchors.js`; what listens for clicks is known by `onclick` only. */
const cannotBeFollowed = ({ element, href, url }: PageAnchor): boolean => {
  const { attribs } = element;
  const raw = href.replace(/\s/g, '');
  if ((attribs['role'] ?? '').trim() !== '' || raw.startsWith('mailto:')) return false;
  if (raw === '' && (attribs['id'] ?? '') !== '') return false;
  if (raw.startsWith('file:')) return true;
  if ((attribs['name'] ?? '').trim() !== '') return false;
  if (attribs['href'] === undefined && OF_LINKS.every((name) => attribs[name] === undefined))
    return attribs['onclick'] !== undefined;
  return attribs['href'] === undefined || /javascript:void(?:\(|)0(?:\)|)/.test(raw) || url === null;
};

export const uncrawlable = ({ home }: SeoFacts): CheckOutcome =>
  failedBy(
    home
      .anchors()
      .filter(cannotBeFollowed)
      .map(({ element, text }) => seen(home, element, `The link "${text.slice(0, 60)}" has no address to follow.`)),
  );
