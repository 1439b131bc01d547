import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  GetSendStatisticsCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
  VerifyDomainDkimCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { createMail, type MailOptions } from '../../lib/local/mail/mail.ts';
import type { InboundMail } from '../../lib/local/mail/reply-mail.ts';
import { createQueues } from '../../lib/local/queues/queues.ts';
import { startChildService } from '../support/child-service.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:mail-events';

const mailEvent = z.looseObject({
  eventType: z.string(),
  mail: z.looseObject({ messageId: z.string(), tags: z.record(z.string(), z.array(z.string())) }),
});
const parseEvent = (message: string) => mailEvent.parse(JSON.parse(message));

let dataDir = '';
let published: z.infer<typeof mailEvent>[] = [];
const open: { close: () => Promise<void> }[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-mail-'));
  published = [];
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  rmSync(dataDir, { recursive: true });
});

async function start(options: Partial<MailOptions> = {}) {
  const mail = createMail({
    databasePath: join(dataDir, 'mail.sqlite'),
    publish: (topicArn, message) => {
      expect(topicArn).toBe(TOPIC);
      published.push(parseEvent(message));
    },
    ...options,
  });
  mail.defineConfigurationSet('outreach');
  mail.defineEventDestination({
    ConfigurationSetName: 'outreach',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'open', 'click'],
      SnsDestination: { TopicARN: TOPIC },
    },
  });
  const ses = new SESClient({
    region: 'us-east-1',
    endpoint: await mail.listen(0),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  open.push({ close: async () => ses.destroy() }, mail);
  const sendRaw = (raw: string, rest: Partial<SendRawEmailCommandInput> = {}) =>
    ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) }, ...rest }));
  return { mail, ses, sendRaw };
}

