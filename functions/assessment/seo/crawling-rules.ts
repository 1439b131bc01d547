import { parse } from 'tldts';
import { isBroken } from '../fetch/check-links.ts';
import { type CheckOutcome, failed, notMeasured, passed, type Rule } from '../rule.ts';
import { extraRule } from './extra-rule.ts';
import { failedBy, type SeoFacts } from './seo-facts.ts';

const sitemap = ({ capture }: SeoFacts): CheckOutcome => {
  if (capture.sitemap === null) return notMeasured('No answer came when a sitemap was asked for.');
  const { url, status, urls } = capture.sitemap;
  if (status >= 400) return failed({ what: `The site has no sitemap: status ${status}.`, where: url });
  return urls === 0
    ? failed({ what: 'The sitemap names no addresses.', where: url })
    : passed({ what: `The sitemap names ${urls} addresses.`, where: url });
};

/** Each redirect is one more round trip; from http over https to www two are usual. */
const MOST_REDIRECTS = 2;

const fewRedirects = ({ home }: SeoFacts): CheckOutcome => {
  const { redirects } = home.page;
  const [first] = redirects;
  if (first === undefined || redirects.length <= MOST_REDIRECTS) return passed();
  const chain = [...redirects.map(({ url }) => url), home.url].join(' → ');
  return failed({ what: `${redirects.length} redirects lead to the page: ${chain}`, where: first.url });
};

const isTemporary = (status: number): boolean => status === 302 || status === 303 || status === 307;
const site = (url: URL): string => parse(url.hostname).domain ?? url.hostname;

/** A redirect to the same path on https or another host of the site is for good; one to another path may choose a language and is rightly temporary. */
const lastingRedirects = ({ home }: SeoFacts): CheckOutcome =>
  failedBy(
    home.page.redirects.flatMap(({ url, status, location }) => {
      const from = URL.parse(url);
      const to = URL.parse(location, url);
      if (from === null || to === null || !isTemporary(status)) return [];
      const sameSite = site(from) === site(to) && from.pathname === to.pathname && from.search === to.search;
      return sameSite && from.href !== to.href
        ? [{ what: `The redirect to ${to.href} says that it is temporary (status ${status}).`, where: url }]
        : [];
    }),
  );

const brokenLinks = ({ capture }: SeoFacts): CheckOutcome => {
  if (capture.links.length === 0) return notMeasured('No internal links were checked.');
  return failedBy(
    capture.links.filter(isBroken).map(({ url, status, from }) => ({
      what:
        status === null
          ? `A link to ${url} leads nowhere: nothing answers.`
          : `A link to ${url} leads to status ${status}.`,
      where: from,
    })),
  );
};

const GOOGLE = 'https://developers.google.com/search/docs/crawling-indexing';

export const CRAWLING_RULES: readonly Rule<SeoFacts>[] = [
  extraRule({
    ...{ id: 'seo.sitemap', severity: 'medium', effort: 'minutes' },
    title: 'The site has no sitemap',
    detail: 'Search engines find pages that few links lead to by the sitemap.',
    fix: 'Put a sitemap.xml on the site and name it in robots.txt.',
    source: `${GOOGLE}/sitemaps/overview`,
    check: sitemap,
  }),
  extraRule({
    ...{ id: 'seo.redirect_chain', severity: 'low', effort: 'hours' },
    title: 'Many redirects lead to the home page',
    detail: 'Each one takes time before anything is shown, most of all on phones.',
    fix: 'Redirect straight to the last address.',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/redirects',
    check: fewRedirects,
  }),
  extraRule({
    ...{ id: 'seo.temporary_redirect', severity: 'low', effort: 'minutes' },
    title: 'A lasting redirect says that it is temporary',
    detail: 'A temporary redirect tells search engines to keep showing the old address.',
    fix: 'Answer with status 301 or 308.',
    source: `${GOOGLE}/301-redirects`,
    check: lastingRedirects,
  }),
  extraRule({
    ...{ id: 'seo.broken_links', severity: 'high', effort: 'hours' },
    title: 'Links within the site are broken',
    detail: 'Visitors who follow a broken link leave; search engines find less of the site.',
    fix: 'Mend or take away the links, or redirect the old addresses.',
    source: `${GOOGLE}/http-network-errors`,
    check: brokenLinks,
  }),
];
