import { robotsRules } from '../../platform/safe-fetch/robots.ts';
import type { Evidence } from '../contract.ts';
import type { PageFacts } from '../page-facts.ts';
import { headersOf, type SiteCapture } from '../site-capture.ts';

/** The robots that Lighthouse asks for (audits/seo/is-crawlable.js); undefined is any robot. A page that one of them may index passes. */
const ROBOTS = [undefined, 'Googlebot', 'bingbot', 'DuckDuckBot', 'archive.org_bot'] as const;
const UNAVAILABLE_AFTER = 'unavailable_after';

/** Whether a list of directives (`noindex, nofollow`) keeps a page out of results at a time. */
export const blocksIndexing = (directives: string, at: number): boolean =>
  directives
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim())
    .some((directive) => {
      if (directive === 'noindex' || directive === 'none') return true;
      const [name, ...date] = directive.split(':');
      const until = name === UNAVAILABLE_AFTER ? Date.parse(date.join(':')) : Number.NaN;
      return !Number.isNaN(until) && until < at;
    });

/** The robot that an X-Robots-Tag speaks to; undefined when to all. */
const addressee = (value: string): string | undefined => {
  const name = /^\s*([^,:]+):/.exec(value)?.[1]?.trim().toLowerCase();
  return name === UNAVAILABLE_AFTER ? undefined : name;
};

/** What keeps a page out of the results of every search engine: empty when at least one may show it. Rule: Lighthouse 13, `is-crawlable`. */
export const blockingDirectives = (facts: PageFacts, capture: SiteCapture): readonly Evidence[] => {
  const byRobot = ROBOTS.map((robot) => blockedFor(robot, facts, capture));
  return byRobot.every((blocks) => blocks.length > 0) ? (byRobot[0] ?? []) : [];
};

const blockedFor = (robot: string | undefined, facts: PageFacts, capture: SiteCapture): readonly Evidence[] => {
  const at = Date.parse(capture.fetchedAt);
  const own = robot === undefined ? undefined : facts.meta(robot.toLowerCase());
  const meta = own ?? facts.meta('robots') ?? '';
  const headers = headersOf(facts.page, 'x-robots-tag').filter((value) => {
    const to = addressee(value);
    return (
      (to === undefined || to === robot?.toLowerCase()) &&
      blocksIndexing(to === undefined ? value : value.slice(value.indexOf(':') + 1), at)
    );
  });
  return [
    ...(blocksIndexing(meta, at)
      ? [
          {
            what: 'A robots meta tag forbids indexing.',
            where: facts.url,
            quote: `<meta name="robots" content="${meta}">`,
          },
        ]
      : []),
    ...headers.map((value) => ({
      what: 'A header forbids indexing.',
      where: facts.url,
      quote: `X-Robots-Tag: ${value}`,
    })),
    ...disallowed(robot, facts.url, capture),
  ];
};

const disallowed = (robot: string | undefined, url: string, { robotsTxt }: SiteCapture): readonly Evidence[] => {
  if (robotsTxt === null || robotsTxt.status !== 200) return [];
  const address = new URL('/robots.txt', url).href;
  const rules = robotsRules(address, robotsTxt.text);
  if (rules.isAllowed(url, robot) !== false) return [];
  return [{ what: 'robots.txt forbids robots to read the page.', where: address }];
};
