import robotsModule from 'robots-parser';
import { type Clock, HOUR, SECOND } from '../time.ts';
import type { FetchAnswer } from './fetch-answer.ts';

// The package is CommonJS (`module.exports = parse`), while its types describe an ES default export.
const parseRobots = robotsModule as unknown as typeof robotsModule.default;

/** The rules of a robots.txt that was read at an address, matched in bounded time. */
export const robotsRules = (address: string, text: string) => parseRobots(address, readable(text));

type RobotsVerdict =
  | Readonly<{ allowed: true; delay: number }>
  | Readonly<{ allowed: false; answer: Extract<FetchAnswer, { ok: false }> }>;

const KEEP = 24 * HOUR;
const KEPT_SITES = 1_000;
/** What a crawler reads of a robots.txt at least (RFC 9309 § 2.5); we read no more, so the rest of a longer one is not known. */
export const ROBOTS_BYTES = 512 * 1024;
/** Such a rule is nobody's; matching takes its length times the address's. */
const LONGEST_RULE = 2_000;
/** A site may ask for a longer pause; one that asks for minutes would stop a whole run. */
const LONGEST_DELAY = 5 * SECOND;

type Rules = Readonly<{ until: number; judge: (url: string) => RobotsVerdict }>;

/**
 * Whether a site's robots.txt lets us read a page (RFC 9309): rules are kept for a day; no file (4xx) allows everything, a server error allows nothing,
 * and a site that cannot be reached is given back with that reason, so that the page is not asked for in vain.
 */
export const createRobots = ({
  fetchText,
  product,
  clock,
}: {
  fetchText: (url: string) => Promise<FetchAnswer>;
  /** The name by which robots.txt files address us. */
  product: string;
  clock: Clock;
}) => {
  const known = new Map<string, Promise<Rules>>();

  const load = async (origin: string): Promise<Rules> => {
    const address = `${origin}/robots.txt`;
    const answer = await fetchText(address);
    const until = clock() + KEEP;
    if (answer.ok) {
      const rules = robotsRules(address, answer.text);
      const delay = Math.min(LONGEST_DELAY, Math.max(0, (rules.getCrawlDelay(product) ?? 0) * SECOND));
      return {
        until,
        judge: (url) =>
          rules.isDisallowed(url, product) === true
            ? { allowed: false, answer: { ok: false, url, reason: 'robots' } }
            : { allowed: true, delay },
      };
    }
    const status = answer.status ?? 0;
    if (
      (status >= 400 && status < 500) ||
      answer.reason === 'wrong_content_type' ||
      answer.reason === 'too_many_redirects'
    )
      return { until, judge: () => ({ allowed: true, delay: 0 }) };
    // What failed for a passing reason is asked again with the next page.
    const again = clock();
    return status >= 500
      ? { until: again, judge: (url) => ({ allowed: false, answer: { ok: false, url, reason: 'robots', status } }) }
      : { until: again, judge: (url) => ({ allowed: false, answer: { ...answer, url } }) };
  };

  return async (url: URL): Promise<RobotsVerdict> => {
    const kept = known.get(url.origin);
    const found = await kept;
    if (found !== undefined && found.until > clock()) return found.judge(url.href);
    // Whoever else waited for the same old rules has asked for new ones already.
    const newer = known.get(url.origin);
    if (newer !== undefined && newer !== kept) return (await newer).judge(url.href);
    if (known.size >= KEPT_SITES) known.clear();
    const loading = load(url.origin);
    known.set(url.origin, loading);
    return (await loading).judge(url.href);
  };
};

/** The rules in lines that can be matched in bounded time. */
const readable = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.length <= LONGEST_RULE)
    .map((line) => line.replace(/\*{2,}/g, '*'))
    .join('\n');
