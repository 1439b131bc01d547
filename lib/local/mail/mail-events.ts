import { decodeWords } from 'postal-mime';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../protocol.ts';
import type { AcceptedMail } from './accept-mail.ts';
import { addressesIn, headerValue } from './mime-message.ts';
import type { Outcome } from './outcomes.ts';

/** The `eventType` values that SES publishes and that this mail service can bring about. */
export type MailEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'Open' | 'Click';

export type MailEvent = { type: MailEventType; at: number; payload: object };

export type SentMail = AcceptedMail & {
  messageId: string;
  /** Epoch milliseconds. */
  at: number;
  operation: string;
};

export type BounceKind = 'permanent' | 'transient' | 'suppressed';

/** Builds the events of one mail in the JSON that SES publishes (developer guide, "Contents of event data … to SNS"). */
export function createMailEvents(mail: SentMail) {
  const event = (type: MailEventType, at: number, detail: object): MailEvent => ({
    type,
    at,
    payload: { eventType: type, mail: describeMail(mail), [type.toLowerCase()]: detail },
  });
  const timestamp = (at: number) => new Date(at).toISOString();
  const feedbackId = `${mail.messageId.slice(0, 16)}-feedback-000000`;

  return {
    send: (at: number) => event('Send', at, {}),

    delivery: (at: number, recipients: readonly string[]) =>
      event('Delivery', at, {
        timestamp: timestamp(at),
        processingTimeMillis: Math.max(1, at - mail.at),
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: `a8-1.smtp-out.${LOCAL_REGION}.amazonses.com`,
      }),

    bounce: (at: number, recipients: readonly string[], kind: BounceKind) =>
      event('Bounce', at, {
        feedbackId,
        ...BOUNCES[kind].bounce,
        bouncedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          action: 'failed',
          ...BOUNCES[kind].recipient,
        })),
        timestamp: timestamp(at),
        reportingMTA: `dns; a8-1.smtp-out.${LOCAL_REGION}.amazonses.com`,
      }),

    complaint: (at: number, recipients: readonly string[], complaintFeedbackType: string) =>
      event('Complaint', at, {
        feedbackId,
        complaintSubType: null,
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp: timestamp(at),
        userAgent: 'Amazon SES Mailbox Simulator',
        complaintFeedbackType,
        arrivalDate: timestamp(at),
      }),

    reject: (at: number) => event('Reject', at, { reason: 'Bad content' }),

    open: (at: number, { ipAddress, userAgent }: { ipAddress: string; userAgent: string }) =>
      event('Open', at, { timestamp: timestamp(at), userAgent, ipAddress }),

    click: (at: number, click: { ipAddress: string; userAgent: string; link: string }) =>
      event('Click', at, { timestamp: timestamp(at), ...click, linkTags: null }),
  };
}

/** What SES publishes of a mail by itself: Send, then what its recipients' mailboxes make of it. */
export function eventsOfOutcomes(mail: SentMail, outcomes: ReadonlyMap<string, Outcome>): MailEvent[] {
  const events = createMailEvents(mail);
  const who = (...wanted: Outcome[]) =>
    mail.recipients.filter((address) => wanted.includes(outcomes.get(address) ?? 'delivered'));
  const at = mail.at + 1;
  const some = (recipients: readonly string[], make: (recipients: readonly string[]) => MailEvent) =>
    recipients.length === 0 ? [] : [make(recipients)];
  if (who('rejected').length > 0) return [events.send(mail.at), events.reject(at)];
  return [
    events.send(mail.at),
    ...some(who('delivered', 'complained', 'out-of-office'), (them) => events.delivery(at, them)),
    ...some(who('bounced'), (them) => events.bounce(at, them, 'permanent')),
    ...some(who('bounced-transiently'), (them) => events.bounce(at, them, 'transient')),
    ...some(who('suppressed'), (them) => events.bounce(at, them, 'suppressed')),
    ...some(who('complained'), (them) => events.complaint(at + 1, them, 'abuse')),
  ];
}

const BOUNCES: Record<BounceKind, { bounce: object; recipient: object }> = {
  permanent: {
    bounce: { bounceType: 'Permanent', bounceSubType: 'General' },
    recipient: { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
  },
  transient: {
    bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
    recipient: { status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' },
  },
  suppressed: {
    bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' },
    recipient: {
      status: '5.1.1',
      diagnosticCode:
        'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
    },
  },
};

function describeMail(mail: SentMail): object {
  const { message, source, messageId, recipients, configurationSet } = mail;
  const list = (name: string) => {
    const value = headerValue(message, name);
    return value === undefined ? {} : { [name.toLowerCase()]: [decodeWords(value)] };
  };
  const [fromDomain = ''] = addressesIn(headerValue(message, 'From')).map((address) => address.split('@')[1] ?? '');
  return {
    timestamp: new Date(mail.at).toISOString(),
    source,
    sourceArn: `arn:aws:ses:${LOCAL_REGION}:${LOCAL_ACCOUNT}:identity/${source.split('@')[1] ?? ''}`,
    sendingAccountId: LOCAL_ACCOUNT,
    messageId,
    destination: recipients,
    headersTruncated: false,
    headers: message.headers,
    commonHeaders: {
      ...list('From'),
      ...list('To'),
      ...list('Cc'),
      messageId,
      subject: decodeWords(headerValue(message, 'Subject') ?? ''),
    },
    tags: {
      'ses:operation': [mail.operation],
      ...(configurationSet === undefined ? {} : { 'ses:configuration-set': [configurationSet] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [fromDomain],
      'ses:caller-identity': ['throughline'],
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
    },
  };
}
