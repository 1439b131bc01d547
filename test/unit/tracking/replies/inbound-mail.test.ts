import fc from 'fast-check';
import { readDeliveryReport } from '../../../../functions/tracking/replies/delivery-report.ts';
import { headOf, readInboundMail } from '../../../../functions/tracking/replies/inbound-mail.ts';
import { readInboundNotice } from '../../../../functions/tracking/replies/inbound-notice.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const lines = (...parts: readonly string[]): string => parts.join('\r\n');
const read = async (text: string) => {
  const found = await readInboundMail(bytes(text));
  if (!found.ok) throw new Error(found.reason);
  return found.mail;
};

test('a reply is read with what it answers, the nearest first', async () => {
  const mail = await read(
    lines(
      'Return-Path: <jane@acme.example>',
      'Delivered-To: r+abc@replies.example',
      'From: "Jane, D." <Jane@Acme.example>',
      'To: Ana <r+abc@replies.example>, other@x.example',
      'Subject: =?utf-8?B?UmU6IFRhZ8O8?=',
      'Message-ID: <reply@acme.example>',
      'In-Reply-To: <last@h.example>',
      'References: <first@h.example> <last@h.example>',
      '',
      'Yes.',
    ),
  );
  expect(mail).toMatchObject({
    from: 'Jane@Acme.example',
    fromName: 'Jane, D.',
    to: ['r+abc@replies.example', 'other@x.example', 'r+abc@replies.example'],
    subject: 'Re: Tagü',
    messageId: 'reply@acme.example',
    answers: ['last@h.example', 'last@h.example', 'first@h.example'],
  });
  expect(mail.text.trim()).toBe('Yes.');
});

test('a delivery report is read with its status', async () => {
  const mail = await read(
    lines(
      'From: MAILER-DAEMON@acme.example',
      'Subject: Undelivered',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It failed.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.acme.example',
      '',
      'Final-Recipient: rfc822; ok@acme.example',
      'Action: relayed',
      'Status: 2.0.0',
      '',
      'Final-Recipient: rfc822; jane@acme.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      '  user here',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: ana@harbourlight.example',
      'Subject: ours',
      '',
      'our text',
      '--b--',
    ),
  );
  expect(readDeliveryReport(mail.deliveryStatus ?? '')).toEqual({
    failed: true,
    status: '5.1.1',
    diagnostic: 'smtp; 550 5.1.1 no such user here',
  });
  expect(mail.text).not.toContain('our text');
});

test.each([
  ['', { failed: false, status: '', diagnostic: '' }],
  ['Action: delayed\nStatus: 4.4.7', { failed: false, status: '4.4.7' }],
  ['nonsense', { failed: false, status: '' }],
])('a report that says %j fails nothing', (text, report) => {
  expect(readDeliveryReport(text)).toMatchObject(report);
});

const nested = (depth: number): string => {
  let mail = 'Content-Type: text/plain\r\n\r\ninnermost';
  for (let level = 0; level < depth; level += 1)
    mail = lines(
      `Content-Type: multipart/mixed; boundary=b${String(level)}`,
      '',
      `--b${String(level)}`,
      mail,
      `--b${String(level)}--`,
    );
  return `From: a@b.example\r\n${mail}`;
};

test.each([
  ['headers without end', `From: a@b.example\r\n${'X-A: aaaaaaaaaaaaaaaa\r\n'.repeat(60_000)}`],
  ['parts nested a thousand deep', nested(1_000)],
])('%s are refused with the reason, and their head is still read', async (_what, text) => {
  const found = await readInboundMail(bytes(text));
  expect(found).toMatchObject({ ok: false, reason: expect.stringContaining('not readable as MIME') as string });
  expect((await readInboundMail(headOf(bytes(text).subarray(0, 200_000)))).ok).toBe(true);
});

test.each([
  ['nothing', ''],
  ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=zzz\r\n\r\nno boundary here'],
  ['a boundary of nothing', 'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n--'],
  ['a charset that is none', 'Content-Type: text/plain; charset="../../etc/passwd"\r\n\r\nhello'],
  ['broken base64', 'Content-Transfer-Encoding: base64\r\n\r\n!!!!====A'],
  ['broken quoted-printable', 'Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=4=\r\n='],
  ['zero bytes', 'From: a\0b@c.example\r\nSubject: \0\0\r\n\r\n\0\0\0'],
  ['two of each header', 'From: a@b.example\r\nFrom: c@d.example\r\nSubject: a\r\nSubject: b\r\n\r\nx'],
  ['encoded words without end', `Subject: ${'=?utf-8?B?'.repeat(5_000)}\r\n\r\nx`],
  [
    'a recipient list of ten thousand',
    `To: ${Array.from({ length: 10_000 }, (_, n) => `p${String(n)}@x.example`).join(', ')}\r\n\r\nx`,
  ],
  ['groups in groups', `To: ${'a:'.repeat(2_000)}x@y.example;\r\n\r\nx`],
  [
    'a file name that climbs',
    'Content-Type: application/x; name="../../../etc/passwd"\r\nContent-Disposition: attachment; filename="a\r\n b\0.exe"\r\n\r\nx',
  ],
])('%s is read as far as it is a mail', async (_what, text) => {
  const mail = await read(text);
  expect(mail.to.length).toBeLessThanOrEqual(110);
  expect(mail.subject).not.toMatch(/\p{Cc}/u);
  for (const { filename } of mail.attachments) expect(filename).not.toMatch(/\p{Cc}/u);
});

test('any bytes whatever are a mail or are refused with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (raw) => {
      const found = await readInboundMail(raw);
      expect(found.ok || found.reason.length > 0).toBe(true);
      expect(headOf(raw).length).toBeLessThanOrEqual(raw.length + 4);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['not JSON'],
  ['{}'],
  [JSON.stringify({ Type: 'Notification', Message: 'Successfully validated SNS topic' })],
  [JSON.stringify({ notificationType: 'Bounce' })],
  [
    JSON.stringify({
      notificationType: 'Received',
      mail: { messageId: 'x', timestamp: 'never' },
      receipt: { recipients: [] },
    }),
  ],
])('what is no notice is said to be none: %s', (body) => {
  expect(readInboundNotice(body)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('not a notice') as string,
  });
});
