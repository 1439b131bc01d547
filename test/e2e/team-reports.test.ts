import { findChromium, lookAt } from '../support/browser.ts';
import { ASSESSMENT, CAMPAIGN } from '../support/canned/sample-data.ts';
import { brand, FAILED_REPORT, SOLD_REPORT, TEASER_REPORT } from '../support/canned/sample-reports.ts';
import { visitPages } from '../support/canned/visit.ts';

const executable = findChromium();

/** A picture of two teal pixels. */
const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAD0lEQVR42mPkzi7/D8QMAA8sA2EKTbK7AAAAAElFTkSuQmCC',
  'base64',
);

if (executable === undefined) {
  test('Left out: the pages of reports are looked at in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
  const visit = visitPages(executable);
  const dialog = () => visit.page.getByRole('dialog');
  const button = (name: string | RegExp) => visit.page.getByRole('button', { name });

  const PAGES = [
    ['reports', '/reports', 'Quillstack Software'],
    ['report-sold', `/reports/${SOLD_REPORT}`, 'Opened'],
    ['report-failed', `/reports/${FAILED_REPORT}`, 'It could not be made'],
    ['report-teaser', `/reports/${TEASER_REPORT}`, 'Only the teaser is there'],
    ['report-brand', '/settings/report-brand', 'How it looks'],
  ] as const;

  test.each(PAGES)(
    '%s is without faults of accessibility in both themes and fits a phone',
    async (name, path, ready) => {
      await visit.signInAt(path);
      await visit.page.getByText(ready).first().waitFor({ state: 'attached' });
      expect(await lookAt(visit.page, name)).toEqual([]);
      expect(visit.complaints).toEqual([]);
    },
  );

  test('the list of reports waits with a skeleton, tells of a failure, and says where reports come from when it is empty', async () => {
    await visit.signInAt('/campaigns');
    const letGo = await visit.hold('/reports?*');
    await visit.goTo('/reports');
    await visit.page.getByText('Loading', { exact: true }).waitFor({ state: 'attached' });
    expect(await lookAt(visit.page, 'reports-loading')).toEqual([]);
    await visit.refuse('/reports?*', 'The reports cannot be read at the moment.');
    letGo();
    await visit.page.reload();
    const alert = visit.page.getByRole('alert');
    await alert.getByText('Could not read the reports').waitFor();
    expect(await lookAt(visit.page, 'reports-failure')).toEqual([]);
    await visit.answer('/reports?*', 200, { items: [], nextCursor: null });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await visit.page.getByText('No reports yet').waitFor();
    expect(await lookAt(visit.page, 'reports-empty')).toEqual([]);
  });

  test('those whose making failed are a filter in the address, and are tried again on their page', async () => {
    await visit.signInAt('/reports');
    await visit.page.getByLabel('Reports', { exact: true }).selectOption('Whose making failed');
    await visit.page.waitForURL('**?show=failed');
    await visit.page.getByText('All 1 shown').waitFor();
    await visit.page.getByRole('link', { name: 'Quillstack Software' }).click();
    const asked = visit.page.waitForRequest('**/retry');
    await button('Try again').click();
    expect((await asked).method()).toBe('POST');
  });

  test('a link is made for as long as one says, given to copy, and taken back only when it is confirmed', async () => {
    await visit.signInAt(`/reports/${SOLD_REPORT}`);
    await button('Make a link').click();
    await visit.page.getByLabel('What it shows').selectOption('Whole report');
    await visit.page.getByLabel('Version', { exact: true }).selectOption('Version 1');
    await visit.page.getByLabel('How long it works').selectOption('A week');
    expect(await lookAt(visit.page, 'create-report-link')).toEqual([]);
    const made = visit.page.waitForRequest((request) => request.method() === 'POST');
    await dialog().getByRole('button', { name: 'Make a link' }).click();
    expect((await made).postDataJSON()).toEqual({ kind: 'full', days: 7, version: 1 });
    const url = await visit.page.getByLabel('Link', { exact: true }).inputValue();
    await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog().getByRole('button', { name: 'Copy' }).click();
    await dialog().getByRole('button', { name: 'Copied' }).waitFor();
    expect(await visit.page.evaluate('navigator.clipboard.readText()')).toBe(url);
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await button(/^Take back the link/)
      .first()
      .click();
    await visit.page.getByText('Nobody can open it any more').waitFor();
    const revoked = visit.page.waitForRequest((request) => request.method() === 'DELETE');
    await dialog().getByRole('button', { name: 'Take back' }).click();
    await revoked;
    await dialog().waitFor({ state: 'detached' });
  });

  test('a report of which only the teaser is there has no link to the whole', async () => {
    await visit.signInAt(`/reports/${TEASER_REPORT}`);
    await visit.page.getByText('No links yet').waitFor();
    await button('Make a link').click();
    const whole = visit.page.getByRole('option', { name: 'Whole report' });
    expect(await whole.isDisabled()).toBe(true);
  });

  test('the PDF of a version is saved as a file, asked for with the session', async () => {
    await visit.signInAt(`/reports/${SOLD_REPORT}`);
    let authorization: string | null = null;
    await visit.page.route('**/api/v1/reports/*/pdf?version=1', (route) => {
      authorization = route.request().headers()['authorization'] ?? null;
      return route.fulfill({ contentType: 'application/pdf', body: '%PDF-1.7' });
    });
    const saved = visit.page.waitForEvent('download');
    await button('Get the PDF of version 1').click();
    expect((await saved).suggestedFilename()).toBe('website-report-harbourline-0.example-1.pdf');
    expect(authorization).toMatch(/^Bearer /);
  });

  test('a report is made of an assessment once it is confirmed, and its page opens', async () => {
    await visit.signInAt(`/assessments/${ASSESSMENT}`);
    await button('Make a report').click();
    await dialog().getByRole('button', { name: 'Make a report' }).click();
    await visit.page.waitForURL(`**/reports/${TEASER_REPORT}`);
  });

  test('the look of reports shows on the cover while it is typed, and what the server refuses stands at its field', async () => {
    await visit.signInAt('/settings/report-brand');
    await visit.page.getByLabel('Sender', { exact: true }).fill('Tallyroom');
    await visit.page.getByLabel('Main colour', { exact: true }).fill('#5b2a86');
    await visit.page
      .getByRole('img', { name: 'Cover of a report by Tallyroom for Harbourline Labs, main colour #5b2a86' })
      .waitFor();
    await visit.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'logo.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') });
    await visit.page.getByText('Choose a PNG or JPEG picture.').waitFor();
    await visit.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO });
    await visit.page.getByText('logo.png is stored when you save.').waitFor();
    expect(await visit.page.locator('svg image').count()).toBe(1);
    expect(await lookAt(visit.page, 'report-brand-changed')).toEqual([]);
    const sent = visit.page.waitForRequest((request) => request.method() === 'PUT');
    await button('Save').click();
    expect((await sent).postDataJSON()).toEqual({
      senderName: 'Tallyroom',
      contact: 'hello@meadowlark.example',
      primaryColour: '#5b2a86',
      accentColour: '#0b7285',
      logo: LOGO.toString('base64'),
    });
    await visit.page.getByText('Saved. Reports that are made from now on look like this.').waitFor();
    await visit.answer('/report-brand', 422, {
      status: 422,
      detail: 'Invalid',
      errorCode: 'invalid_fields',
      fieldErrors: [{ field: 'primaryColour', message: '#ffff00 has a contrast of 1.1 to white' }],
    });
    await visit.page.getByLabel('Main colour', { exact: true }).fill('#ffff00');
    await button('Save').click();
    await visit.page.getByText('#ffff00 has a contrast of 1.1 to white').first().waitFor();
    expect(await lookAt(visit.page, 'report-brand-refused')).toEqual([]);
  });

  test('a logo that is stored is told with its size, and leaves only when it is saved', async () => {
    await visit.signInAt('/campaigns');
    await visit.answer('/report-brand', 200, { ...brand, logo: { contentType: 'image/png', width: 300, height: 80 } });
    await visit.goTo('/settings/report-brand');
    await visit.page.getByText('A logo of 300 × 80 pixels is stored.').waitFor();
    await button('Remove the logo').click();
    await visit.page.getByText('The logo is removed when you save.').waitFor();
    const sent = visit.page.waitForRequest((request) => request.method() === 'PUT');
    await button('Save').click();
    expect((await sent).postDataJSON()).toMatchObject({ logo: null });
  });

  test('assessing a campaign’s leads says what it takes before it starts', async () => {
    await visit.signInAt(`/campaigns/${CAMPAIGN}`);
    await button('Assess the leads').click();
    await dialog().getByText('At most 11 minutes').waitFor();
    await dialog().getByText('$1.62 to $1.79').waitFor();
    expect(await lookAt(visit.page, 'start-batch')).toEqual([]);
    const start = dialog().getByRole('button', { name: 'Assess the leads' });
    await dialog().getByLabel('At most so many leads').fill('none');
    await visit.page.getByText('Write a number from 1 to 10,000.').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await dialog().getByLabel('At most so many leads').fill('250');
    const asked = visit.page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/assessments'),
    );
    await start.click();
    expect((await asked).postDataJSON()).toEqual({ limit: 250 });
    await dialog().waitFor({ state: 'detached' });
  });

  test('a campaign without qualified leads says so instead of starting', async () => {
    await visit.signInAt('/campaigns');
    const nothing = { leads: 0, perLead: [], estimateUsd: 0, lowUsd: 0, highUsd: 0, minutesAtMost: 0 };
    await visit.answer('/campaigns/*/assessments/estimate', 200, nothing);
    await visit.goTo(`/campaigns/${CAMPAIGN}`);
    await button('Assess the leads').click();
    await dialog().getByText('This campaign has no qualified leads.').waitFor();
    expect(await dialog().getByRole('button', { name: 'Assess the leads' }).isDisabled()).toBe(true);
  });

  test('a batch tells how far it is, is stopped, and says why it cannot go on', async () => {
    await visit.signInAt(`/campaigns/${CAMPAIGN}`);
    await visit.page.getByText('220 of 500 websites').waitFor();
    await visit.page.getByText('9 could not be read').waitFor();
    const stopped = visit.page.waitForRequest('**/cancel');
    await button('Stop').click();
    await stopped;
    await button('Go on').click();
    await visit.page.getByRole('alert').getByText('only a cancelled batch can be resumed').waitFor();
    expect(await lookAt(visit.page, 'batches-refused')).toEqual([]);
  });
}
