import type { Browser } from 'puppeteer-core';
import type { AllowedHosts } from '../../platform/safe-fetch/allowed-hosts.ts';
import { createLocate } from '../../platform/safe-fetch/locate.ts';
import { createResolveHost, type ResolveHost } from '../../platform/safe-fetch/resolve-host.ts';
import { type Clock, SECOND, systemClock } from '../../platform/time.ts';
import { type AxeReading, readAxe } from '../accessibility/axe-reading.ts';
import type { NotMeasured } from '../contract.ts';
import { type LighthouseRuns, lighthouseIn, runLighthouse } from '../performance/run-lighthouse.ts';
import { DomMetrics, domMetricsScript } from '../visual/dom-metrics.ts';
import { type Picture, takeForPrint, takeScreenshot } from '../visual/take-screenshot.ts';
import { startFilteringProxy } from './filtering-proxy.ts';
import type { FoundChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';
import { evaluateApart, type OpenPage, openPage, VIEWS, type View } from './open-page.ts';
import type { ProxyLimits, ProxyReport } from './proxy-tally.ts';

/** One view of the page: what its DOM says, and a picture of it. */
export type SeenView = Readonly<{
  device: 'desktop' | 'mobile';
  width: number;
  height: number;
  dom: DomMetrics | null;
  picture: Picture | null;
}>;

/** What a browser saw of a site; what it could not see is in `notMeasured`, each with its reason. */
export type Browsed = Readonly<
  | {
      ok: true;
      views: readonly SeenView[];
      axe: AxeReading | null;
      /** Undefined when it was not asked for. */
      lighthouse: LighthouseRuns | undefined;
      notMeasured: readonly NotMeasured[];
      /** What the page asked for and did not get. */
      traffic: ProxyReport;
    }
  | { ok: false; reason: string }
>;

/** How long the parts may take, in milliseconds: a branch has 60 s, and reading the site before it 25 s of the 90 s of an assessment. */
export type BrowseLimits = Readonly<{ wholeMs: number; loadMs: number }>;
export const BROWSE_LIMITS: BrowseLimits = { wholeMs: 54 * SECOND, loadMs: 15 * SECOND };
const DOM_MS = 8 * SECOND;
/** Left for ending the browser. */
const GOODBYE_MS = 3 * SECOND;

/** With less than this left nothing is begun. */
const SHORTEST_LOOK = 5 * SECOND;

/** Of the whole process: what one site does to the machine must not stand in what is measured of another. */
let turn: Promise<unknown> = Promise.resolve();

export type BrowseOptions = Readonly<{
  /** Whether Lighthouse is to run; asked when its turn has come. */
  lighthouse?: () => Promise<boolean>;
  /** Told of the views as soon as they are there: what needs them alone need not wait for Lighthouse. */
  onViews?: (views: readonly SeenView[]) => void;
}>;
export type Browse = (url: string, options?: BrowseOptions) => Promise<Browsed>;

/**
 * Looks at a site in a Chromium of its own, behind the filtering proxy: screenshots and DOM metrics on a desktop and a phone, axe-core, and Lighthouse with the time that is left. One
 * site at a time in a process, as Lighthouse measures the machine too; waiting for the turn counts. Never throws for what a site does; the browser and all its processes have ended when it returns.
 */
export const createBrowse = ({
  chromium,
  allowed = () => undefined,
  clock = systemClock,
  resolveHost = createResolveHost({ clock }),
  limits: given = {},
  proxyLimits = {},
}: Readonly<{
  chromium: () => Promise<FoundChromium>;
  /** Private hosts that the operator allowed (`FETCH_ALLOW_HOSTS`). */
  allowed?: AllowedHosts;
  clock?: Clock;
  resolveHost?: ResolveHost;
  limits?: Partial<BrowseLimits>;
  proxyLimits?: Partial<ProxyLimits>;
}>): Browse => {
  const limits = { ...BROWSE_LIMITS, ...given };
  const locate = createLocate(allowed, resolveHost);

  const look = async (url: string, options: BrowseOptions, endsAt: number): Promise<Browsed> => {
    const left = endsAt - clock();
    if (left < SHORTEST_LOOK) return { ok: false, reason: 'The browser was busy with other sites.' };
    const found = await chromium();
    if (!found.ok) return found;
    const target = await locate(url);
    if (!target.ok) return { ok: false, reason: `The browser may not open this address (${target.reason}).` };
    const proxy = await startFilteringProxy({ locate, siteUrl: url, limits: proxyLimits });
    const deadline = AbortSignal.timeout(left + GOODBYE_MS);
    try {
      const { browser, close } = await openBrowser({ chromium: found.chromium, proxyUrl: proxy.url, signal: deadline });
      const endEarly = (): void => void close();
      deadline.addEventListener('abort', endEarly, { once: true });
      try {
        const seen = await lookAround(browser, url, { endsAt, clock, loadMs: limits.loadMs, ...options });
        return { ...seen, traffic: proxy.report() };
      } finally {
        deadline.removeEventListener('abort', endEarly);
        await close();
      }
    } catch (error) {
      return { ok: false, reason: `The browser broke off (${toldBy(error)}).` };
    } finally {
      await proxy.close();
    }
  };

  return (url, options = {}) => {
    const endsAt = clock() + limits.wholeMs;
    const result = turn.then(() => look(url, options, endsAt));
    turn = result.catch(() => undefined);
    return result;
  };
};

type Around = BrowseOptions & Readonly<{ endsAt: number; clock: Clock; loadMs: number }>;
type SeenAround = Omit<Extract<Browsed, { ok: true }>, 'traffic'>;

const toldBy = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : 'no reason given');

