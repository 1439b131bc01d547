import { createMailsTo } from '../../../functions/attribution/mails-to.ts';
import { companyDomain, createResolveSale, UNATTRIBUTED } from '../../../functions/attribution/resolve-sale.ts';
import { sentBy } from '../../../functions/attribution/send-time.ts';
import { touchOf } from '../../../functions/attribution/touch.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import { createRecipientStore } from '../../../functions/contacts/recipient-store.ts';
import { createCompanyStore } from '../../../functions/discovery/company-store.ts';
import { MessageId, newId, RunId } from '../../../functions/platform/ids.ts';
import { companyKey, messageIdOf, messageKey, recipientKey } from '../../../functions/platform/keys.ts';
import { DAY, instant, SECOND } from '../../../functions/platform/time.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSalesWorld, type SalesWorld } from '../../support/sales-world.ts';
import { campaignId, runId, workspaceId } from '../../support/sending-world.ts';

const resolverOf = ({ table, clock }: Pick<SalesWorld, 'table' | 'clock'>) => {
  const recipients = createRecipientStore(table, clock);
  return createResolveSale({
    messages: createMessageStore(table),
    mailsTo: createMailsTo({ recipients, table }),
    recipients,
    contacts: createContactStore(table),
    companies: createCompanyStore(table),
  });
};
const world = async (options?: Parameters<typeof createSalesWorld>[0]) => {
  const made = await createSalesWorld(options);
  const resolve = resolverOf(made);
  return {
    ...made,
    resolve: (messageId: MessageId | null, buyerEmail: string | null) =>
      resolve({ workspaceId, messageId, buyerEmail, at: instant(made.clock()) }),
  };
};

test('the token’s message is the chain, whoever bought, with every link up to the source', async () => {
  const { send, wait, mail, resolve, clock } = await world();
  await send(0);
  const sentAt = instant(clock());
  wait(DAY);
  const chain = await resolve(mail(0).id, mail(0).address);
  expect(chain).toEqual({
    ...{ how: 'token', messageId: mail(0).id, variant: 'question', step: 1, runId, campaignId },
    ...{ domain: 'company0.example', contactId: 'c1', source: 'file:imp_1', sentAt, forwarded: false },
  });
});

test('a forwarded link stays with its token; that somebody else bought is recorded apart', async () => {
  const { send, wait, mail, resolve } = await world();
  await send(0);
  await send(1);
  wait(DAY);
  // The buyer got a later mail of their own; the link they followed decides.
  expect(await resolve(mail(0).id, mail(1).address)).toMatchObject({
    how: 'token',
    messageId: mail(0).id,
    forwarded: true,
  });
  expect(await resolve(mail(0).id, null)).toMatchObject({ how: 'token', forwarded: null });
  expect(await resolve(mail(0).id, '  ')).toMatchObject({ how: 'token', forwarded: null });
});

test('the same mailbox in another spelling is the recipient, not a forward', async () => {
  const { send, wait, mail, resolve } = await world();
  await send(0);
  wait(DAY);
  expect(await resolve(mail(0).id, 'Person0+shop@COMPANY0.example')).toMatchObject({ forwarded: false });
});

test('without a token the last mail to the buyer’s own address before the sale is the chain', async () => {
  const { send, followUp, wait, mail, resolve } = await world();
  await send(0);
  wait(3 * DAY);
  const second = await followUp(0);
  wait(DAY);
  expect(await resolve(null, mail(0).address)).toMatchObject({ how: 'buyer_email', messageId: second, step: 2 });
});

test('a mail sent after the sale did not make it: the next way is tried', async () => {
  const { send, wait, mail, resolve } = await world();
  expect(await resolve(mail(0).id, mail(0).address)).toEqual(UNATTRIBUTED);
  await send(1);
  wait(-DAY);
  // Both the token's mail and the buyer's are of tomorrow.
  expect(await resolve(mail(1).id, mail(1).address)).toEqual(UNATTRIBUTED);
  await send(0);
  wait(DAY / 2);
  expect(await resolve(mail(1).id, mail(0).address)).toMatchObject({ how: 'buyer_email', messageId: mail(0).id });
});

test('Stripe’s whole seconds do not put a sale before its mail', async () => {
  const { send, wait, mail, table } = await world();
  wait(700);
  await send(0);
  const resolve = resolverOf({ table, clock: () => 0 });
  const at = '2026-11-21T09:00:00.000Z';
  expect(await resolve({ workspaceId, messageId: mail(0).id, buyerEmail: null, at })).toMatchObject({ how: 'token' });
  const before = instant(Date.parse(at) - SECOND);
  expect(await resolve({ workspaceId, messageId: mail(0).id, buyerEmail: null, at: before })).toMatchObject({
    how: 'none',
  });
});

