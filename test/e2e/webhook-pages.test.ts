import { findChromium, lookAt } from '../support/browser.ts';
import { ENDPOINT, GONE_ENDPOINT, RETRIED_DELIVERY } from '../support/canned/sample-webhooks.ts';
import { visitPages } from '../support/canned/visit.ts';

const executable = findChromium();

if (executable === undefined) {
  test('Left out: the pages of webhooks are looked at in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
  const visit = visitPages(executable);
  const dialog = () => visit.page.getByRole('dialog');

  const PAGES = [
    ['webhooks', '/settings/webhooks', 'https://warehouse.meadowlark.example/in'],
    ['webhook', `/settings/webhooks/${ENDPOINT}`, 'No answer within 15 seconds'],
    ['webhook-gone', `/settings/webhooks/${GONE_ENDPOINT}`, 'It answered 410: nobody listens there'],
    ['delivery', `/settings/webhooks/${ENDPOINT}/deliveries/${RETRIED_DELIVERY}`, 'upstream is not there'],
  ] as const;

  test.each(PAGES)(
    '%s is without faults of accessibility in both themes and fits a phone',
    async (name, path, ready) => {
      await visit.signInAt(path);
      await visit.page.getByText(ready).first().waitFor();
      expect(await lookAt(visit.page, name)).toEqual([]);
      expect(visit.complaints).toEqual([]);
    },
  );

  test('the list of endpoints waits with a skeleton, tells of a failure, and says what to do when it is empty', async () => {
    await visit.signInAt('/campaigns');
    const letGo = await visit.hold('/webhook-endpoints');
    await visit.goTo('/settings/webhooks');
    await visit.page.getByText('Loading', { exact: true }).waitFor({ state: 'attached' });
    expect(await lookAt(visit.page, 'webhooks-loading')).toEqual([]);
    await visit.refuse('/webhook-endpoints', 'The endpoints cannot be read at the moment.');
    letGo();
    await visit.page.reload();
    const alert = visit.page.getByRole('alert');
    await alert.getByText('Could not read the webhook endpoints').waitFor();
    expect(await lookAt(visit.page, 'webhooks-failure')).toEqual([]);
    await visit.answer('/webhook-endpoints', 200, { items: [] });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await visit.page.getByText('No endpoints yet').waitFor();
    expect(await visit.page.getByRole('button', { name: 'Add an endpoint' }).count()).toBe(1);
    expect(await lookAt(visit.page, 'webhooks-empty')).toEqual([]);
  });

  test('a new endpoint needs an address; its secret is shown once and leaves no other trace', async () => {
    await visit.signInAt('/settings/webhooks');
    await visit.page.getByRole('button', { name: 'Add an endpoint' }).click();
    await dialog().getByRole('button', { name: 'Add an endpoint' }).click();
    await visit.page.getByText('Write the address that webhooks are sent to').waitFor();
    await visit.page.getByLabel('Somebody answered a mail').check();
    expect(await lookAt(visit.page, 'create-webhook')).toEqual([]);
    await visit.page.getByLabel('Address', { exact: true }).fill('https://hooks.meadowlark.example/throughline');
    const asked = visit.page.waitForRequest((request) => request.method() === 'POST');
    await dialog().getByRole('button', { name: 'Add an endpoint' }).click();
    expect((await asked).postDataJSON()).toEqual({
      url: 'https://hooks.meadowlark.example/throughline',
      eventTypes: ['message.replied'],
    });
    const secret = await visit.page.getByLabel('Signing secret', { exact: true }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    expect(await lookAt(visit.page, 'created-webhook')).toEqual([]);
    await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit.page.getByRole('button', { name: 'Copy the secret' }).click();
    await visit.page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
    expect(await visit.page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    await visit.page.keyboard.press('Escape');
    await visit.page.getByRole('button', { name: 'I have copied it' }).click();
    await visit.page.waitForURL(`**/settings/webhooks/${ENDPOINT}`);
    expect(await visit.page.content()).not.toContain(secret);
  });

  test('the test button says what came of the test', async () => {
    await visit.signInAt(`/settings/webhooks/${ENDPOINT}`);
    await visit.page.getByRole('button', { name: 'Send a test' }).click();
    await visit.page.getByText('The test arrived: the endpoint answered 204.').waitFor();
    expect(await lookAt(visit.page, 'webhook-tested')).toEqual([]);
  });

  test('a new secret asks how long the old one goes on, and is shown once', async () => {
    await visit.signInAt(`/settings/webhooks/${ENDPOINT}`);
    await visit.page.getByRole('button', { name: 'New secret' }).click();
    await visit.page.getByLabel('The old secret goes on for').selectOption('A week');
    expect(await lookAt(visit.page, 'rotate-secret')).toEqual([]);
    const asked = visit.page.waitForRequest('**/rotate-secret');
    await dialog().getByRole('button', { name: 'New secret' }).click();
    expect((await asked).postDataJSON()).toEqual({ overlapHours: 168 });
    await visit.page.getByText('Its new signing secret').waitFor();
    await visit.page.getByRole('button', { name: 'I have copied it' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('an endpoint that is switched off cannot be tested, and says so', async () => {
    await visit.signInAt(`/settings/webhooks/${ENDPOINT}`);
    await visit.page.getByRole('button', { name: 'Switch off' }).click();
    await visit.page.getByText('Nothing is sent here until it is switched on again.').waitFor();
    await visit.page.getByRole('button', { name: 'Switch on' }).waitFor();
    expect(await visit.page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true);
    expect(await visit.page.getByRole('button', { name: /^Send the webhook/ }).count()).toBe(0);
  });

  test('the log is filtered by state in the address, and a webhook is sent again only when it is confirmed', async () => {
    await visit.signInAt(`/settings/webhooks/${ENDPOINT}`);
    await visit.page.getByLabel('State', { exact: true }).selectOption('Failed');
    await visit.page.waitForURL('**?state=failed');
    await visit.page.getByText('All 1 shown').waitFor();
    await visit.page.getByRole('button', { name: /^Send the webhook/ }).click();
    await visit.page.getByText('It goes out under the same id').waitFor();
    const asked = visit.page.waitForRequest('**/replay');
    await dialog().getByRole('button', { name: 'Send again' }).click();
    expect((await asked).method()).toBe('POST');
    await dialog().waitFor({ state: 'detached' });
    await visit.page.getByLabel('State', { exact: true }).selectOption('All states');
    await visit.page.getByText('All 3 shown').waitFor();
  });

  test('deleting is asked about first and leads back to the list', async () => {
    await visit.signInAt(`/settings/webhooks/${ENDPOINT}`);
    await visit.page.getByRole('button', { name: 'Delete' }).click();
    await visit.page.getByText('This cannot be undone').waitFor();
    expect(await lookAt(visit.page, 'delete-webhook')).toEqual([]);
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await visit.page.waitForURL('**/settings/webhooks');
  });
}
