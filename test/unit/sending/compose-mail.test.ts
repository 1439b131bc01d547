import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { messageIdOf } from '../../../functions/platform/keys.ts';
import { createComposeMail } from '../../../functions/sending/compose-mail.ts';
import type { SendRecord } from '../../../functions/sending/contract.ts';
import { readReplyAddress } from '../../../functions/sending/reply-token.ts';
import { readUnsubscribeToken } from '../../../functions/sending/unsubscribe-link.ts';
import { runId, sender, sendRecord, workspaceId } from '../../support/sending-world.ts';

const SECRET = 'a secret of this test';
const address = 'jane@acme.example';
const message = { id: messageIdOf(runId, address, 1), address, domain: 'acme.example' };
const compose = createComposeMail({
  origin: 'https://mail.example',
  secret: () => Promise.resolve(SECRET),
  now: () => new Date('2026-11-21T09:00:00.000Z'),
});
const record = (more: Partial<SendRecord> = {}): SendRecord => sendRecord(message, '2026-11-21T09:00:00.000Z', more);

const composed = async (more: Partial<SendRecord> = {}) => {
  const made = await compose(record(more));
  if (!made.ok) throw new Error(made.reason);
  const raw = Buffer.from(made.mail.raw).toString('utf8');
  const parsed = await PostalMime.parse(made.mail.raw);
  const header = (name: string) => parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);
  return { ...made.mail, raw, parsed, header };
};

test('a mail has a text and an HTML part with the same words', async () => {
  const { parsed } = await composed({
    body: 'Hello Jane,\n\nis 5 < 6 & true?\nSee https://acme.example/a?b=1&c=2.\n\nAda',
  });
  const words = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const fromHtml = words(
    (parsed.html ?? '')
      .replaceAll(/<a href="([^"]*)">Unsubscribe<\/a>/g, 'Unsubscribe: $1')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
  expect(fromHtml.replaceAll(' .', '.')).toBe(words(parsed.text ?? ''));
  expect(parsed.html).toMatch(
    /<a href="https:\/\/mail\.example\/t\/c\/[\w.-]+">https:\/\/acme\.example\/a\?b=1&amp;c=2<\/a>/,
  );
});

test('every mail says who sent it, where they sit, why it came, and how to stop it', async () => {
  const { parsed } = await composed();
  for (const part of [parsed.text, parsed.html]) {
    expect(part).toContain(sender.legalName);
    expect(part).toContain(sender.postalAddress);
    expect(part).toContain('acme.example');
    expect(part).toContain('https://mail.example/u/');
  }
});

test('one-click unsubscribe stands in the headers, and its link names the recipient', async () => {
  const { header } = await composed();
  expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
  const [list = ''] = header('list-unsubscribe');
  expect(list).toMatch(
    /^<https:\/\/mail\.example\/u\/[^>]+>,\s*<mailto:ada@throughline-demo\.com\?subject=unsubscribe>$/,
  );
  const token = /\/u\/([^>]+)>/.exec(list)?.[1] ?? '';
  expect(readUnsubscribeToken(token, SECRET)).toEqual({ workspaceId, messageId: message.id, address });
  expect(readUnsubscribeToken(token, 'another secret')).toBeUndefined();
  expect(readUnsubscribeToken(`${token}x`, SECRET)).toBeUndefined();
});

test('the message id is ours and the same whenever the mail is composed', async () => {
  const [first, second] = [await composed(), await composed()];
  expect(first.parsed.messageId).toBe(`<${message.id}@throughline-demo.com>`);
  expect(second.parsed.messageId).toBe(first.parsed.messageId);
});

test('answers go to the reply address, or to the sender', async () => {
  expect((await composed()).parsed.replyTo?.[0]?.address).toBe(sender.email);
  const replyTo = 'desk@throughline-demo.com';
  expect((await composed({ sender: { ...sender, replyTo } })).parsed.replyTo?.[0]?.address).toBe(replyTo);
});

test.each([
  ['Zoë Müller-Đặng', 'Größe & Maß – über 5 €?'],
  ['株式会社サンプル 山田太郎', '月次決算についてのご提案'],
  ['Κώστας "Kostas" Παπαδόπουλος', 'Ερώτηση, για τον μήνα'],
  ['محمد بن علي', 'سؤال 🙂'],
  ['Smith, John (CEO) <fake@evil.example>', 'Re: [quoted] "hello"; a=b'],
])('names and subjects of any script come back as they were: %s', async (toName, subject) => {
  const { parsed, raw } = await composed({ toName, subject });
  expect(parsed.to).toEqual([{ name: toName, address }]);
  expect(parsed.subject).toBe(subject);
  expect(parsed.from).toEqual(expect.objectContaining({ name: 'Ada Löwe', address: sender.email }));
  // Header lines are ASCII, and no line is longer than RFC 5322 allows.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  expect(raw.split('\r\n\r\n')[0]).toMatch(/^[\u0000-\u007f]*$/);
});