test('a colleague of somebody who was written to is inferred by the company’s domain, by the last mail of all', async () => {
  const { send, wait, mail, resolve, followUp } = await world({
    count: 6,
    domainOf: (n) => `co${String(n % 2)}.example`,
  });
  await send(0);
  wait(DAY);
  await send(2);
  wait(DAY);
  await send(1);
  expect(await resolve(null, 'colleague@mail.co0.example')).toMatchObject({
    ...{ how: 'company_domain', messageId: mail(2).id, domain: 'co0.example', contactId: 'c1', forwarded: true },
  });
  const late = await followUp(0);
  expect(await resolve(null, 'colleague@co0.example')).toMatchObject({ messageId: late });
  expect(await resolve(null, 'somebody@elsewhere.example')).toEqual(UNATTRIBUTED);
});

test.each(['jo@gmail.com', 'jo@mail.yahoo.co.uk', 'jo@mailinator.com', 'jo@localhost', 'no address'])(
  '%s stands for no company',
  (address) => {
    expect(companyDomain(address)).toBeUndefined();
  },
);

test('a freemail buyer is never led back by the domain, though a lead has its address there', async () => {
  const { send, wait, resolve } = await world({ count: 1, domainOf: () => 'gmail.com' });
  await send(0);
  wait(DAY);
  expect(await resolve(null, 'stranger@gmail.com')).toEqual(UNATTRIBUTED);
  expect(await resolve(null, 'person0@gmail.com')).toMatchObject({ how: 'buyer_email' });
});

test('the address is matched in every spelling, also where the mail went to another one', async () => {
  const { table, clock, send, wait, mail, resolve } = await world();
  // The mail went to a tagged address; the reservation stands under the mailbox.
  const tagged = 'person9+news@company0.example';
  const id = messageIdOf(runId, tagged, 1);
  const item = await table.get(messageKey(workspaceId, mail(0).id));
  await table.put({ ...item, ...messageKey(workspaceId, id), toAddress: tagged });
  await table.put({
    ...recipientKey(workspaceId, tagged),
    ...{ type: 'Recipient', domain: 'company0.example', contactId: 'c9', campaignId, runId },
    ...{ reservedAt: instant(clock()), messageId: id },
  });
  await table.put({
    ...item,
    ...messageKey(workspaceId, id),
    toAddress: tagged,
    state: 'delivered',
    sentAt: instant(clock()),
  });
  await send(1);
  wait(DAY);
  const followUp = messageIdOf(runId, tagged, 2);
  await table.put({
    ...item,
    ...messageKey(workspaceId, followUp),
    ...{ toAddress: tagged, step: 2, state: 'delivered', sentAt: instant(clock()) },
  });
  wait(DAY);
  expect(await resolve(null, 'person9@company0.example')).toMatchObject({ how: 'buyer_email', messageId: followUp });
});

test('a mail of an earlier run is found on the lead’s timeline when the new run has not written yet', async () => {
  const { table, clock, send, wait, mail, resolve } = await world();
  await send(0);
  const message = await createMessageStore(table).get(workspaceId, mail(0).id);
  const touch = message === undefined ? undefined : touchOf(message, instant(clock()));
  if (touch === undefined) throw new Error('no touch');
  await table.put(touch);
  wait(40 * DAY);
  const later = newId(RunId, 'run');
  const recipient = await table.get(recipientKey(workspaceId, mail(0).address));
  await table.put({
    ...recipient,
    ...recipientKey(workspaceId, mail(0).address),
    ...{ runId: later, messageId: messageIdOf(later, mail(0).address, 1) },
  });
  expect(await resolve(null, mail(0).address)).toMatchObject({
    ...{ how: 'buyer_email', messageId: mail(0).id, runId, contactId: 'c0' },
  });
});

test('a lead whose company is gone has no source, and one whose contact is gone has none', async () => {
  const { table, clock, send, wait, mail, resolve } = await world();
  await send(0);
  wait(DAY);
  await table.remove(companyKey(workspaceId, 'company0.example'));
  await table.remove(recipientKey(workspaceId, mail(0).address));
  await table.remove({ ...companyKey(workspaceId, 'company0.example'), sk: 'CONTACT#c0' });
  expect(await resolve(mail(0).id, null)).toMatchObject({ source: null, contactId: null });
  expect(
    await resolverOf({ table, clock })({
      ...{ workspaceId, messageId: MessageId.parse(`${mail(0).id.slice(0, -1)}x`), buyerEmail: null },
      at: instant(clock()),
    }),
  ).toEqual(UNATTRIBUTED);
});

test('a mail whose fate was never learnt counts from its claim, one that was not sent never', async () => {
  const { table, mail } = await world();
  const message = await createMessageStore(table).get(workspaceId, mail(0).id);
  if (message === undefined) throw new Error('no message');
  const claimedAt = '2026-11-21T09:00:00.000Z';
  const at = '2026-11-22T09:00:00.000Z';
  expect(sentBy({ ...message, state: 'unknown_final', claimedAt }, at)).toBe(claimedAt);
  expect(sentBy({ ...message, state: 'unknown', claimedAt }, at)).toBe(claimedAt);
  expect(sentBy({ ...message, state: 'sending', claimedAt }, at)).toBeUndefined();
});
