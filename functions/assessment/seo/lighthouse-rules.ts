import { imagesWithoutText } from '../accessibility/static-images.ts';
import { isLanguageTag } from '../language-tag.ts';
import { seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import { judgeCanonical } from './canonical.ts';
import { saysNothing } from './link-texts.ts';
import { blockingDirectives } from './robots-directives.ts';
import { robotsProblems } from './robots-syntax.ts';
import { absent, failedBy, type SeoFacts } from './seo-facts.ts';
import { uncrawlable } from './uncrawlable-anchors.ts';

const DOCS = 'https://developer.chrome.com/docs/lighthouse/seo';

const statusOf = ({ home }: SeoFacts): CheckOutcome => {
  const { status } = home.page;
  const evidence = { what: `The page answers with status ${status}.`, where: home.url };
  return status >= 400 ? failed(evidence) : passed(evidence);
};

const titleOf = ({ home }: SeoFacts): CheckOutcome => {
  const title = home.title();
  if (title === null || title === '') return absent(home, 'The page has no title.');
  return passed({ what: 'The title of the page.', where: home.url, quote: title.slice(0, 300) });
};

const descriptionOf = ({ home }: SeoFacts): CheckOutcome => {
  const description = home.meta('description');
  if (description === undefined) return absent(home, 'The page has no meta description.');
  return description === ''
    ? absent(home, 'The meta description is empty.')
    : passed({ what: 'The meta description.', where: home.url, quote: description.slice(0, 400) });
};

const linkTexts = ({ home }: SeoFacts): CheckOutcome =>
  failedBy(
    home.anchors().flatMap(({ element, href, url, text }) => {
      const { rel = '' } = element.attribs;
      if (url === null || href.trim() === '' || !/^https?:$/.test(url.protocol) || /nofollow/i.test(rel)) return [];
      // A link within the page needs no text of its own for a search engine.
      if (url.href.split('#')[0] === home.url.split('#')[0] || !saysNothing(text, home.language())) return [];
      return [{ what: `A link to ${url.href.slice(0, 200)} is called "${text}".`, where: home.url, quote: text }];
    }),
  );

const robotsTxt = ({ capture }: SeoFacts): CheckOutcome => {
  const where = new URL('/robots.txt', capture.finalUrl).href;
  if (capture.robotsTxt === null) return notMeasured('robots.txt could not be read.');
  const { status, text } = capture.robotsTxt;
  if (status >= 500) return failed({ what: `robots.txt answers with status ${status}.`, where });
  if (status >= 400 || text.trim() === '')
    return notApplicable('The site has no robots.txt; robots may read all of it.');
  return failedBy(
    robotsProblems(text).map(({ line, text: quote, problem }) => ({ what: `Line ${line}: ${problem}.`, where, quote })),
  );
};

const hreflang = ({ home }: SeoFacts): CheckOutcome => {
  const links = home.links('alternate').filter(({ attribs }) => (attribs['hreflang'] ?? '') !== '');
  if (links.length === 0) return notApplicable('The page names no versions in other languages.');
  return failedBy(
    links.flatMap((link) => {
      const { hreflang: language = '', href = '' } = link.attribs;
      const tag = language.trim().toLowerCase();
      if (tag !== 'x-default' && !isLanguageTag(tag)) return [seen(home, link, `"${language}" is no language.`)];
      return /^\s*https?:/i.test(href)
        ? []
        : [seen(home, link, `The address "${href.slice(0, 200)}" is not a whole one.`)];
    }),
  );
};

/**
 * The audits of Lighthouse's SEO category with its weights: `is-crawlable` is 93/23 so that it alone is 31 % of the score, every other 1.
 * Source: Lighthouse 13.5, core/config/default-config.js, category `seo`. The score is their weighted part, as Lighthouse computes it.
 */
export const LIGHTHOUSE_SEO_RULES: readonly Rule<SeoFacts>[] = [
  {
    ...{ id: 'seo.is_crawlable', category: 'seo', weight: 93 / 23, severity: 'critical', effort: 'minutes' },
    title: 'Search engines may not index the home page',
    detail: 'A page that robots may not index is in no search result, whatever stands on it.',
    fix: 'Take away the noindex directive, or the Disallow line of robots.txt that covers the page.',
    source: `${DOCS}/is-crawlable`,
    check: ({ home, capture }) => failedBy(blockingDirectives(home, capture)),
  },
  {
    ...{ id: 'seo.document_title', category: 'seo', weight: 1, severity: 'high', effort: 'minutes' },
    title: 'The home page has no title',
    detail: 'The title is the line that people click in search results and the name of the tab.',
    fix: 'Give the page a <title> that names the company and what it offers.',
    source: 'https://developer.chrome.com/docs/lighthouse/accessibility/document-title',
    check: titleOf,
  },
  {
    ...{ id: 'seo.meta_description', category: 'seo', weight: 1, severity: 'medium', effort: 'minutes' },
    title: 'The home page has no description',
    detail:
      'Search engines show the description under the title; without one they take words from anywhere on the page.',
    fix: 'Write a <meta name="description"> of one or two sentences on what the page offers to whom.',
    source: `${DOCS}/meta-description`,
    check: descriptionOf,
  },
  {
    ...{ id: 'seo.http_status_code', category: 'seo', weight: 1, severity: 'critical', effort: 'hours' },
    title: 'The home page answers with an error',
    detail: 'Search engines drop pages that answer with an error.',
    fix: 'Have the server answer the page with status 200.',
    source: `${DOCS}/http-status-code`,
    check: statusOf,
  },
  {
    ...{ id: 'seo.link_text', category: 'seo', weight: 1, severity: 'low', effort: 'minutes' },
    title: 'Links do not say where they lead',
    detail:
      'The words of a link tell search engines, and people who listen to a list of links, what the other page is about.',
    fix: 'Name the target in the words of the link: "Our prices" rather than "click here".',
    source: `${DOCS}/link-text`,
    check: linkTexts,
  },
  {
    ...{ id: 'seo.crawlable_anchors', category: 'seo', weight: 1, severity: 'medium', effort: 'hours' },
    title: 'Search engines cannot follow some links',
    detail: 'Search engines follow the address in href; a link that only a script opens leads them nowhere.',
    fix: 'Put the address of the page into href; make what opens no page a <button>.',
    source: 'https://support.google.com/webmasters/answer/9112205',
    check: uncrawlable,
  },
  {
    ...{ id: 'seo.robots_txt', category: 'seo', weight: 1, severity: 'medium', effort: 'minutes' },
    title: 'robots.txt has mistakes',
    detail: 'Robots pass over lines that they do not understand, and read nothing of a site whose robots.txt fails.',
    fix: 'Mend the lines named, or have the server answer 404 when there is no robots.txt.',
    source: `${DOCS}/invalid-robots-txt`,
    check: robotsTxt,
  },
  {
    ...{ id: 'seo.image_alt', category: 'seo', weight: 1, severity: 'medium', effort: 'hours' },
    title: 'Images lack an alternative text for image search',
    detail: 'Image search and people who do not see the image have nothing but its alt text.',
    fix: 'Describe each image in alt; give alt="" to images that only adorn.',
    source: 'https://developer.chrome.com/docs/lighthouse/accessibility/image-alt',
    check: ({ home }) => imagesWithoutText(home),
  },
  {
    ...{ id: 'seo.hreflang', category: 'seo', weight: 1, severity: 'medium', effort: 'hours' },
    title: 'Versions in other languages are named wrongly',
    detail: 'A wrong hreflang is passed over, and people find the version of another country.',
    fix: 'Use language codes such as "de" or "en-GB" and whole addresses.',
    source: `${DOCS}/hreflang`,
    check: hreflang,
  },
  {
    ...{ id: 'seo.canonical', category: 'seo', weight: 1, severity: 'high', effort: 'minutes' },
    title: 'The canonical address is wrong',
    detail: 'A wrong canonical address tells search engines to show another page instead of this one.',
    fix: 'Name one whole address in <link rel="canonical">: that of the page itself.',
    source: `${DOCS}/canonical`,
    check: judgeCanonical,
  },
];
