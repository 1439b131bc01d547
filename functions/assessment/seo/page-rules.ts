import { headingsOf } from '../accessibility/static-structure.ts';
import { accessibleName } from '../element-name.ts';
import { seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { extraRule } from './extra-rule.ts';
import { absent, failedBy, type SeoFacts } from './seo-facts.ts';

const mainHeading = ({ home }: SeoFacts): CheckOutcome => {
  const main = headingsOf(home).filter(({ level }) => level === 1);
  const named = main.find(({ element }) => accessibleName(home, element) !== '');
  if (named !== undefined) {
    const name = accessibleName(home, named.element) ?? '';
    return passed({ what: 'The main heading.', where: home.url, quote: name.slice(0, 200) });
  }
  const [empty] = main;
  return empty === undefined
    ? absent(home, 'The page has no <h1>.')
    : failed(seen(home, empty.element, 'The <h1> of the page is empty.'));
};

/** A page of this many characters is read by its headings. */
const LONG_TEXT = 3_000;

const subheadings = ({ home }: SeoFacts): CheckOutcome => {
  const length = home.blocks().reduce((sum, { text }) => sum + text.length, 0);
  if (length < LONG_TEXT) return notApplicable('The page is short.');
  return headingsOf(home).some(({ level }) => level > 1)
    ? passed()
    : absent(home, `A page of ${length} characters of text has no heading below its main one.`);
};

const viewport = ({ home }: SeoFacts): CheckOutcome => {
  const content = home.meta('viewport');
  if (content === undefined) return absent(home, 'The page sets no viewport.');
  const evidence = { where: home.url, quote: `<meta name="viewport" content="${content.slice(0, 200)}">` };
  return /\bwidth\s*=|initial-scale\s*=/i.test(content)
    ? passed({ what: 'The viewport.', ...evidence })
    : failed({ what: 'The viewport names neither a width nor a scale.', ...evidence });
};

const favicon = ({ home }: SeoFacts): CheckOutcome => {
  const icon = ['icon', 'apple-touch-icon', 'apple-touch-icon-precomposed', 'mask-icon'].flatMap(home.links)[0];
  return icon === undefined ? absent(home, 'The page names no icon.') : passed(seen(home, icon, 'The icon.'));
};

const canonicalNamed = ({ home, capture }: SeoFacts): CheckOutcome => {
  const inHeader = capture.pages[0]?.headers.some(([name, value]) => name === 'link' && /rel="?canonical/i.test(value));
  return home.links('canonical').length > 0 || inHeader === true
    ? passed()
    : absent(home, 'The page does not say which of its addresses is the right one.');
};

/** Regions that people write and that do not exist: Google names them as common mistakes. */
const NO_REGIONS: ReadonlyMap<string, string> = new Map([
  ['uk', 'gb'],
  ['eu', 'one for each country'],
  ['en', 'none, or a country'],
  ['latam', 'one for each country'],
]);

const regions = ({ home }: SeoFacts): CheckOutcome => {
  const links = home.links('alternate').filter(({ attribs }) => (attribs['hreflang'] ?? '') !== '');
  if (links.length === 0) return notApplicable('The page names no versions in other languages.');
  return failedBy(
    links.flatMap((link) => {
      const parts = (link.attribs['hreflang'] ?? '').toLowerCase().split(/[-_]/).slice(1);
      const wrong = parts.find((part) => NO_REGIONS.has(part));
      return wrong === undefined
        ? []
        : [seen(home, link, `There is no region "${wrong.toUpperCase()}"; use ${NO_REGIONS.get(wrong) ?? ''}.`)];
    }),
  );
};

const GOOGLE = 'https://developers.google.com/search/docs';

export const PAGE_RULES: readonly Rule<SeoFacts>[] = [
  extraRule({
    ...{ id: 'seo.main_heading', severity: 'medium', effort: 'minutes' },
    title: 'The home page has no main heading',
    detail:
      'The main heading tells visitors and search engines what the page is about; engines also take their title from it.',
    fix: 'Make the heading that says what the page offers an <h1>.',
    source: `${GOOGLE}/appearance/title-link`,
    check: mainHeading,
  }),
  extraRule({
    ...{ id: 'seo.subheadings', severity: 'low', effort: 'hours' },
    title: 'A long text is not divided by headings',
    fix: 'Divide the text by <h2> headings that say what follows.',
    source: `${GOOGLE}/fundamentals/seo-starter-guide`,
    check: subheadings,
  }),
  extraRule({
    ...{ id: 'seo.viewport', severity: 'high', effort: 'minutes' },
    title: 'The page is not made for the screens of phones',
    detail: 'Without a viewport phones show the page as on a desk, small; Google indexes what phones are shown.',
    fix: 'Add <meta name="viewport" content="width=device-width, initial-scale=1">, and styles that fit.',
    source: 'https://developer.chrome.com/docs/lighthouse/pwa/viewport',
    check: viewport,
  }),
  extraRule({
    ...{ id: 'seo.favicon', severity: 'low', effort: 'minutes' },
    title: 'The home page names no icon',
    detail: 'Google shows the icon beside each result of the site; it takes the one that the home page names.',
    fix: 'Add <link rel="icon" href="…"> with an image of at least 48×48 pixels.',
    source: `${GOOGLE}/appearance/favicon-in-search`,
    check: favicon,
  }),
  extraRule({
    ...{ id: 'seo.canonical_named', severity: 'low', effort: 'minutes' },
    title: 'The home page names no canonical address',
    detail:
      'The same page is often found at several addresses (with www, with tracking parameters); the canonical one gathers what links to them.',
    fix: 'Add <link rel="canonical"> with the whole address of the page.',
    source: `${GOOGLE}/crawling-indexing/consolidate-duplicate-urls`,
    check: canonicalNamed,
  }),
  extraRule({
    ...{ id: 'seo.hreflang_region', severity: 'low', effort: 'minutes' },
    title: 'Versions for other countries name countries that do not exist',
    fix: 'Use the country codes of ISO 3166-1, such as "en-GB".',
    source: `${GOOGLE}/specialty/international/localized-versions`,
    check: regions,
  }),
];
