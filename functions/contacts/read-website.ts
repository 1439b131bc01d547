import { getDomain } from 'tldts';
import type { Files } from '../platform/files.ts';
import { sitePassagesKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { FetchAnswer } from '../platform/safe-fetch/fetch-answer.ts';
import type { SafeFetch } from '../platform/safe-fetch/safe-fetch.ts';
import { type Clock, DAY, instant, SECOND } from '../platform/time.ts';
import { SiteReading } from './contract.ts';
import { isDealer } from './page-wall.ts';
import { type PageFacts, readPage, summarizeSite } from './site-reading.ts';

const MOST_PAGES = 8;
/** For one site, waiting for its turns included (spec/copy.md, "Reading the website"). */
const LONGEST = 15 * SECOND;
const KEEP = 7 * DAY;
/** Why a page may answer on http when it does not on https. */
const TRY_PLAIN: readonly string[] = ['tls_failed', 'connection_failed'];

/** One reading under way: until when, whether pages kept by the process will do, and what was asked for so far. */
type Reading = Readonly<{ until: number; refresh: boolean; tried: string[] }>;

export type ReadWebsite = (request: {
  workspaceId: WorkspaceId;
  domain: string;
  website: string;
  /** The name the reading is kept under, when it does not begin at the domain's home page. */
  keptAs?: string;
  /** Reads the site anew even when a reading is kept. */
  refresh?: boolean;
  /** Milliseconds since the epoch at which reading stops; what was read by then is given, and not kept. */
  deadline?: number;
}) => Promise<SiteReading>;

/**
 * Reads a company's website: its home page and up to seven informative ones, politely, within 15 seconds. A reading is kept for a week in S3 for all runs of the
 * workspace; a site that cannot be reached is asked again the next time.
 */
export const createReadWebsite = ({
  fetchPage,
  files,
  clock,
}: {
  fetchPage: SafeFetch;
  files: Pick<Files, 'readText' | 'writeText'>;
  clock: Clock;
}): ReadWebsite => {
  const kept = async (key: string): Promise<SiteReading | undefined> => {
    const text = await files.readText(key);
    if (text === undefined) return undefined;
    const reading = SiteReading.parse(JSON.parse(text));
    return Date.parse(reading.readAt) + KEEP > clock() ? reading : undefined;
  };

  /** One page, as long as the site's time lasts: a page may take 10 s by itself, and the site's 15 s hold for all. */
  const fetchInTime = async (url: string, { until, refresh }: Reading): Promise<FetchAnswer> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<FetchAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ ok: false, url, reason: 'timeout' }), Math.min(LONGEST, until - clock()));
    });
    try {
      return await Promise.race([fetchPage(url, { refresh }), late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const fetchHome = async (website: string, reading: Reading): Promise<FetchAnswer> => {
    reading.tried.push(website);
    const answer = await fetchInTime(website, reading);
    if (answer.ok || !website.startsWith('https:') || !TRY_PLAIN.includes(answer.reason)) return answer;
    const plain = website.replace(/^https:/, 'http:');
    reading.tried.push(plain);
    return await fetchInTime(plain, reading);
  };

  const readRest = async (
    home: PageFacts,
    reading: Reading,
  ): Promise<{ pages: readonly PageFacts[]; whole: boolean }> => {
    const pages = [home];
    for (const { kind, url } of home.links.slice(0, MOST_PAGES - 1)) {
      if (clock() >= reading.until) return { pages, whole: false };
      reading.tried.push(url);
      const answer = await fetchInTime(url, reading);
      if (answer.ok && sameSite(answer.url, home.url) && !pages.some((page) => page.url === answer.url))
        pages.push(readPage(answer.text, { url: answer.url, status: answer.status, kind }));
    }
    return { pages, whole: true };
  };

  return async ({ workspaceId, domain, website, keptAs = domain, refresh = false, deadline = Infinity }) => {
    const key = sitePassagesKey(workspaceId, keptAs);
    const known = refresh ? undefined : await kept(key);
    if (known !== undefined) return known;
    const began = clock();
    const tried: string[] = [];
    const nothing = (outcome: Exclude<SiteReading['outcome'], 'read'>, reason: string): SiteReading => ({
      ...summarizeSite(domain, instant(began), []),
      outcome,
      reason,
      tried,
    });
    if (website === '') return nothing('unreachable', 'no_website');
    if (began >= deadline) return nothing('unreachable', 'no_time_left');
    const now: Reading = { until: Math.min(deadline, began + LONGEST), refresh, tried };
    const home = await fetchHome(website, now);
    if (isDealer(home.url)) return nothing('empty', 'parked');
    if (!home.ok) return nothing(home.reason === 'robots' ? 'disallowed' : 'unreachable', home.reason);
    if (!sameSite(home.url, website)) return nothing('unreachable', 'redirected_elsewhere');
    const first = readPage(home.text, { url: home.url, status: home.status, kind: 'home' });
    if (first.wall === 'parked') return nothing('empty', 'parked');
    const { pages, whole } = await readRest(first, now);
    const summary = summarizeSite(domain, instant(began), pages);
    // What a sign-in page says of itself is not about the company; pages beside it may be.
    const walled = first.wall !== null && summary.passages.every(({ url }) => url === first.url);
    const reading: SiteReading = {
      ...summary,
      ...(walled ? { outcome: 'empty', reason: first.wall, passages: [] } : {}),
      tried,
    };
    if (whole) await files.writeText(key, JSON.stringify(reading));
    return reading;
  };
};

/** Whether two addresses belong to one registrable domain: what a domain that was sold or parked now shows is not about the company. */
const sameSite = (a: string, b: string): boolean => {
  const [first, second] = [new URL(a).hostname, new URL(b).hostname];
  return (getDomain(first) ?? first) === (getDomain(second) ?? second);
};
