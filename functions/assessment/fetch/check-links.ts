import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { type Clock, SECOND } from '../../platform/time.ts';
import type { CapturedPage, CheckedLink } from '../site-capture.ts';
import { internalLinks } from './internal-links.ts';
import type { SiteRobots } from './site-robots.ts';

export const MOST_LINKS = 100;
const TIMEOUT = 4 * SECOND;

type Wish = Readonly<{
  /** Statuses of what was asked for already. */
  answers: ReadonlyMap<string, number>;
  robots: SiteRobots;
  until: number;
  pauseMs: number;
}>;

/**
 * Asks for the internal links of the pages that were read: HEAD, and GET when that does not succeed, as some servers know no HEAD. What was asked for before
 * counts with the status it had. Ends at `until`; `asked` of `found` says how far it came.
 */
export const createCheckLinks =
  ({ fetchRaw, clock }: { fetchRaw: FetchRaw; clock: Clock }) =>
  async (
    pages: readonly CapturedPage[],
    { answers, robots, until, pauseMs }: Wish,
  ): Promise<Readonly<{ links: CheckedLink[]; found: number }>> => {
    const from = new Map<string, string>();
    for (const page of pages) for (const url of internalLinks(page)) if (!from.has(url)) from.set(url, page.finalUrl);
    const known = new Map([...answers, ...pages.map(({ finalUrl, status }) => [finalUrl, status] as const)]);

    /** The link's status, null when nothing answers, undefined when it may not be asked for. */
    const ask = async (url: string): Promise<number | null | undefined> => {
      for (const method of ['HEAD', 'GET'] as const) {
        const timeoutMs = Math.min(TIMEOUT, until - clock());
        const answer = await fetchRaw(url, {
          method,
          timeoutMs,
          maxBytes: 0,
          maxRedirects: 5,
          pauseMs,
          admit: robots.admit,
        });
        if (!answer.ok && (answer.reason === 'robots' || clock() >= until)) return undefined;
        if (answer.ok && (answer.status < 400 || method === 'GET')) return answer.status;
      }
      return null;
    };

    const links: CheckedLink[] = [];
    for (const [url, page] of from) {
      if (links.length >= MOST_LINKS || clock() >= until) break;
      const status = known.get(url) ?? (await ask(url));
      if (status !== undefined) links.push({ url, status, from: page });
    }
    return { links, found: from.size };
  };
/** Whether a checked link leads nowhere: nothing answers, or not found, gone, or a server error. What asks for a sign-in is not broken. */
export const isBroken = ({ status }: Pick<CheckedLink, 'status'>): boolean =>
  status === null || status === 404 || status === 410 || status >= 500;
