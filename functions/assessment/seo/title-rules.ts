import type { Evidence } from '../contract.ts';
import type { PageFacts } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { canonicalOf } from './canonical.ts';
import { extraRule } from './extra-rule.ts';
import { blockingDirectives } from './robots-directives.ts';
import { failedBy, type SeoFacts } from './seo-facts.ts';

/** Google shows about 600 pixels of a title and 920 of a description; a Latin letter of theirs takes about 9 and 6, a Chinese, Japanese or Korean one twice that. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/gu;
const TITLE = { least: 10, most: 65 };
const DESCRIPTION = { least: 50, most: 165 };

/** How much room a text takes, in Latin letters. */
export const widthOf = (text: string): number => (text.match(/./gsu)?.length ?? 0) + (text.match(WIDE)?.length ?? 0);

const judgeWidth = (
  facts: PageFacts,
  { text, name, bounds }: Readonly<{ text: string; name: string; bounds: typeof TITLE }>,
): CheckOutcome => {
  const width = widthOf(text);
  const evidence = (what: string): Evidence => ({ what, where: facts.url, quote: text.slice(0, 400) });
  if (width < bounds.least)
    return failed(evidence(`The ${name} has ${width} characters; fewer than ${bounds.least} say little.`));
  return width > bounds.most
    ? failed(evidence(`The ${name} has ${width} characters; results show about ${bounds.most}.`))
    : passed(evidence(`The ${name} has ${width} characters.`));
};

const titleLength = ({ home }: SeoFacts): CheckOutcome => {
  const text = home.title() ?? '';
  return text === ''
    ? notApplicable('The page has no title.')
    : judgeWidth(home, { text, name: 'title', bounds: TITLE });
};

const descriptionLength = ({ home }: SeoFacts): CheckOutcome => {
  const text = home.meta('description') ?? '';
  return text === ''
    ? notApplicable('The page has no description.')
    : judgeWidth(home, { text, name: 'description', bounds: DESCRIPTION });
};

/** Pages that stand in results by themselves: not those that robots may not index or that name another page as the one to show. */
const shownPages = ({ pages, capture }: SeoFacts): readonly PageFacts[] => {
  const addresses = new Set<string>();
  return pages.filter((page) => {
    const canonical = canonicalOf(page);
    const address = plainAddress(canonical ?? page.url);
    if (page.incomplete() !== null || blockingDirectives(page, capture).length > 0) return false;
    if (canonical !== null && address !== plainAddress(page.url)) return false;
    return !addresses.has(address) && addresses.add(address);
  });
};

/** An address without what servers pass over: `/`, `/index.html` and a fragment lead to the same page. */
const plainAddress = (url: string): string => {
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/^www\./, '')}${pathname.replace(/(?:\/|\/(?:index|default|home)\.(?:html?|php|aspx?))$/i, '')}${search}`;
};

const ONE_PAGE = 'Only one page could be compared.';

const duplicates =
  (name: string, textOf: (page: PageFacts) => string) =>
  (facts: SeoFacts): CheckOutcome => {
    const pages = shownPages(facts).filter((page) => textOf(page) !== '');
    if (pages.length < 2) return notApplicable(ONE_PAGE);
    return failedBy(
      [...Map.groupBy(pages, textOf)]
        .filter(([, same]) => same.length > 1)
        .map(([text, same]) => ({
          what: `${same.length} pages have the same ${name}: ${same.map(({ url }) => url).join(', ')}`,
          where: same[0]?.url ?? facts.home.url,
          quote: text.slice(0, 300),
        })),
    );
  };

const lacking =
  (name: string, textOf: (page: PageFacts) => string) =>
  (facts: SeoFacts): CheckOutcome => {
    const others = shownPages(facts).filter(({ url }) => url !== facts.home.url);
    if (others.length === 0) return notApplicable(ONE_PAGE);
    return failedBy(
      others.filter((page) => textOf(page) === '').map(({ url }) => ({ what: `The page has no ${name}.`, where: url })),
    );
  };

const titleText = (page: PageFacts): string => page.title() ?? '';
const descriptionText = (page: PageFacts): string => page.meta('description') ?? '';

const TITLE_LINKS = 'https://developers.google.com/search/docs/appearance/title-link';
const SNIPPETS = 'https://developers.google.com/search/docs/appearance/snippet';

export const TITLE_RULES: readonly Rule<SeoFacts>[] = [
  extraRule({
    ...{ id: 'seo.title_length', severity: 'low', effort: 'minutes', source: TITLE_LINKS },
    title: 'The title is too long or too short for search results',
    detail: 'Results cut off what is longer, and a title of one word says nothing of what the page offers.',
    fix: 'Say in 10 to 65 characters what the page offers, the company at the end.',
    check: titleLength,
  }),
  extraRule({
    ...{ id: 'seo.description_length', severity: 'low', effort: 'minutes', source: SNIPPETS },
    title: 'The description is too long or too short for search results',
    detail: 'Results cut off what is longer and often replace what is very short.',
    fix: 'Say in 50 to 165 characters what the page offers to whom.',
    check: descriptionLength,
  }),
  extraRule({
    ...{ id: 'seo.duplicate_titles', severity: 'medium', effort: 'hours', source: TITLE_LINKS },
    title: 'Several pages have the same title',
    detail: 'Pages of the same title look the same in results and in tabs.',
    fix: 'Name in each title what is on that page.',
    check: duplicates('title', titleText),
  }),
  extraRule({
    ...{ id: 'seo.duplicate_descriptions', severity: 'low', effort: 'hours', source: SNIPPETS },
    title: 'Several pages have the same description',
    fix: 'Describe in each page what is on that page.',
    check: duplicates('description', descriptionText),
  }),
  extraRule({
    ...{ id: 'seo.pages_without_title', severity: 'medium', effort: 'hours', source: TITLE_LINKS },
    title: 'Some pages have no title',
    fix: 'Give each page a <title> that says what is on it.',
    check: lacking('title', titleText),
  }),
  extraRule({
    ...{ id: 'seo.pages_without_description', severity: 'low', effort: 'hours', source: SNIPPETS },
    title: 'Some pages have no description',
    fix: 'Give each page a <meta name="description"> of its own.',
    check: lacking('meta description', descriptionText),
  }),
];