/** The parts one after the other; a part that fails leaves a reason, and the next one begins. */
const lookAround = async (browser: Browser, url: string, around: Around): Promise<SeenAround> => {
  const { endsAt, clock } = around;
  const notMeasured: NotMeasured[] = [];
  const part = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    if (clock() >= endsAt) {
      notMeasured.push({ what, reason: 'There was no time left for it.' });
      return null;
    }
    try {
      return await work();
    } catch (error) {
      notMeasured.push({ what, reason: toldBy(error) });
      return null;
    }
  };
  const inPage = async <T>(what: string, view: View, work: (opened: OpenPage) => Promise<T>): Promise<T | null> =>
    part(what, async () => {
      const answer = await openPage(browser, url, view, Math.max(1, Math.min(around.loadMs, endsAt - clock())));
      if (!answer.ok) throw new Error(answer.reason);
      if (answer.opened.cutOff) notMeasured.push({ what, reason: CUT_OFF });
      try {
        return await work(answer.opened);
      } finally {
        await answer.opened.page.close().catch(() => undefined);
      }
    });

  const views: SeenView[] = [];
  for (const view of [VIEWS.desktop, VIEWS.mobile]) {
    const { device, viewport } = view;
    const seen = await inPage(`The ${device} view`, view, async ({ session }) => ({
      dom: await part(`DOM metrics (${device})`, async () =>
        DomMetrics.parse(JSON.parse(await evaluateApart(session, domMetricsScript(viewport), DOM_MS))),
      ),
      picture: await part(`Screenshot (${device})`, async () => {
        const picture = await takeScreenshot(session);
        if (picture === undefined) throw new Error('No picture of it is small enough.');
        return { ...picture, jpeg: await takeForPrint(session) };
      }),
    }));
    if (seen !== null) views.push({ device, width: viewport.width, height: viewport.height, ...seen });
  }
  around.onViews?.(views);
  const axe = await inPage(AXE_PART, VIEWS.axe, ({ session }) => readAxe(session));
  const wanted = (await around.lighthouse?.()) ?? true;
  const lighthouse = wanted ? await runLighthouse(lighthouseIn(browser, url), { endsAt, clock }) : undefined;
  return { ok: true, views, axe, lighthouse, notMeasured };
};

/** What is said of axe-core in `notMeasured`. */
export const AXE_PART = 'Accessibility in the browser';
const CUT_OFF = 'The page did not stop loading: it was looked at as it stood.';
