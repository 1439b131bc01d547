import { ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { MailboxId, newId } from '../../../functions/platform/ids.ts';
import type { Channel } from '../../../functions/sending/channel.ts';
import { createChooseChannel, type OpenChannel } from '../../../functions/sending/choose-channel.ts';
import { createComplianceStore } from '../../../functions/sending/compliance-store.ts';
import { NewMailbox } from '../../../functions/sending/mailbox-contract.ts';
import { createKeepPassword, createMailboxSecrets } from '../../../functions/sending/mailbox-secrets.ts';
import { createMailboxStore } from '../../../functions/sending/mailbox-store.ts';
import { createOpenChannel } from '../../../functions/sending/open-channel.ts';
import type { SmtpLogin } from '../../../functions/sending/providers/smtp.ts';
import { createReputationStore } from '../../../functions/sending/reputation-store.ts';
import { createServeMailboxes } from '../../../functions/sending/serve-mailboxes.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { sendRecord, workspaceId } from '../../support/sending-world.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const principal = { workspaceId, kind: 'member', id: 'ada', role: 'owner', mode: 'live' } as const;
const request = { principal, params: undefined, query: undefined, body: undefined, headers: {}, traceId: 't' };
const smtp = { host: 'smtp.box.example', port: 587, security: 'starttls', user: 'ada' } as const;
const wish = { channel: 'smtp', address: 'ada@box.example', name: 'Ada', smtp, password: 'secret' };

/** Secrets Manager in this process. */
const memorySecrets = () => {
  const stored = new Map<string, string>();
  const client = {
    send: (command: {
      constructor: { name: string };
      input: { SecretId?: string; Name?: string; SecretString?: string };
    }) => {
      const { SecretId, Name, SecretString } = command.input;
      const name = SecretId ?? Name ?? '';
      if (command.constructor.name === 'GetSecretValueCommand') {
        const SecretStringFound = stored.get(name);
        if (SecretStringFound === undefined)
          return Promise.reject(new ResourceNotFoundException({ message: 'none', $metadata: {} }));
        return Promise.resolve({ SecretString: SecretStringFound });
      }
      stored.set(name, SecretString ?? '');
      return Promise.resolve({});
    },
  };
  return { stored, secrets: createMailboxSecrets(client) };
};

const setUp = () => {
  const clock = () => START;
  const table = createMemoryTable();
  const { stored, secrets } = memorySecrets();
  const logins: SmtpLogin[] = [];
  const answer: { reason?: string } = {};
  const handlers = createServeMailboxes({
    mailboxes: createMailboxStore(table, clock),
    secrets,
    keepPassword: createKeepPassword({ secrets, lock: (_workspace, work) => work() }),
    tryLogin: (login) => {
      logins.push(login);
      return Promise.resolve(answer.reason);
    },
    reputation: createReputationStore(table, createRunStore(table, clock), clock),
    compliance: createComplianceStore(table, clock),
    clock,
  });
  const made = async (more: object = {}) => {
    const reply = await handlers.createMailbox({ ...request, body: NewMailbox.parse({ ...wish, ...more }) });
    if ('problem' in reply) throw new Error(reply.problem.detail);
    return { ...reply.body, id: MailboxId.parse(reply.body.id) };
  };
  return { table, stored, secrets, handlers, made, logins, answer };
};

test('a mailbox begins with five mails a day, and its password is stored with the secrets and shown nowhere', async () => {
  const { made, stored, handlers, table } = setUp();
  const mailbox = await made();
  expect(mailbox).toMatchObject({
    capToday: 5,
    dailyCap: 30,
    gapSeconds: 90,
    hasPassword: true,
    status: 'active',
    verifiedAt: null,
  });
  expect(mailbox.health).toMatchObject({ healthy: true, sent: 0 });
  expect([...stored.values()].join()).toContain('secret');
  const list = await handlers.listMailboxes({ ...request, query: { limit: 10 } });
  expect(JSON.stringify([mailbox, list, table.items()])).not.toContain('secret"');
  expect('body' in list && list.body.items.map(({ id }) => id)).toEqual([mailbox.id]);
});

test('only a mailbox of the channel smtp has a server, on a port on which mail is submitted', () => {
  expect(NewMailbox.safeParse({ ...wish, smtp: null }).success).toBe(false);
  expect(NewMailbox.safeParse({ channel: 'ses', address: 'a@b.example', name: 'A', smtp }).success).toBe(false);
  expect(NewMailbox.safeParse({ channel: 'ses', address: 'a@b.example', name: 'A' }).success).toBe(true);
  expect(NewMailbox.safeParse({ ...wish, smtp: { ...smtp, port: 22 } }).success).toBe(false);
  expect(NewMailbox.safeParse({ ...wish, name: 'Ada\r\nBcc: x@y.example' }).success).toBe(false);
});

test('a mailbox is verified by signing in at it; another server or password has to be verified anew', async () => {
  const { made, handlers, logins, answer } = setUp();
  const { id: mailboxId } = await made();
  const params = { mailboxId };
  answer.reason = 'EAUTH: wrong password';
  const refused = await handlers.verifyMailbox({ ...request, params });
  expect('body' in refused && refused.body).toMatchObject({ ok: false, reason: 'EAUTH: wrong password' });
  delete answer.reason;
  const verified = await handlers.verifyMailbox({ ...request, params });
  expect('body' in verified && verified.body.mailbox.verifiedAt).toBe('2026-11-23T09:00:00.000Z');
  expect(logins.at(-1)).toEqual({ ...smtp, password: 'secret' });
  const changed = await handlers.updateMailbox({ ...request, params, body: { password: 'other' } });
  expect('body' in changed && changed.body.verifiedAt).toBeNull();
  const renamed = await handlers.updateMailbox({ ...request, params, body: { name: 'Ada L', status: 'paused' } });
  expect('body' in renamed && renamed.body).toMatchObject({ name: 'Ada L', status: 'paused' });
});

test('what does not exist is not found, and a mailbox without a password says so', async () => {
  const { made, handlers } = setUp();
  const params = { mailboxId: newId(MailboxId, 'mbx') };
  for (const reply of [
    await handlers.getMailbox({ ...request, params }),
    await handlers.updateMailbox({ ...request, params, body: {} }),
    await handlers.verifyMailbox({ ...request, params }),
  ])
    expect('problem' in reply && reply.problem.status).toBe(404);
  const { id: mailboxId } = await made({ password: undefined });
  const reply = await handlers.verifyMailbox({ ...request, params: { mailboxId } });
  expect('body' in reply && reply.body.reason).toContain('no password');
  const ses = await made({ channel: 'ses', smtp: null, password: undefined });
  const wrong = await handlers.updateMailbox({ ...request, params: { mailboxId: ses.id }, body: { smtp } });
  expect('problem' in wrong && wrong.problem.status).toBe(400);
});

test('the workspace says who it is, and the breaker can be read and resumed', async () => {
  const { handlers } = setUp();
  const empty = await handlers.getComplianceProfile(request);
  expect('body' in empty && empty.body).toEqual({ legalName: null, postalAddress: null, updatedAt: null });
  const body = { legalName: 'Acme Ltd', postalAddress: '1 Street' };
  await handlers.putComplianceProfile({ ...request, body });
  const given = await handlers.getComplianceProfile(request);
  expect('body' in given && given.body).toMatchObject(body);
  for (const reply of [
    await handlers.getBreaker(request),
    await handlers.resumeSending({ ...request, body: { reason: 'r' } }),
  ])
    expect('body' in reply && reply.body.state).toBe('closed');
});

describe('the channel of a record', () => {
  const own: Channel = () => Promise.resolve({ kind: 'accepted', channelId: 'own' });
  const boxed: Channel = () => Promise.resolve({ kind: 'accepted', channelId: 'boxed' });
  const mail = { raw: Buffer.from(''), from: '', to: '', tags: {} };
  const message = { id: 'msg_0000000000' as never, address: 'jo@acme.example', domain: 'acme.example' };

  const choose = async (
    open: OpenChannel,
    mode: 'sandbox' | 'live',
    channel: 'ses' | 'smtp' = 'smtp',
    gone = false,
  ) => {
    const { table, made } = setUp();
    const { id } = await made(channel === 'ses' ? { channel, smtp: null, password: undefined } : {});
    const mailboxes = createMailboxStore(table, () => START);
    const chosen = createChooseChannel({
      own,
      open,
      clock: () => START,
      mailboxes: gone ? { get: () => Promise.resolve(undefined) } : mailboxes,
    });
    return (await chosen(sendRecord(message, '', { mode, mailbox: { id, channel, gapSeconds: 90 } })))(mail);
  };

  test('is its mailbox’s in live mode, and the deployment’s own in a sandbox and behind SES', async () => {
    const open: OpenChannel = () => Promise.resolve(boxed);
    expect(await choose(open, 'live')).toMatchObject({ channelId: 'boxed' });
    expect(await choose(open, 'sandbox')).toMatchObject({ channelId: 'own' });
    expect(await choose(open, 'live', 'ses')).toMatchObject({ channelId: 'own' });
  });

  test('sends nothing and waits when its mailbox cannot be opened: the message is claimed by then', async () => {
    expect(await choose(() => Promise.reject(new Error('secrets are away')), 'live')).toMatchObject({
      kind: 'throttled',
    });
    expect(await choose(() => Promise.resolve('it has no password'), 'live')).toMatchObject({
      kind: 'throttled',
      reason: 'it has no password',
    });
    expect(await choose(() => Promise.resolve(boxed), 'live', 'smtp', true)).toMatchObject({ kind: 'throttled' });
  });

  test('needs a password, or a key of Instantly', async () => {
    const { made, secrets, table } = setUp();
    const open = createOpenChannel({ secrets, credentials: () => Promise.resolve({}), clock: () => START });
    const mailboxes = createMailboxStore(table, () => START);
    const openOf = async (more: object) => {
      const mailbox = await mailboxes.get(workspaceId, (await made(more)).id);
      return mailbox === undefined ? 'gone' : open(workspaceId, mailbox);
    };
    expect(await openOf({ password: undefined })).toContain('no password');
    expect(await openOf({ channel: 'instantly', smtp: null })).toContain('no key of Instantly');
    expect(typeof (await openOf({}))).toBe('function');
  });
});
