import { readInboundNotice } from '../../../functions/tracking/replies/inbound-notice.ts';
import { createReceiptRules } from '../../../lib/local/mail/receipt-rules.ts';

const rule = (recipients: readonly string[], more: object = {}) => ({
  RuleSetName: 'set',
  Rule: {
    Enabled: true,
    ScanEnabled: true,
    TlsPolicy: 'Optional',
    Recipients: recipients,
    Actions: [{ S3Action: { BucketName: 'files', ObjectKeyPrefix: 'inbound/', TopicArn: 'arn:topic' } }],
    ...more,
  },
});

const setUp = (...rules: readonly object[]) => {
  const objects = new Map<string, Uint8Array>();
  const told: string[] = [];
  const inbound = createReceiptRules({
    putObject: (bucket, key, body) => {
      objects.set(`${bucket}/${key}`, body);
      return Promise.resolve();
    },
    publish: (_topic, message) => {
      told.push(message);
    },
    clock: () => Date.parse('2026-11-21T09:00:00.000Z'),
  });
  for (const one of rules) inbound.define(one);
  const deliver = (recipients: string[], raw = 'Return-Path: <a@b.example>\r\n\r\nx') =>
    inbound.deliver({ raw: Buffer.from(raw), from: 'a@b.example', recipients });
  return { inbound, objects, told, deliver };
};

test('mail to a rule’s host goes into the bucket, and the topic is told in SES’s own shape', async () => {
  const { deliver, objects, told } = setUp(rule(['replies.example']));
  expect(await deliver(['R+abc@Replies.example', 'other@x.example'])).toBe(true);
  const [key = ''] = objects.keys();
  expect(key).toMatch(/^files\/inbound\/[0-9a-f]{32}$/);
  expect(readInboundNotice(told[0] ?? '')).toEqual({
    ok: true,
    notice: {
      inboundId: key.slice('files/inbound/'.length),
      at: '2026-11-21T09:00:00.000Z',
      source: 'a@b.example',
      recipients: ['R+abc@Replies.example'],
      spam: false,
      virus: false,
      objectKey: key.slice('files/'.length),
    },
  });
});

test('the null sender of a mail server’s own mail stays null', async () => {
  const { deliver, told } = setUp(rule(['replies.example']));
  await deliver(['r@replies.example'], 'Return-Path: <>\r\n\r\nx');
  const read = readInboundNotice(told[0] ?? '');
  expect(read.ok && read.notice.source).toBe('');
});

test('mail that no enabled rule is for is not taken in', async () => {
  const { deliver, objects } = setUp(rule(['replies.example']), rule(['x.example'], { Enabled: false }));
  expect(await deliver(['r@sub.replies.example'])).toBe(false);
  expect(await deliver(['r@x.example'])).toBe(false);
  expect(objects.size).toBe(0);
  const below = setUp(rule(['.replies.example']));
  expect(await below.deliver(['r@sub.replies.example'])).toBe(true);
});

test('mail above forty megabytes is refused, and a rule that cannot be emulated is named', async () => {
  const { inbound } = setUp(rule(['replies.example']));
  const raw = new Uint8Array(40 * 1024 * 1024 + 1);
  await expect(inbound.deliver({ raw, from: 'a@b.example', recipients: ['r@replies.example'] })).rejects.toThrow(
    '5.3.4',
  );
  expect(() => {
    inbound.define(rule(['x.example'], { Actions: [{ BounceAction: {} }] }));
  }).toThrow('S3Action');
});
