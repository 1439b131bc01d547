import { findChromium, lookAt } from '../support/browser.ts';
import { me } from '../support/canned/sample-data.ts';
import { visitPages } from '../support/canned/visit.ts';

const executable = findChromium();

if (executable === undefined) {
  test('Left out: the pages of providers and mailboxes are looked at in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
  const visit = visitPages(executable);
  const dialog = () => visit.page.getByRole('dialog');
  const button = (name: string) => visit.page.getByRole('button', { name });

  const PAGES = [
    ['providers', '/settings/providers', 'Writing mails and reading websites'],
    ['mailboxes', '/settings/mailboxes', 'Takes no new mails'],
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

  test('a key is typed unseen, sent once, and nothing of it stays on the page', async () => {
    await visit.signInAt('/settings/providers');
    await button('Store a key for Hunter').click();
    await dialog().getByRole('button', { name: 'Store a key' }).click();
    await visit.page.getByText('Paste the key.').waitFor();
    expect(await lookAt(visit.page, 'store-credential')).toEqual([]);
    const field = visit.page.getByLabel('Key', { exact: true });
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('hunter-4711');
    const sent = visit.page.waitForRequest((request) => request.method() === 'PUT');
    await dialog().getByRole('button', { name: 'Store a key' }).click();
    expect((await sent).url()).toMatch(/\/provider-credentials\/hunter$/);
    expect((await sent).postDataJSON()).toEqual({ apiKey: 'hunter-4711' });
    await dialog().waitFor({ state: 'detached' });
    expect(await visit.page.content()).not.toContain('hunter-4711');
    await button('Store a key for Hunter').click();
    expect(await visit.page.getByLabel('Key', { exact: true }).inputValue()).toBe('');
  });

  test('a key is forgotten only when it is confirmed', async () => {
    await visit.signInAt('/settings/providers');
    await button('Forget the key for Anthropic').click();
    await visit.page.getByText('What needs it stops working').waitFor();
    const sent = visit.page.waitForRequest((request) => request.method() === 'DELETE');
    await dialog().getByRole('button', { name: 'Forget' }).click();
    expect((await sent).url()).toMatch(/\/provider-credentials\/anthropic$/);
    await dialog().waitFor({ state: 'detached' });
  });

  test('a viewer sees which keys there are and is offered nothing to change', async () => {
    await visit.signInAt('/campaigns');
    await visit.answer('/me', 200, me('sandbox', 'viewer'));
    await visit.goTo('/settings/providers');
    await visit.page.getByText('Anthropic').waitFor();
    expect(await visit.page.getByRole('button', { name: /key for/ }).count()).toBe(0);
  });

  test('a mailbox is tried without sending, and why it does not work stands beside it', async () => {
    await visit.signInAt('/settings/mailboxes');
    await button('Try to sign in at robin@outreach-meadowlark.example').click();
    await visit.page.getByText('The server refused the password.').waitFor();
    const sent = visit.page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Pause robin@outreach-meadowlark.example').click();
    expect((await sent).postDataJSON()).toEqual({ status: 'paused' });
  });

  test('without mailboxes the page says where they come from, and a failure is told', async () => {
    await visit.signInAt('/campaigns');
    await visit.refuse('/mailboxes?*', 'The mailboxes cannot be read at the moment.');
    await visit.goTo('/settings/mailboxes');
    const alert = visit.page.getByRole('alert');
    await alert.getByText('Could not read the mailboxes').waitFor();
    await visit.answer('/mailboxes?*', 200, { items: [], nextCursor: null });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await visit.page.getByText('No mailboxes yet').waitFor();
    expect(await lookAt(visit.page, 'mailboxes-empty')).toEqual([]);
  });
}
