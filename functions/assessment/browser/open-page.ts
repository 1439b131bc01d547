import type { Browser, CDPSession, Page, Viewport } from 'puppeteer-core';
import * as z from 'zod';
import { SECOND } from '../../platform/time.ts';

export type View = Readonly<{ device: 'desktop' | 'mobile' | 'axe'; viewport: Viewport }>;

/** spec/assessment.md: screenshots at two sizes, axe at a third. A phone is emulated with touch and its viewport tag heeded, at one pixel a point so that the picture has the size it says. */
export const VIEWS = {
  desktop: { device: 'desktop', viewport: { width: 1920, height: 1080, deviceScaleFactor: 1 } },
  mobile: {
    device: 'mobile',
    viewport: { width: 390, height: 844, deviceScaleFactor: 1, isMobile: true, hasTouch: true },
  },
  axe: { device: 'axe', viewport: { width: 1350, height: 940, deviceScaleFactor: 1 } },
} as const satisfies Record<string, View>;

export const LOAD_MS = 20 * SECOND;
/** A page that goes on loading is looked at as it stands then. */
const QUIET_MS = 5 * SECOND;

export type OpenPage = Readonly<{
  page: Page;
  session: CDPSession;
  /** Whether the page went on loading past the time it is given: it was looked at as it stood. */
  cutOff: boolean;
}>;
export type Opened = Readonly<{ ok: true; opened: OpenPage } | { ok: false; reason: string }>;

/**
 * Opens the site in a page of its own, with motion reduced and dialogs dismissed. A page that does not stop loading within `loadMs` is taken as it stands, if anything of it is
 * there. What the site does wrong is a value.
 */
export const openPage = async (
  browser: Browser,
  url: string,
  { viewport }: View,
  loadMs: number = LOAD_MS,
): Promise<Opened> => {
  const page = await browser.newPage();
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'prefers-color-scheme', value: 'light' },
  ]);
  const session = await page.createCDPSession();
  let cutOff = false;
  try {
    const response = await page.goto(url, { waitUntil: 'load', timeout: loadMs });
    if (response !== null && response.status() >= 400)
      return { ok: false, reason: `The site answered the browser with HTTP ${response.status()}.` };
    await page.waitForNetworkIdle({ idleTime: 500, timeout: QUIET_MS }).catch(() => undefined);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError' || page.url() === 'about:blank')
      return { ok: false, reason: `The page did not open in the browser (${told(error)}).` };
    cutOff = true;
    await session.send('Page.stopLoading');
  }
  return { ok: true, opened: { page, session, cutOff } };
};

const told = (error: unknown): string =>
  error instanceof Error ? (error.message.split(' at ')[0] ?? '') : 'no reason given';

const MOST_TEXT = 4 * 1024 * 1024;
const Text = z.string().max(MOST_TEXT);

/**
 * Evaluates an expression that gives a text, apart from the page's own scripts: what a page did to `Array.prototype` or `JSON` does not reach there.
 * @throws Error when the expression throws, takes longer than `timeout` milliseconds, or gives more than 4 MB
 */
export const evaluateApart = async (session: CDPSession, expression: string, timeout: number): Promise<string> => {
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'assessment',
  });
  const { result, exceptionDetails } = await session.send(
    'Runtime.evaluate',
    { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true, timeout },
    { timeout: timeout + SECOND },
  );
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return Text.parse(result.value);
};
