import PostalMime from 'postal-mime';
import { DEFAULT_BRAND } from '../../../functions/reports/brand.ts';
import { createMailSender, createSendTransactional } from '../../../functions/reports/transactional-mail.ts';
import type { OutgoingMail, SendOutcome } from '../../../functions/sending/channel.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { SAMPLE_WORKSPACE as workspaceId } from '../../support/report-samples.ts';

const MAIL = {
  workspaceId,
  onceId: 'report#1',
  to: 'jo@bücher.example',
  subject: 'Your website report for 株式会社',
  text: 'Hello',
  html: '<p>Hello</p>',
  attachment: { name: 'report.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-') },
} as const;

const world = (outcomes: readonly SendOutcome[] = []) => {
  let now = Date.parse('2026-11-21T09:30:00.000Z');
  const sent: OutgoingMail[] = [];
  const left = [...outcomes];
  const booked: unknown[] = [];
  const send = createSendTransactional({
    table: createMemoryTable(),
    channel: (mail) => {
      sent.push(mail);
      return Promise.resolve(left.shift() ?? { kind: 'accepted', channelId: 'ses-1' });
    },
    sender: () => Promise.resolve({ name: 'Müller & Söhne', address: 'reports@app.example' }),
    bookPaidCall: (_, call) => {
      booked.push(call);
      return Promise.resolve();
    },
    clock: () => now,
  });
  return { send, sent, booked, pass: (minutes: number) => (now += minutes * 60_000) };
};

test('a mail leaves once for its id, whoever asks again', async () => {
  const { send, sent, booked } = world();
  expect(await send(MAIL)).toEqual({ ok: true });
  expect(await send(MAIL)).toEqual({ ok: true });
  expect(booked).toHaveLength(1);
  expect(await send({ ...MAIL, onceId: 'report#2' })).toEqual({ ok: true });
  expect(sent).toHaveLength(2);
});

test('it carries both parts and the file, its host in ASCII, and says that a machine wrote it', async () => {
  const { send, sent } = world();
  await send(MAIL);
  const parsed = await PostalMime.parse(sent[0]?.raw ?? new Uint8Array());
  expect(parsed).toMatchObject({
    from: { name: 'Müller & Söhne', address: 'reports@app.example' },
    subject: MAIL.subject,
    text: expect.stringContaining('Hello') as string,
    attachments: [{ filename: 'report.pdf', mimeType: 'application/pdf' }],
  });
  expect(sent[0]?.to).toBe('jo@xn--bcher-kva.example');
  expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
});

test('what certainly was not sent may be asked for again at once; a refusal says that it is in vain', async () => {
  const { send, sent } = world([
    { kind: 'throttled', reason: 'slow down' },
    { kind: 'refused', reason: 'no such identity' },
  ]);
  expect(await send(MAIL)).toEqual({ ok: false, reason: 'slow down', later: true });
  expect(await send(MAIL)).toEqual({ ok: false, reason: 'no such identity', later: false });
  expect(await send(MAIL)).toEqual({ ok: true });
  expect(sent).toHaveLength(3);
});

test('a mail of unknown fate is sent again only after five minutes', async () => {
  const { send, sent, pass } = world([{ kind: 'unknown', reason: 'timeout' }]);
  expect(await send(MAIL)).toMatchObject({ ok: false, later: true });
  expect(await send(MAIL)).toMatchObject({ ok: false, later: true });
  expect(sent).toHaveLength(1);
  pass(6);
  expect(await send(MAIL)).toEqual({ ok: true });
  expect(sent).toHaveLength(2);
});

test('it is from the workspace’s own active mailbox behind SES, else from the deployment’s domain', async () => {
  const mailbox = (channel: string, status: string) => ({ channel, status, address: 'kim@team.example' });
  const from = (items: readonly object[]) =>
    createMailSender({
      mailboxes: { list: () => Promise.resolve({ items: items as never, nextCursor: null }) },
      brands: { get: () => Promise.resolve(DEFAULT_BRAND) },
      publicOrigin: 'https://app.throughline.example',
    })(workspaceId);
  expect(await from([mailbox('smtp', 'active'), mailbox('ses', 'active')])).toEqual({
    name: 'Throughline',
    address: 'kim@team.example',
  });
  expect(await from([mailbox('ses', 'paused')])).toMatchObject({ address: 'reports@app.throughline.example' });
});
