import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_PLACES } from '../../functions/assessment/browser/find-chromium.ts';

/** The Chromium of this machine, if it has one; `CHROMIUM` names another. */
export const findChromium = (): string | undefined =>
  [process.env['CHROMIUM'], ...CHROMIUM_PLACES].find((path) => path !== undefined && existsSync(path));

/** Starts it with a profile of its own and without the things it does by itself over the network. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** A person's browser: still pictures, desktop width, and everything the page complains of kept. */
export const openContext = async (browser: Browser): Promise<{ context: BrowserContext; complaints: string[] }> => {
  const context = await browser.newContext({
    viewport: DESKTOP,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  return { context, complaints };
};

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Everything is judged once; the other theme changes the colours only, the other width the layout only. */
const VIEWS = [
  { size: 'desktop', viewport: DESKTOP, colorScheme: 'light', rules: undefined },
  { size: 'desktop', viewport: DESKTOP, colorScheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
  { size: 'phone', viewport: PHONE, colorScheme: 'dark', rules: ['target-size', 'scrollable-region-focusable'] },
] as const;

const axeFaults = async (page: Page, rules: readonly string[] | undefined): Promise<string[]> => {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules === undefined ? axe.withTags(STANDARDS) : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/**
 * Looks at the page as it stands: axe in both themes and at both widths, and that the page is not wider than a phone. Gives the faults in
 * words. With SCREENSHOTS set to a folder, keeps a picture of each.
 */
export const lookAt = async (page: Page, name: string): Promise<string[]> => {
  const faults: string[] = [];
  for (const { size, viewport, colorScheme, rules } of VIEWS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The app follows the system's theme by itself; pages without it do so by their style sheet.
    if ((await page.locator('#root').count()) > 0)
      await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).first().waitFor({ state: 'attached' });
    faults.push(...(await axeFaults(page, rules)).map((fault) => `${size}, ${colorScheme}: ${fault}`));
    const wider = await overflow(page);
    if (wider > 0) faults.push(`${size}: ${String(wider)} px wider than the screen`);
    await keepPicture(page, `${name}-${size}-${colorScheme}`);
  }
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return faults;
};

const keepPicture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