test('a host of another script is written in ASCII, a local part of another script is refused', async () => {
  expect((await composed({ toAddress: 'jane@münchen.example' })).to).toBe('jane@xn--mnchen-3ya.example');
  expect(await compose(record({ toAddress: 'jané@acme.example' }))).toMatchObject({ ok: false });
});

test('lines longer than mail allows are folded in every part', async () => {
  const { raw, parsed } = await composed({
    body: `Hello ${'word '.repeat(2_000)}${'x'.repeat(5_000)}`,
    subject: 'long '.repeat(50).trim(),
  });
  expect(Math.max(...raw.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
  expect(parsed.text).toContain('x'.repeat(5_000));
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

const INJECTIONS = [
  '\r\nBcc: victim@evil.example',
  '\nBcc: victim@evil.example',
  '\rBcc: x@evil.example',
  '\u0000',
  '\u2028Bcc: x@evil.example',
  '\u0085Bcc: x',
];
const FIELDS: readonly (readonly [string, (text: string) => Partial<SendRecord>])[] = [
  ['subject', (text) => ({ subject: `Hi${text}` })],
  ['toName', (text) => ({ toName: `Jane${text}` })],
  ['toAddress', (text) => ({ toAddress: `jane@acme.example${text}` })],
  ['sender.name', (text) => ({ sender: { ...sender, name: `Ada${text}` } })],
  ['sender.email', (text) => ({ sender: { ...sender, email: `ada@x.example${text}` } })],
  ['sender.replyTo', (text) => ({ sender: { ...sender, replyTo: `r@x.example${text}` } })],
  ['sender.postalAddress', (text) => ({ sender: { ...sender, postalAddress: `1 Street${text}` } })],
];
test.each(FIELDS)('nothing in %s can begin a header of its own', async (field, change) => {
  for (const injection of INJECTIONS) {
    // What is trimmed off an end has nothing behind it; here something always follows.
    const made = await compose(record(change(`${injection}tail`)));
    expect(made).toEqual({ ok: false, reason: expect.stringContaining(field) as string });
  }
});

test('whatever text is given, the headers of a mail are ours alone', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (subject, toName, body) => {
      const made = await compose(record({ subject, toName, body }));
      if (!made.ok) return;
      const { headers } = await PostalMime.parse(made.mail.raw);
      expect(headers.map(({ key }) => key).sort()).toEqual([
        ...['content-type', 'date', 'from', 'list-unsubscribe', 'list-unsubscribe-post'],
        ...['message-id', 'mime-version', 'reply-to', 'subject', 'to'],
      ]);
    }),
    { numRuns: 200 },
  );
});

test('a mail without words or with control characters in them is refused', async () => {
  expect(await compose(record({ body: '  \n ' }))).toMatchObject({ ok: false });
  expect(await compose(record({ body: 'Hello\u0007' }))).toMatchObject({ ok: false });
  expect(await compose(record({ subject: '' }))).toMatchObject({ ok: false });
});

test('a follow-up names the mails before it, oldest first, and answers the last', async () => {
  const references = ['<msg_a@throughline-demo.com>', '<0100018c-1@email.amazonses.com>'];
  const { header } = await composed({ references });
  expect(header('references')).toEqual([references.join(' ')]);
  expect(header('in-reply-to')).toEqual([references[1]]);
  expect((await composed()).header('references')).toEqual([]);
  expect(await compose(record({ references: ['<a@b.example>\r\nBcc: x@y.example'] }))).toMatchObject({ ok: false });
});

test('replies come back by an address that names the message, and so does an opt-out by mail', async () => {
  const toUs = createComposeMail({
    ...{ origin: 'https://mail.example', secret: () => Promise.resolve(SECRET), now: () => new Date(0) },
    replyHost: 'reply.example',
  });
  const made = await toUs(record({ sender: { ...sender, replyTo: 'other@sender.example' } }));
  if (!made.ok) throw new Error(made.reason);
  const parsed = await PostalMime.parse(made.mail.raw);
  const replyTo = parsed.replyTo?.[0]?.address ?? '';
  expect(replyTo).toBe(replyTo.toLowerCase());
  expect(replyTo.split('@')[0]?.length).toBeLessThanOrEqual(64);
  expect(readReplyAddress(replyTo, SECRET)).toBe(message.id);
  expect(readReplyAddress(replyTo.toUpperCase(), SECRET)).toBe(message.id);
  expect(parsed.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toContain(`<mailto:${replyTo}?`);
});

test('a name of two hundred letters of any script comes back as it was, and no line is too long for a server', async () => {
  const names = [
    'Ω'.repeat(200),
    'محمد '.repeat(30).trim(),
    '山田 太郎'.repeat(20),
    '🙂'.repeat(60),
    'Łukasz "Ł" <x>, Żółć',
  ];
  for (const toName of names) {
    const { parsed, raw } = await composed({
      toName,
      subject: toName.slice(0, 120),
      body: `${'x'.repeat(3_000)} ${toName}`,
    });
    expect(parsed.to?.[0]?.name).toBe(toName);
    expect(parsed.subject).toBe(toName.slice(0, 120).trim());
    expect(Math.max(...raw.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
  }
});