const raw = (to: string, more = '') =>
  [
    'From: =?utf-8?q?J=C3=BCrgen?= <sales@sender.example>',
    `To: ${to}`,
    'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    'Reply-To: r+abc@reply.example',
    'Message-ID: <ours@sender.example>',
    ...(more === '' ? [] : [more]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hallo,\nwie geht es?',
  ].join('\r\n');

const inSet = { ConfigurationSetName: 'outreach', Tags: [{ Name: 'send_id', Value: 'm-1' }] };

describe('a raw mail', () => {
  test('is kept and read back as its recipient sees it', async () => {
    const { mail, sendRaw } = await start();
    const { MessageId = '' } = await sendRaw(raw('Ann <ann@customer.example>', 'X-SES-Private: 1'), inSet);
    const [listed] = mail.listMails({ limit: 10 });
    expect(listed).toMatchObject({
      id: MessageId,
      from: 'sales@sender.example',
      to: ['ann@customer.example'],
      subject: 'Grüße',
      tags: { send_id: 'm-1' },
      events: ['Send', 'Delivery'],
    });
    const read = await mail.readMail(MessageId);
    expect(read).toMatchObject({ subject: 'Grüße', text: expect.stringContaining('wie geht es?') });
    // SES replaces Message-ID and Date and keeps its control headers to itself.
    expect(read.headers.find(({ name }) => name === 'Message-ID')?.value).toBe(`<${MessageId}@email.amazonses.com>`);
    expect(read.headers.map(({ name }) => name)).not.toContain('X-SES-Private');
  });

  test('lists newest first, by page and by recipient, and counts by recipient', async () => {
    const { mail, sendRaw } = await start();
    for (const to of ['a@x.example', 'b@x.example', 'A@x.example']) await sendRaw(raw(to));
    const [first] = mail.listMails({ limit: 1 });
    expect(first?.to).toEqual(['A@x.example']);
    expect(mail.listMails({ limit: 5, before: first?.cursor }).map(({ to }) => to[0])).toEqual([
      'b@x.example',
      'a@x.example',
    ]);
    expect(mail.listMails({ limit: 5, to: 'a@X.example' })).toHaveLength(2);
    expect(Object.fromEntries(mail.countsByRecipient())).toEqual({ 'a@x.example': 2, 'b@x.example': 1 });
  });

  test('takes configuration set and tags from its X-SES headers as from the parameters', async () => {
    const { mail, sendRaw } = await start();
    await sendRaw(
      raw('ann@customer.example', 'X-SES-CONFIGURATION-SET: outreach\r\nX-SES-MESSAGE-TAGS: send_id=m-2, variant=b'),
    );
    await mail.settled();
    expect(published[0]?.mail.tags).toMatchObject({
      'ses:configuration-set': ['outreach'],
      send_id: ['m-2'],
      variant: ['b'],
    });
  });

  test.each([
    ['without From', 'To: a@x.example\r\n\r\nx', {}, "Missing required header 'From'."],
    ['without recipients', 'From: a@x.example\r\n\r\nx', {}, "Missing required header 'To'."],
    ['with an address without a domain', raw('nobody'), {}, "Missing final '@domain'"],
    ['with two subjects', raw('a@x.example', 'Subject: again'), {}, "Duplicate header 'subject'."],
    ['with 51 recipients', raw(Array.from({ length: 51 }, (_, i) => `r${i}@x.example`).join(', ')), {}, 'exceeds 50'],
    ['over 10 MB', raw('a@x.example') + 'x'.repeat(10 * 1024 * 1024), {}, 'Message length is more than'],
    [
      'with a tag SES does not take',
      raw('a@x.example'),
      { Tags: [{ Name: 'send_id', Value: 'a#b' }] },
      'Invalid tag value',
    ],
  ])('%s is refused', async (_why, mime, rest, message) => {
    const { mail, sendRaw } = await start();
    await expect(sendRaw(mime, rest)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(message),
    });
    expect(mail.listMails({ limit: 1 })).toEqual([]);
  });

  test('under an unknown configuration set, or from an unverified sender, is refused by name', async () => {
    const { sendRaw, ses } = await start({ verifiedIdentities: ['other.example'] });
    await expect(sendRaw(raw('a@x.example'), { ConfigurationSetName: 'none' })).rejects.toMatchObject({
      name: 'ConfigurationSetDoesNotExistException',
    });
    await expect(sendRaw(raw('a@x.example'))).rejects.toMatchObject({
      name: 'MessageRejected',
      message: expect.stringContaining('sales@sender.example'),
    });
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'sales@sender.example' }));
    await sendRaw(raw('a@x.example'));
    const { VerificationAttributes } = await ses.send(
      new GetIdentityVerificationAttributesCommand({ Identities: ['sales@sender.example', 'no@sender.example'] }),
    );
    expect(VerificationAttributes).toMatchObject({
      'sales@sender.example': { VerificationStatus: 'Success' },
      'no@sender.example': { VerificationStatus: 'Pending' },
    });
  });

  test('over the rate is throttled, and goes through a second later', async () => {
    let now = Date.now();
    const { sendRaw, ses } = await start({ perSecond: 2, clock: () => now });
    await sendRaw(raw('a@x.example'));
    await sendRaw(raw('b@x.example'));
    await expect(sendRaw(raw('c@x.example'))).rejects.toMatchObject({ name: 'Throttling' });
    now += 1000;
    await sendRaw(raw('c@x.example'));
    expect(await ses.send(new GetSendQuotaCommand({}))).toMatchObject({ MaxSendRate: 2, SentLast24Hours: 3 });
  });
});

test('a formatted mail becomes MIME with its bcc in the envelope only', async () => {
  const { mail, ses } = await start();
  const { MessageId = '' } = await ses.send(
    new SendEmailCommand({
      Source: 'Sales <sales@sender.example>',
      Destination: { ToAddresses: ['ann@x.example'], BccAddresses: ['log@x.example'] },
      ReplyToAddresses: ['r@x.example'],
      Message: { Subject: { Data: 'Ünïcode' }, Body: { Text: { Data: 'plain' }, Html: { Data: '<p>rich</p>' } } },
    }),
  );
  const read = await mail.readMail(MessageId);
  expect(read).toMatchObject({
    to: ['ann@x.example', 'log@x.example'],
    subject: 'Ünïcode',
    html: expect.stringContaining('<p>rich</p>'),
  });
  expect(Buffer.from(mail.rawMail(MessageId)).toString()).not.toContain('log@x.example');
});

