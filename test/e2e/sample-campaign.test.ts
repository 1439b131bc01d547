import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { Campaign, campaignRoutes } from '../../functions/campaigns/contract.ts';
import { findChromium, lookAt, openBrowser, openContext } from '../support/browser.ts';
import { startSampleSystem } from '../support/sample-system.ts';

const executable = findChromium();

if (executable === undefined) {
  test('Left out: the sample campaign is walked through in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
  let system: Awaited<ReturnType<typeof startSampleSystem>>;
  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[];
  const closing: (() => Promise<void>)[] = [];
  let page: Page;

  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  const heading = (name?: string | RegExp) => page.getByRole('heading', { level: 1, ...(name ? { name } : {}) });
  const textOf = async (locator: Locator): Promise<string> => ((await locator.textContent()) ?? '').trim();
  const numberOf = async (row: string | RegExp): Promise<number> => {
    const cell = page
      .getByRole('row', { name: row })
      .getByRole('cell')
      .filter({ hasText: /^[\d,]+$/ });
    return Number((await textOf(cell.first())).replaceAll(',', ''));
  };
  const openLastRun = async (): Promise<void> => {
    await page.goto(`${system.url}/campaigns`);
    await page.getByRole('row').getByRole('link').nth(1).click();
    await page.waitForURL('**/runs/*');
    await page.getByRole('heading', { name: 'Recipients by state' }).waitFor();
  };

  // One person's way through, each test going on in the same browser: signing in is the first step.
  beforeAll(async () => {
    system = await startSampleSystem();
    closing.unshift(system.close);
    browser = await openBrowser(executable);
    closing.unshift(() => browser.close());
    ({ context, complaints } = await openContext(browser));
    page = await context.newPage();
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  test('the sample owner signs in with one click and sees the campaign that has run', async () => {
    await page.goto(system.url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Continue as/ }).waitFor();
    expect(await lookAt(page, 'real-identity')).toEqual([]);
    await page.getByRole('button', { name: /^Continue as/ }).click();
    await heading('Campaigns').waitFor();
    await page.getByText('Completed').waitFor();
    await page.getByText('Sandbox').first().waitFor();
    expect(await lookAt(page, 'real-campaigns')).toEqual([]);
  });

  test('the campaign shows its run and its leads, best first, and why a lead has its score', async () => {
    await page.goto(`${system.url}/campaigns`);
    await page.getByRole('row').getByRole('link').first().click();
    const leads = page.getByRole('table', { name: 'Leads by score' });
    await leads.waitFor();
    const scores = (await leads.getByText(/^\d+%$/).allTextContents()).map((text) => Number.parseInt(text, 10));
    expect(scores.length).toBeGreaterThan(10);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(await lookAt(page, 'real-campaign')).toEqual([]);
    await leads.getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Why this score' }).waitFor();
    await page.getByText('Fits the persona').first().waitFor();
    expect(await page.getByRole('table', { name: 'Why this score' }).getByRole('row').count()).toBe(6);
    expect(await lookAt(page, 'real-lead')).toEqual([]);
  });

  test('the finished run shows its funnel, and every recipient stands in exactly one state', async () => {
    await openLastRun();
    const [discovered, qualified, sent] = [
      await numberOf(/^Discovered/),
      await numberOf(/^Qualified/),
      await numberOf(/^Sent/),
    ];
    expect(discovered).toBeGreaterThan(qualified);
    expect(sent).toBeGreaterThan(0);
    const states = page.getByRole('table', { name: 'Recipients by state' }).getByRole('row');
    const numbers = (await states.getByRole('cell').allTextContents()).map((text) => Number(text.replaceAll(',', '')));
    const total = numbers.pop() ?? 0;
    expect(numbers.reduce((sum, n) => sum + n, 0)).toBe(total);
    expect(await lookAt(page, 'real-run')).toEqual([]);
  });

  test('a mail of the run opens with its text, what its sentences rest on, and what happened to it', async () => {
    await openLastRun();
    await page.getByRole('link', { name: 'See mails: Delivered' }).click();
    await heading('Mails of the run').waitFor();
    expect(page.url()).toContain('state=delivered');
    await page.getByRole('list', { name: 'Mails of the run' }).getByRole('link').first().click();
    const mail = page.getByRole('article');
    await mail.getByText('What each sentence rests on').waitFor();
    expect(await mail.getByText('About the recipient').count()).toBeGreaterThan(0);
    expect(await mail.getByText('Passed').count()).toBeGreaterThan(3);
    expect(await mail.getByText('Written by the offline writer').count()).toBe(1);
    expect(await mail.locator('details').count()).toBe(2);
    expect(await lookAt(page, 'real-mail')).toEqual([]);
  });

  /** Mails of the campaign in the inbox, which has the reports that were bought too. */
  const campaignMails = () => page.locator('ul.rows a').filter({ hasNotText: 'Your website report for' });

  test('the inbox has the sent mail; unsubscribing there stops every further mail to that address', async () => {
    await page.goto(`${system.url}/local/inbox`);
    expect(await lookAt(page, 'real-inbox')).toEqual([]);
    const first = campaignMails().first();
    const address = await textOf(first.locator('b'));
    await first.click();
    await page
      .getByRole('button', { name: /Unsubscribe/ })
      .first()
      .waitFor();
    expect(await lookAt(page, 'real-inbox-mail')).toEqual([]);
    await page
      .getByRole('button', { name: /Unsubscribe/ })
      .first()
      .click();
    await page.getByText('this address is not written to any more').waitFor();
    await page.goto(`${system.url}/settings/suppressions`);
    await page.getByText(address).waitFor();
    expect(await lookAt(page, 'real-suppressions')).toEqual([]);
  });

  test('what a recipient answers stands among the replies and in the conversation of its mail', async () => {
    await page.goto(`${system.url}/local/inbox`);
    await campaignMails().nth(2).click();
    await page.getByLabel('Reply').fill('Sounds useful. Would Thursday at ten work?');
    await page.getByRole('button', { name: 'Send the reply' }).click();
    await page.getByText('The reply was sent').waitFor();
    await page.goto(`${system.url}/replies`);
    const found = page.getByText('Would Thursday at ten work?');
    for (let tries = 0; tries < 30 && (await found.count()) === 0; tries += 1) {
      await page.waitForTimeout(1_000);
      await page.reload();
      await heading('Replies').waitFor();
      await page.getByRole('heading', { level: 2 }).waitFor();
    }
    expect(await lookAt(page, 'real-replies')).toEqual([]);
    await page.getByRole('row').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Conversation' }).waitFor();
    expect(await page.getByLabel('What it says').inputValue()).toBe('interested');
    expect(await lookAt(page, 'real-conversation')).toEqual([]);
  });

  test('what stands against a live run is told before it is tried, each with its mend', async () => {
    await page.goto(`${system.url}/campaigns`);
    await page.getByRole('row').getByRole('link').first().click();
    await page.getByRole('link', { name: 'Check before launch' }).click();
    await heading('Before launch').waitFor();
    await page.getByRole('table', { name: 'Checks' }).waitFor();
    expect(await page.getByRole('table', { name: 'Checks' }).getByRole('row').count()).toBe(15);
    expect(await lookAt(page, 'real-launch')).toEqual([]);
  });

  test('the link in a mail leads to a page with a button that works without JavaScript', async () => {
    await page.goto(`${system.url}/local/inbox`);
    await campaignMails().nth(1).click();
    const text = await textOf(page.locator('main'));
    const link = /https?:\/\/localhost:\d+\/u\/[\w.~-]+/.exec(text)?.[0] ?? '';
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const recipient = await plain.newPage();
    await recipient.goto(link);
    await recipient.getByRole('button', { name: /unsubscribe/i }).click();
    await recipient.getByRole('heading', { name: /unsubscribed/i }).waitFor();
    await plain.close();
  });

  test('a run started from the page is followed as it happens to its end, and nobody is written to twice', async () => {
    await page.goto(`${system.url}/campaigns`);
    await page.getByRole('row').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Start a run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start a run' }).click();
    await page.waitForURL('**/runs/*');
    // A run that writes to nobody may be over before a busy machine has opened its stream; one that waits for a reviewer is seen live below.
    await page.getByText('This is the final state').waitFor({ timeout: 90_000 });
    expect(await page.getByText('Completed').count()).toBeGreaterThan(0);
    expect(await numberOf(/^Sent/)).toBe(0);
    // Counters follow the table's stream: the last of them may come after the end.
    const shown = () => textOf(page.locator('main'));
    for (let tries = 0; tries < 45 && !(await shown()).includes('Written to within'); tries += 1)
      await page.waitForTimeout(1_000);
    expect(await shown()).toContain('Written to within the last 30 days');
  });

  /** A second campaign to the same companies, that writes to more people of each and holds every mail. */
  const createReviewedCampaign = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${system.apiKey}`, 'content-type': 'application/json' };
    const api = async (init: RequestInit) =>
      (await fetch(`${system.url}/api/v1/campaigns`, { ...init, headers })).json();
    const { items } = campaignRoutes.listCampaigns.response.parse(await api({}));
    const { icpId, offer, sender, companyImports, contactImports } = Campaign.parse(items.at(-1));
    const body = { icpId, offer, sender, companyImports, contactImports, name: 'Second round', approval: 'review' };
    const more = { contactsPerCompany: 10, readWebsites: false };
    return Campaign.parse(await api({ method: 'POST', body: JSON.stringify({ ...body, ...more }) })).id;
  };

  test('held mails are decided on in the browser: one rejected with its reason, the others approved, and the run ends', async () => {
    await page.goto(`${system.url}/campaigns/${await createReviewedCampaign()}`);
    await page.getByRole('button', { name: 'Start a run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start a run' }).click();
    await page.getByText(/mails wait for review/).waitFor({ timeout: 90_000 });
    await page.getByText('Updates as it happens').waitFor();
    expect(await lookAt(page, 'real-waiting')).toEqual([]);
    const held = await numberOf(/^Drafted/);
    const run = page.url();
    await page.getByRole('link', { name: 'Review them one by one' }).click();
    await page.getByRole('list', { name: 'Mails of the run' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByLabel('Reason').fill('Wrong person for this.');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('article').getByText('Wrong person for this.').waitFor();
    await page.goto(run);
    await page.getByRole('button', { name: `Approve all ${String(held - 1)}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Approve all/ })
      .click();
    await page.getByText('This is the final state').waitFor({ timeout: 90_000 });
    expect(await numberOf(/^Sent/)).toBe(held - 1);
    expect(await numberOf(/Cancelled/)).toBe(1);
  });

  test('a new API key opens the API, and no more once it is revoked', async () => {
    await page.goto(`${system.url}/settings/api-keys`);
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Walk through');
    await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click();
    const key = await page.getByLabel('API key', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const ask = () => fetch(`${system.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole('button', { name: 'Revoke Walk through' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('row', { name: /Walk through/ })
      .getByText('Revoked')
      .waitFor();
    expect((await ask()).status).toBe(401);
    expect(await lookAt(page, 'real-api-keys')).toEqual([]);
  });

  test('nothing was complained of on the way: no blocked script or style, no failed request', () => {
    expect(complaints).toEqual([]);
  });

  test('signing out leaves nothing behind that opens the pages again', async () => {
    await page.goto(`${system.url}/campaigns`);
    await heading('Campaigns').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: /Sign out|signed out|Sign in to Throughline/i }).waitFor();
    const confirm = page.getByRole('button', { name: 'Sign out' });
    if ((await confirm.count()) > 0) await confirm.click();
    await page.goto(`${system.url}/campaigns`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Continue as/ }).waitFor();
  });
}
