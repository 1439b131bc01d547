import { touchOf } from '../../../functions/attribution/touch.ts';
import { createTouchesBefore } from '../../../functions/attribution/touches-before.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import { newId, RunId } from '../../../functions/platform/ids.ts';
import { messageIdOf, messageKey } from '../../../functions/platform/keys.ts';
import { UNATTRIBUTED } from '../../../functions/platform/ledger/sale-chain.ts';
import { DAY, instant } from '../../../functions/platform/time.ts';
import { decodeMessage } from '../../../functions/sending/message.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSalesWorld } from '../../support/sales-world.ts';
import { runId, workspaceId } from '../../support/sending-world.ts';

/** Two people of one company, each with a first mail; one also with a follow-up. */
const world = async () => {
  const made = await createSalesWorld({ count: 2, domainOf: () => 'acme.example' });
  const { table, clock } = made;
  const messages = createMessageStore(table);
  const touchesBefore = createTouchesBefore({ messages, contacts: createContactStore(table), table });
  const before = async (purchase: { chain: Parameters<typeof touchesBefore>[1] | null; paidAt: string | null }) =>
    (await touchesBefore(workspaceId, purchase.chain ?? UNATTRIBUTED, purchase.paidAt ?? '')).map(
      ({ messageId }) => messageId,
    );
  return { ...made, before, touchesBefore, clock };
};

test('a sale’s touches are the mails of its run to anybody at the company until then, oldest first', async () => {
  const { send, wait, mail, followUp, sell, before } = await world();
  await send(1);
  wait(DAY);
  await send(0);
  wait(3 * DAY);
  const second = await followUp(0);
  wait(DAY);
  const sold = await sell(mail(0).id, mail(0).address);
  wait(DAY);
  await followUp(1);
  expect(await before(sold)).toEqual([mail(1).id, mail(0).id, second]);
});

test('mails of earlier runs come from the lead’s timeline, and one that stands in both places counts once', async () => {
  const { table, clock, send, wait, mail, sell, before } = await world();
  const earlier = newId(RunId, 'run');
  const old = messageIdOf(earlier, mail(1).address, 1);
  const item = await table.get(messageKey(workspaceId, mail(1).id));
  const sentAt = instant(clock() - 40 * DAY);
  await table.put({ ...item, ...messageKey(workspaceId, old), runId: earlier, state: 'delivered', sentAt });
  await send(0);
  for (const id of [old, mail(0).id]) {
    const touched = await table.get(messageKey(workspaceId, id));
    const touch = touched === undefined ? undefined : touchOf(decodeMessage(touched), instant(clock()));
    if (touch === undefined) throw new Error('no touch');
    await table.put(touch);
  }
  wait(DAY);
  expect(await before(await sell(mail(0).id, null))).toEqual([old, mail(0).id]);
});

test('a mail that was never sent touched nobody', async () => {
  const { send, wait, mail, sell, before } = await world();
  await send(0);
  wait(DAY);
  expect(await before(await sell(mail(0).id, null))).toEqual([mail(0).id]);
});

test('an UNATTRIBUTED sale has no touches', async () => {
  const { send, wait, sell, before } = await world();
  await send(0);
  wait(DAY);
  expect(await before(await sell(null, 'stranger@gmail.com'))).toEqual([]);
});

test('the mail that the chain names is a touch though its item and its people are gone', async () => {
  const { table, send, wait, mail, sell, touchesBefore } = await world();
  await send(0);
  wait(DAY);
  const { chain, paidAt } = await sell(mail(0).id, null);
  for (const { pk, sk } of table.items())
    if (String(sk).startsWith('CONTACT#') || sk === mail(0).id) await table.remove({ pk: String(pk), sk: String(sk) });
  expect(await touchesBefore(workspaceId, chain ?? UNATTRIBUTED, paidAt ?? '')).toEqual([
    expect.objectContaining({ messageId: mail(0).id, runId, subject: '' }),
  ]);
});

test('a company of which no list of people can be had has the named mail’s recipient', async () => {
  const { table, send, wait, mail, followUp, sell } = await world();
  await send(0);
  wait(3 * DAY);
  const second = await followUp(0);
  wait(DAY);
  const { chain, paidAt } = await sell(mail(0).id, null);
  const touchesBefore = createTouchesBefore({
    messages: createMessageStore(table),
    contacts: { list: () => Promise.resolve(undefined) },
    table,
  });
  const touches = await touchesBefore(workspaceId, chain ?? UNATTRIBUTED, paidAt ?? '');
  expect(touches.map(({ messageId }) => messageId)).toEqual([mail(0).id, second]);
});