describe('events', () => {
  test('of a delivered mail are Send and Delivery, with tags as arrays', async () => {
    const { mail, sendRaw } = await start();
    const { MessageId = '' } = await sendRaw(raw('ann@customer.example'), inSet);
    await mail.settled();
    expect(published.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    expect(published[1]).toMatchObject({
      mail: {
        messageId: MessageId,
        source: 'sales@sender.example',
        sendingAccountId: '000000000000',
        destination: ['ann@customer.example'],
        headersTruncated: false,
        commonHeaders: { from: ['Jürgen <sales@sender.example>'], subject: 'Grüße' },
        tags: { send_id: ['m-1'], 'ses:configuration-set': ['outreach'], 'ses:operation': ['SendRawEmail'] },
      },
      delivery: { recipients: ['ann@customer.example'], timestamp: expect.any(String) },
    });
  });

  test.each([
    ['success', ['Send', 'Delivery'], {}],
    ['bounce+label', ['Send', 'Bounce'], { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
    ['suppressionlist', ['Send', 'Bounce'], { bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' } }],
    ['complaint', ['Send', 'Delivery', 'Complaint'], { complaint: { complaintFeedbackType: 'abuse' } }],
    ['ooto', ['Send', 'Delivery'], {}],
  ])('of %s@simulator.amazonses.com are those of the mailbox simulator', async (local, types, detail) => {
    const { mail, sendRaw } = await start();
    await sendRaw(raw(`${local}@simulator.amazonses.com`), inSet);
    await mail.settled();
    expect(published.map(({ eventType }) => eventType)).toEqual(types);
    expect(published.at(-1)).toMatchObject(detail);
  });

  test('follow a predicate, each recipient by itself', async () => {
    const { mail, sendRaw } = await start({
      outcomeOf: (address) => (address.startsWith('full') ? 'bounced-transiently' : undefined),
    });
    await sendRaw(raw('full@x.example, ok@x.example'), inSet);
    await mail.settled();
    expect(published).toMatchObject([
      { eventType: 'Send' },
      { eventType: 'Delivery', delivery: { recipients: ['ok@x.example'] } },
      {
        eventType: 'Bounce',
        bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'full@x.example' }] },
      },
    ]);
  });

  test('go only to destinations that ask for their type', async () => {
    const { mail, sendRaw } = await start();
    mail.defineConfigurationSet('quiet');
    mail.defineEventDestination({
      ConfigurationSetName: 'quiet',
      EventDestination: { Enabled: true, MatchingEventTypes: ['BOUNCE'], SnsDestination: { TopicARN: TOPIC } },
    });
    const { MessageId = '' } = await sendRaw(raw('bounce@simulator.amazonses.com'), { ConfigurationSetName: 'quiet' });
    await mail.settled();
    expect(published.map(({ eventType }) => eventType)).toEqual(['Bounce']);
    expect((await mail.readMail(MessageId)).events.map(({ type }) => type)).toEqual(['Send', 'Bounce']);
  });

  test('of what a reader does in the inbox are published in SES shapes', async () => {
    const { mail, sendRaw, ses } = await start();
    const { MessageId = '' } = await sendRaw(raw('ann@customer.example'), inSet);
    mail.open(MessageId);
    mail.click(MessageId, 'https://x.example/a?b');
    mail.bounce(MessageId, 'transient');
    mail.complain(MessageId, 'not-spam');
    await mail.settled();
    expect(published.slice(2)).toMatchObject([
      { eventType: 'Open', open: { ipAddress: '127.0.0.1', userAgent: expect.any(String) } },
      { eventType: 'Click', click: { link: 'https://x.example/a?b', linkTags: null } },
      {
        eventType: 'Bounce',
        bounce: { bouncedRecipients: [{ emailAddress: 'ann@customer.example', status: '4.2.2' }] },
      },
      {
        eventType: 'Complaint',
        complaint: {
          complainedRecipients: [{ emailAddress: 'ann@customer.example' }],
          complaintFeedbackType: 'not-spam',
        },
      },
    ]);
    const { SendDataPoints } = await ses.send(new GetSendStatisticsCommand({}));
    expect(SendDataPoints).toMatchObject([{ DeliveryAttempts: 1, Bounces: 1, Complaints: 1 }]);
    expect(() => mail.open('unknown')).toThrow('no mail unknown');
  });

  test('that could not be published are tried again, in order, and once published not again', async () => {
    let failures = 2;
    const problems: string[] = [];
    const { mail, sendRaw } = await start({
      report: (problem) => problems.push(problem),
      publish: (_topic, message) => {
        if (failures-- > 0) throw new Error('no topic yet');
        published.push(parseEvent(message));
      },
    });
    await sendRaw(raw('ann@customer.example'), inSet);
    await mail.settled();
    await mail.settled();
    expect(published.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    expect(problems).toHaveLength(2);
  });
});

describe('a reply', () => {
  test('is a proper answer, threaded and quoted, handed to the inbound side', async () => {
    const inbound: InboundMail[] = [];
    const { mail, sendRaw } = await start({
      deliverInbound: async (one) => {
        inbound.push(one);
      },
    });
    const { MessageId = '' } = await sendRaw(raw('Ann <ann@customer.example>', 'References: <first@sender.example>'));
    await mail.reply(MessageId, 'Yes, please call me.');
    expect(inbound).toMatchObject([{ from: 'ann@customer.example', recipients: ['r+abc@reply.example'] }]);
    const parsed = await PostalMime.parse(inbound[0]?.raw ?? '');
    expect(parsed).toMatchObject({
      subject: 'Re: Grüße',
      inReplyTo: `<${MessageId}@email.amazonses.com>`,
      references: `<first@sender.example> <${MessageId}@email.amazonses.com>`,
      returnPath: 'ann@customer.example',
    });
    expect(parsed.text).toContain('Yes, please call me.');
    expect(parsed.text).toContain('> wie geht es?');
  });

  test('comes by itself, marked automatic, from an address that is out of office', async () => {
    const inbound: InboundMail[] = [];
    const { mail, sendRaw } = await start({
      deliverInbound: async (one) => {
        inbound.push(one);
      },
    });
    await sendRaw(raw('ooto@simulator.amazonses.com'));
    await mail.settled();
    const parsed = await PostalMime.parse(inbound[0]?.raw ?? '');
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }));
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'return-path', value: '<>' }));
  });

  test('without an inbound side is refused', async () => {
    const { mail, sendRaw } = await start();
    const { MessageId = '' } = await sendRaw(raw('ann@customer.example'));
    await expect(mail.reply(MessageId, 'x')).rejects.toThrow('started without one');
  });
});

