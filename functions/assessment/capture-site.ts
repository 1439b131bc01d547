import { type AllowedHosts, parseAllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';
import { createFetchRaw, type FetchRaw } from '../platform/safe-fetch/fetch-raw.ts';
import { createHostPace } from '../platform/safe-fetch/host-pace.ts';
import { createResolveHost } from '../platform/safe-fetch/resolve-host.ts';
import { PRODUCT } from '../platform/safe-fetch/safe-fetch.ts';
import { readTls } from '../platform/safe-fetch/tls-facts.ts';
import { type Clock, instant, SECOND, systemClock } from '../platform/time.ts';
import { assessedAddress } from './assessed-address.ts';
import type { AssessmentFailure, NotMeasured } from './contract.ts';
import { badUrl, captureFailure } from './fetch/capture-failure.ts';
import { createCheckLinks, MOST_LINKS } from './fetch/check-links.ts';
import { choosePages } from './fetch/internal-links.ts';
import { capturedPage, createReadHome, type Home, MOST_BYTES, PAGE_TIMEOUT } from './fetch/read-home.ts';
import { createReadSitemap } from './fetch/read-sitemap.ts';
import { createReadTransport, type ReadTls } from './fetch/read-transport.ts';
import { createSiteRobots, type SiteRobots } from './fetch/site-robots.ts';
import { createReadScriptHeads } from './security/libraries/read-script-heads.ts';
import type { CapturedPage, SiteCapture } from './site-capture.ts';

const MOST_PAGES = 8;
/** For the whole site; what is not read by then is said to be missing. */
const LONGEST = 25 * SECOND;
/** Until when the home page must be there, and the other pages. */
const HOME_BY = 18 * SECOND;
const PAGES_BY = 21 * SECOND;
/** Milliseconds between two requests to the host, unless robots.txt asks for more. */
const PAUSE = 100;
const HANDSHAKE_TIMEOUT = 5 * SECOND;

export type Captured = Readonly<
  { ok: true; capture: SiteCapture; notMeasured: NotMeasured[] } | { ok: false; failure: AssessmentFailure }
>;
export type CaptureSite = (url: string) => Promise<Captured>;

type Ports = Readonly<{ fetchRaw: FetchRaw; readTls: ReadTls; clock: Clock; allowed?: AllowedHosts }>;
type Rest = Readonly<{ pages: CapturedPage[]; answers: ReadonlyMap<string, number> }>;
type Reading = Readonly<{ began: number; website: string; robots: SiteRobots; fetchRaw: FetchRaw }>;

/**
 * Reads what the static checks of a site need, in at most 25 s: its home page and up to seven informative ones with headers and redirects, robots.txt, sitemap,
 * the status of up to 100 internal links, what plain http answers and what the TLS handshake shows. Never throws for what the outside does.
 */
export const createCaptureSite = ({ fetchRaw, readTls, clock, allowed }: Ports): CaptureSite => {
  /** The same fetch, which never runs past a time. */
  const boundTo =
    (until: number): FetchRaw =>
    (url, options) =>
      fetchRaw(url, { ...options, timeoutMs: Math.min(options.timeoutMs, until - clock()) });

  /** The other pages, and what answered instead of one where there is none. */
  const readRest = async (home: CapturedPage, { robots, fetchRaw }: Reading, pauseMs: number): Promise<Rest> => {
    const pages = [home];
    const answers = new Map([[home.url, home.status]]);
    for (const url of choosePages(home, MOST_PAGES - 1)) {
      const answer = await fetchRaw(url, {
        timeoutMs: PAGE_TIMEOUT,
        maxBytes: MOST_BYTES,
        admit: robots.admit,
        pauseMs,
      });
      if (!answer.ok) continue;
      answers.set(url, answer.status);
      const isNew = !pages.some(({ finalUrl }) => finalUrl === answer.finalUrl);
      if (isNew && answer.status < 300 && isPage(answer.contentType)) pages.push(capturedPage(url, answer));
    }
    return { pages, answers };
  };

  const readSite = async (home: Extract<Home, { ok: true }>, reading: Reading): Promise<Captured> => {
    const { robots, fetchRaw, began, website } = reading;
    const { page, answer, httpsError } = home;
    const { origin } = new URL(page.finalUrl);
    const pauseMs = Math.max(PAUSE, await robots.pauseOf(new URL(page.finalUrl)));
    const robotsTxt = robots.fileOf(origin);
    const [transport, sitemap] = await Promise.all([
      createReadTransport({ fetchRaw, readTls })(answer),
      createReadSitemap({ fetchRaw })(origin, robotsTxt?.text ?? ''),
    ]);
    // A site with many slow pages must leave time for its links.
    const { pages, answers } = await readRest(page, { ...reading, fetchRaw: boundTo(began + PAGES_BY) }, pauseMs);
    const readScriptHeads = createReadScriptHeads({ fetchRaw: boundTo(began + PAGES_BY) });
    const scripts = await readScriptHeads(pages, { admit: robots.admit, pauseMs });
    const checkLinks = createCheckLinks({ fetchRaw, clock });
    const { links, found } = await checkLinks(pages, { answers, robots, until: began + LONGEST, pauseMs });
    return {
      ok: true,
      capture: {
        requestedUrl: website,
        finalUrl: page.finalUrl,
        fetchedAt: instant(began),
        pages,
        robotsTxt,
        sitemap,
        links,
        ...transport,
        ...(scripts.length === 0 ? {} : { scripts }),
      },
      notMeasured: missing({ pages, asked: links.length, wanted: Math.min(found, MOST_LINKS), httpsError }),
    };
  };

  return async (url) => {
    const address = assessedAddress(url, allowed);
    if (address === undefined)
      return { ok: false, failure: isLocal(url) ? captureFailure({ url, reason: 'private_address' }) : badUrl(url) };
    const { website } = address;
    const began = clock();
    const fetchHome = boundTo(began + HOME_BY);
    const robots = createSiteRobots({ fetchRaw: fetchHome, product: PRODUCT, clock });
    const home = await createReadHome({ fetchRaw: fetchHome, readTls })(website, robots);
    return home.ok ? await readSite(home, { began, website, robots, fetchRaw: boundTo(began + LONGEST) }) : home;
  };
};

/** What of the reading is not whole, and why. */
const missing = ({
  pages,
  asked,
  wanted,
  httpsError,
}: Readonly<{
  pages: readonly CapturedPage[];
  asked: number;
  wanted: number;
  httpsError: string | null;
}>): NotMeasured[] => [
  ...pages.flatMap(({ cut, finalUrl }) =>
    cut ? [{ what: `The end of ${finalUrl}`, reason: 'Only the first 2 MB of a page are read.' }] : [],
  ),
  ...(asked < wanted
    ? [
        {
          what: `${String(wanted - asked)} of ${String(wanted)} internal links`,
          reason: 'Time ran out, or robots.txt does not allow them.',
        },
      ]
    : []),
  ...(httpsError === null
    ? []
    : [{ what: 'The site over https', reason: `The secure connection failed: ${httpsError}.` }]),
];

/** The capture over the real network; `allowHosts` lets named hosts of the operator's own be read (`FETCH_ALLOW_HOSTS`). */
export const createNetworkCapture = ({
  allowHosts,
  clock = systemClock,
  ca,
}: {
  allowHosts: string;
  clock?: Clock;
  ca?: string;
}): CaptureSite => {
  const resolveHost = createResolveHost({ clock });
  const allowed = parseAllowedHosts(allowHosts);
  const trust = ca === undefined ? {} : { ca };
  return createCaptureSite({
    fetchRaw: createFetchRaw({ allowHosts: allowed, clock, resolveHost, pace: createHostPace({ clock }), ...trust }),
    readTls: (host, target) => readTls(host, target, { timeout: HANDSHAKE_TIMEOUT, ...trust }),
    clock,
    allowed,
  });
};

const isPage = (contentType: string): boolean =>
  contentType === '' || /^\s*(?:text\/html|application\/xhtml\+xml)/i.test(contentType);
const isLocal = (url: string): boolean => /^(?:https?:\/\/)?(?:[^/@]+\.)?localhost(?:[:/]|$)/i.test(url.trim());
