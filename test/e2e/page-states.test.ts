import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { findChromium, lookAt, openBrowser, openContext } from '../support/browser.ts';
import { startCannedSystem } from '../support/canned/canned-system.ts';
import * as sample from '../support/canned/sample-data.ts';

const executable = findChromium();

if (executable === undefined) {
  test('Left out: the states of the pages are looked at in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
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

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  /** Opens a page as somebody who is not signed in yet, and signs in on the way. */
  const signInAt = async (path: string): Promise<void> => {
    await page.goto(`${system.url}${path}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Continue as Robin Ferrow' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const answer = (pattern: string, status: number, body: object) =>
    page.route(`**/api/v1${pattern}`, (route: Route) => route.fulfill({ status, json: body }));
  const problem = (status: number, errorCode: string, detail: string) => ({
    type: 'about:blank',
    title: 'Problem',
    status,
    detail,
    errorCode,
    traceId: 'trace-4711',
  });

  test('the way in is one button, says where it leads, and a failed sign-in is told', async () => {
    await page.goto(system.url);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await lookAt(page, 'sign-in')).toEqual([]);
    await page.goto(`${system.url}/signed-in?error=access_denied&state=unknown`);
    await page.getByRole('alert').waitFor();
    expect(await lookAt(page, 'sign-in-failed')).toEqual([]);
  });

  test('a reload and a deep link come back to the same page without signing in again', async () => {
    await signInAt(`/runs/${sample.FINISHED_RUN}/messages?state=bounced`);
    await heading('Mails of the run').waitFor();
    expect(page.url()).toBe(`${system.url}/runs/${sample.FINISHED_RUN}/messages?state=bounced`);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain('canned');
  });

  const PAGES: readonly (readonly [name: string, path: string, title: string | RegExp, ready: string])[] = [
    ['campaigns', '/campaigns', 'Campaigns', 'Finance leads at B2B software companies'],
    ['campaign', `/campaigns/${sample.CAMPAIGN}`, /Finance leads/, 'About this campaign'],
    ['lead', `/campaigns/${sample.CAMPAIGN}/lead?domain=harbourline-0.example`, /Harbourline/, 'Mara Lindqvist'],
    ['run-finished', `/runs/${sample.FINISHED_RUN}`, /Run of/, 'Recipients by state'],
    ['run-moving', `/runs/${sample.MOVING_RUN}`, /Run of/, 'Updates as it happens'],
    ['run-waiting', `/runs/${sample.WAITING_RUN}`, /Run of/, '44 mails wait for review'],
    ['run-failed', `/runs/${sample.FAILED_RUN}`, /Run of/, 'Why it stopped'],
    ['mails', `/runs/${sample.FINISHED_RUN}/messages`, 'Mails of the run', 'Jonas Okafor'],
    ['mail', `/runs/${sample.FINISHED_RUN}/messages/${sample.SENT_MAIL}`, 'Mails of the run', 'What happened'],
    ['mail-held', `/runs/${sample.FINISHED_RUN}/messages/${sample.HELD_MAIL}`, 'Mails of the run', 'Held back'],
    ['launch', `/campaigns/${sample.CAMPAIGN}/launch`, 'Before launch', 'has no SPF record'],
    ['replies', '/replies', 'Replies', 'Would Thursday at ten'],
    ['assessments', '/assessments', 'Assessments', 'Northfield Dental'],
    ['assessment', `/assessments/${sample.ASSESSMENT}`, /Northfield/, 'How to mend it'],
    ['sales', '/sales', 'Sales', 'By the link in the mail'],
    ['sale', `/sales/${sample.SALE}`, /Sale to/, 'Credit by model'],
    ['api-keys', '/settings/api-keys', 'API keys', 'Nightly import'],
    ['suppressions', '/settings/suppressions', 'Suppressions', 'Bounced for good|Unsubscribed'],
    ['nothing-here', '/nowhere', 'There is nothing at this address', 'Back to the campaigns'],
  ];

  test.each(PAGES)(
    '%s is without faults of accessibility in both themes and fits a phone',
    async (name, path, title, ready) => {
      await signInAt(path);
      await heading(title).waitFor();
      await page.getByText(new RegExp(ready)).first().waitFor({ state: 'attached' });
      expect(await lookAt(page, name)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('a run that moves shows its stream: the number of sent mails rises by itself', async () => {
    await signInAt(`/runs/${sample.MOVING_RUN}`);
    const sent = page.getByRole('row', { name: /^Sent/ });
    await sent.getByText('424').waitFor();
    await sent.getByText('444').waitFor();
    await page.getByText('mails/s').waitFor();
  });

  test('what is counted after a run has ended still shows: its stream is over, so the page asks', async () => {
    const moving = sample.runs.find(({ id }) => id === sample.MOVING_RUN);
    const ended = { ...moving, status: 'completed', step: null, endedAt: new Date().toISOString() };
    await signInAt('/campaigns');
    let asked = 0;
    await page.route(`**/api/v1/runs/${sample.MOVING_RUN}`, (route: Route) => {
      asked += 1;
      return route.fulfill({ json: asked === 1 ? moving : { ...ended, warnings: ['Told after its end.'] } });
    });
    await page.route(`**/api/v1/runs/${sample.MOVING_RUN}/events`, (route: Route) =>
      route.continue({ url: `${system.url}/api/v1/runs/${sample.MOVING_RUN}/ended/events` }),
    );
    await page.goto(`${system.url}/runs/${sample.MOVING_RUN}`);
    await page.getByText('This is the final state').waitFor();
    await page.getByText('Told after its end.').waitFor();
  });

  test('empty places give the cause and one action', async () => {
    await signInAt('/campaigns');
    await answer('/campaigns?*', 200, { items: [], nextCursor: null });
    await page.reload();
    await page.getByText('No campaigns yet').waitFor();
    expect(await lookAt(page, 'campaigns-empty')).toEqual([]);
    expect(await page.getByRole('link', { name: 'Read how in the API reference' }).count()).toBe(1);
  });

  test('a failure says what failed, what is safe, the trace id, and tries again on demand', async () => {
    await signInAt('/campaigns');
    await answer('/suppressions?*', 422, problem(422, 'broken', 'The list cannot be read at the moment.'));
    await page.goto(`${system.url}/settings/suppressions`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Could not read the suppressions');
    expect(await alert.textContent()).toContain('The list cannot be read at the moment.');
    expect(await alert.textContent()).toContain('Nothing was changed');
    expect(await alert.textContent()).toContain('trace-4711');
    expect(await lookAt(page, 'failure')).toEqual([]);
    await page.unroute('**/api/v1/suppressions?*');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Unsubscribed').waitFor();
  });

  test('what the role does not allow is a state of its own, and a viewer is offered nothing to change', async () => {
    await signInAt('/campaigns');
    await answer('/me', 200, sample.me('sandbox', 'viewer'));
    await answer('/api-keys?*', 403, problem(403, 'not_allowed', 'The role viewer may not do apiKey:read.'));
    await page.goto(`${system.url}/settings/api-keys`);
    await page.getByText('Your role does not allow this').waitFor();
    expect(await lookAt(page, 'no-permission')).toEqual([]);
    await page.goto(`${system.url}/campaigns/${sample.CAMPAIGN}`);
    await heading(/Finance leads/).waitFor();
    expect(await page.getByRole('button', { name: 'Start a run' }).count()).toBe(0);
  });

  test('offline is told and what was read stays', async () => {
    await signInAt('/campaigns');
    await context.setOffline(true);
    await page.getByText('You are offline').waitFor();
    expect(await page.getByText('Finance leads at B2B software companies').count()).toBe(1);
    expect(await lookAt(page, 'offline')).toEqual([]);
  });

  test('an ended session keeps the page and leads back to it, with what was typed', async () => {
    await signInAt(`/runs/${sample.FINISHED_RUN}/messages/${sample.HELD_MAIL}`);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByLabel('Reason').fill('Names the wrong city.');
    await answer('/messages/*/reject', 401, problem(401, 'not_signed_in', 'The token has expired.'));
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(await lookAt(page, 'session-ended')).toEqual([]);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Reject' }).click();
    expect(await page.getByLabel('Reason').inputValue()).toBe('Names the wrong city.');
  });

  test('what cannot be undone is asked about first; a live run wants the campaign’s name', async () => {
    await signInAt('/campaigns');
    await answer('/me', 200, sample.me('live'));
    await page.goto(`${system.url}/campaigns/${sample.CAMPAIGN}`);
    await page.getByRole('button', { name: 'Start a run' }).click();
    const dialog = page.getByRole('dialog');
    const start = dialog.getByRole('button', { name: 'Start a run' });
    await start.waitFor();
    expect(await start.isDisabled()).toBe(true);
    expect(await lookAt(page, 'start-live-run')).toEqual([]);
    await dialog.getByRole('textbox').fill('Finance leads at B2B software companies');
    await start.click();
    await page.waitForURL(`**/runs/${sample.MOVING_RUN}`);
    await page.getByRole('button', { name: 'Cancel run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click();
    await page.getByRole('alert').getByText('The run has already ended.').waitFor();
    expect(await lookAt(page, 'cancel-refused')).toEqual([]);
  });

  test('a new API key is shown once and leaves no other trace on the page', async () => {
    await signInAt('/settings/api-keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click();
    await page.getByText('Give the key a name.').waitFor();
    expect(await lookAt(page, 'create-key')).toEqual([]);
    await page.getByLabel('Name', { exact: true }).fill('Nightly import');
    await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click();
    await page.getByText('Your new key').waitFor();
    expect(await page.getByLabel('API key', { exact: true }).inputValue()).toMatch(/^tl_test_/);
    expect(await lookAt(page, 'created-key')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('Your new key').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('tl_test_4fQ2mXc8vB1nR7sK0pLw');
  });

  test('a list goes on page by page, and its filter stands in the address', async () => {
    await signInAt(`/campaigns/${sample.CAMPAIGN}`);
    await page.getByText('15 shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('30 shown').waitFor();
    await page.getByLabel('Stage', { exact: true }).selectOption('Contacted');
    await page.waitForURL('**?stage=contacted');
    await page.getByText(`All ${sample.leads('contacted', 0).items.length} shown`).waitFor();
  });

  test('every way through the pages works from the keyboard: skip link, menu, and focus on the new page’s heading', async () => {
    await signInAt('/campaigns');
    await page.reload();
    await heading('Campaigns').waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.getByRole('link', { name: 'API keys' }).press('Enter');
    await heading('API keys').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('API keys');
    expect(await page.title()).toBe('API keys · Throughline');
  });
}