test('a web page can neither send by a plain form nor reach the service under a name of its own', async () => {
  const mail = createMail({ databasePath: join(dataDir, 'form.sqlite'), publish: () => undefined });
  open.push(mail);
  const url = await mail.listen(0);
  const form = await fetch(url, { method: 'POST', body: new URLSearchParams({ Action: 'GetSendQuota' }) });
  expect(form.status).toBe(403);
  const rebound = await new Promise<number | undefined>((resolve, reject) => {
    request(url, { method: 'POST', headers: { host: 'evil.example', authorization: 'x' } }, ({ statusCode }) => {
      resolve(statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(rebound).toBe(421);
});

test('what is not supported is named', async () => {
  const { mail, ses } = await start();
  await expect(ses.send(new VerifyDomainDkimCommand({ Domain: 'x.example' }))).rejects.toThrow('VerifyDomainDkim');
  expect(() =>
    mail.defineEventDestination({
      ConfigurationSetName: 'outreach',
      EventDestination: { MatchingEventTypes: [], KinesisFirehoseDestination: {} },
    }),
  ).toThrow('KinesisFirehoseDestination');
});

test('mail that a killed process acknowledged is there after it, and all its events get published', async () => {
  const path = join(dataDir, 'killed.sqlite');
  const child = await startChildService(`
    const { createMail } = await load('lib/local/mail/mail.ts');
    const mail = createMail({
      databasePath: ${JSON.stringify(path)},
      report: () => undefined,
      publish: () => new Promise((resolve) => setTimeout(resolve, 100)),
    });
    mail.defineConfigurationSet('outreach');
    mail.defineEventDestination({
      ConfigurationSetName: 'outreach',
      EventDestination: {
        Enabled: true, MatchingEventTypes: ['send', 'delivery'], SnsDestination: { TopicARN: '${TOPIC}' },
      },
    });
    console.log(await mail.listen(0));
  `);
  const ses = new SESClient({
    region: 'us-east-1',
    endpoint: child.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const acknowledged: string[] = [];
  const sending = (async () => {
    for (;;) {
      const Data = Buffer.from(raw('ann@customer.example'));
      const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data }, ...inSet }));
      acknowledged.push(MessageId ?? '');
    }
  })().catch(() => undefined);
  while (acknowledged.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  await child.kill();
  await sending;
  ses.destroy();
  const queues = createQueues({ databasePath: join(dataDir, 'queues.sqlite') });
  queues.defineQueue('events', {});
  queues.defineTopic('mail-events');
  queues.subscribe({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:events' });
  const after = createMail({
    databasePath: path,
    publish: (topicArn, message) => {
      queues.publish({ topicArn, message });
      published.push(parseEvent(message));
    },
  });
  open.push(after, queues);
  await after.settled();
  const kept = new Set(after.listMails({ limit: 10_000 }).map(({ id }) => id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  // The child published slower than it accepted: the rest was owed, ends with the last mail, and is not owed twice.
  const last = published.filter(({ mail }) => mail.messageId === acknowledged.at(-1));
  expect(last.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
  expect(queues.counts('events').visible).toBe(published.length);
});
