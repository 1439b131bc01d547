import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { openBrowser, openContext } from '../browser.ts';
import { problem } from './canned-route.ts';
import { startCannedSystem } from './canned-system.ts';

/** The pages over the canned system in a browser, opened for the tests of a file; each test has a person and a page of its own. */
export const visitPages = (executable: string) => {
  let system: Awaited<ReturnType<typeof startCannedSystem>>;
  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[];
  let page: Page;
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  beforeAll(async () => {
    system = await startCannedSystem();
    browser = await openBrowser(executable);
  });
  afterAll(async () => {
    await browser.close();
    await system.close();
  });
  beforeEach(async () => {
    ({ context, complaints } = await openContext(browser));
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const answer = async (pattern: string, status: number, body: unknown): Promise<void> => {
    await page.unroute(`**/api/v1${pattern}`);
    await page.route(`**/api/v1${pattern}`, (route: Route) => route.fulfill({ status, json: body }));
  };

  return {
    get page(): Page {
      return page;
    },
    get context(): BrowserContext {
      return context;
    },
    /** What the browser's console was told of errors. */
    get complaints(): readonly string[] {
      return complaints;
    },

    /** Opens a page as somebody who is not signed in yet, and signs in on the way. */
    signInAt: async (path: string): Promise<void> => {
      await page.goto(`${system.url}${path}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Continue as Robin Ferrow' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
    },

    goTo: (path: string) => page.goto(`${system.url}${path}`),

    /** Has the API say something else than the canned system would, from the next request on. */
    answer,

    /** Has the API say that it cannot, as problem details. */
    refuse: (pattern: string, detail: string): Promise<void> =>
      answer(pattern, 422, problem(422, 'broken', detail).body),

    /** Keeps answers back until what is given is called. */
    hold: async (pattern: string): Promise<() => void> => {
      let letGo: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await page.route(`**/api/v1${pattern}`, async (route: Route) => {
        await held;
        await route.fallback();
      });
      return letGo;
    },
  };
};
