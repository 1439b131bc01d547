import { randomUUID } from 'node:crypto';
import { decodeWords } from 'postal-mime';
import { createHttpService, LOCAL_REGION, ServiceError } from '../protocol.ts';
import { openSqlite } from '../sqlite.ts';
import { acceptMail, type Submission } from './accept-mail.ts';
import { createConfigurationSets } from './configuration-sets.ts';
import { createInbox } from './inbox.ts';
import { eventsOfOutcomes, type MailEvent } from './mail-events.ts';
import { createMailStore, type Debt, MAIL_SCHEMA, type StoredMail } from './mail-store.ts';
import { headerValue, parseMime, withHeaders } from './mime-message.ts';
import { createOutbox } from './outbox.ts';
import { type Outcome, simulatedOutcome } from './outcomes.ts';
import type { InboundMail } from './reply-mail.ts';
import { createSendingQuota } from './sending-quota.ts';
import { createSesApi } from './ses-api.ts';

/** What SES writes behind the @ of its Message-IDs in us-east-1, the local region; elsewhere it is `<region>.amazonses.com`. */
const MESSAGE_ID_HOST = 'email.amazonses.com';

const AWAY = 'I am out of the office and will be back next week.';

export type MailOptions = {
  databasePath: string;
  /** Publishes to an SNS topic; what it throws is reported and tried again. */
  publish: (topicArn: string, message: string) => void | Promise<void>;
  /** Takes replies in, as SES's inbound side would put them into a bucket. Without it `reply` throws. */
  deliverInbound?: (mail: InboundMail) => Promise<void>;
  /** What becomes of mail to an address; undefined leaves it to the mailbox simulator and else delivers. */
  outcomeOf?: (address: string) => Outcome | undefined;
  /** Addresses and domains that may send; without it everyone may. */
  verifiedIdentities?: readonly string[];
  /** Recipients a second (SES throttles above) and in 24 hours; unlimited without. */
  perSecond?: number;
  perDay?: number;
  clock?: () => number;
  report?: (problem: string) => void;
};

/**
 * The SES v1 of the local cloud: accepts and keeps mail instead of delivering it, and publishes the events of its
 * configuration sets. A mail and its events are committed together before the sender gets its message id; events are
 * published after that, at least once, also those that a killed process still owed.
 */
export function createMail(options: MailOptions) {
  const { databasePath, publish, deliverInbound, clock = Date.now, report = console.error } = options;
  const { perSecond = Number.POSITIVE_INFINITY, perDay = Number.POSITIVE_INFINITY } = options;
  const { verifiedIdentities, outcomeOf = () => undefined } = options;
  const database = openSqlite(databasePath, MAIL_SCHEMA);
  const store = createMailStore(database);
  const configurationSets = createConfigurationSets();
  const quota = createSendingQuota({ store, clock, perSecond, perDay });

  const inbox = createInbox({
    store,
    clock,
    deliverInbound,
    happen(mail: StoredMail, event: MailEvent) {
      store.addEvent(mail, event, configurationSets.topicsFor(mail.configurationSet, event.type));
      outbox.wake();
    },
  });

  const outbox = createOutbox({
    store,
    report,
    async pay({ topic, payload, messageId }: Debt) {
      if (topic !== undefined) await publish(topic, payload);
      else if (deliverInbound) await inbox.reply(messageId, payload, { automatic: true });
    },
  });

  const isVerified = (identity: string): boolean => {
    const known = verifiedIdentities?.map((one) => one.toLowerCase());
    const lower = identity.toLowerCase();
    return !known || known.some((one) => one === lower || lower.endsWith(`@${one}`)) || store.isVerified(lower);
  };

  function send(submission: Submission): string {
    const accepted = acceptMail(submission);
    configurationSets.assertExists(accepted.configurationSet);
    if (!isVerified(accepted.source)) {
      const reason = `Email address is not verified. The following identities failed the check in region ${LOCAL_REGION.toUpperCase()}: ${accepted.source}`;
      throw new ServiceError('MessageRejected', reason);
    }
    quota.take(accepted.recipients.length);
    const at = clock();
    const messageId = `0100${at.toString(16).padStart(12, '0')}-${randomUUID().slice(9)}-000000`;
    const raw = asDelivered(submission.raw, messageId, at);
    const mail = { ...accepted, message: parseMime(raw), messageId, at, operation: submission.operation };
    const outcomes = new Map(
      mail.recipients.map((one) => [one, outcomeOf(one) ?? simulatedOutcome(one) ?? 'delivered'] as const),
    );
    const subject = decodeWords(headerValue(mail.message, 'Subject') ?? '');
    const events = eventsOfOutcomes(mail, outcomes).map((event) => ({
      event,
      topics: configurationSets.topicsFor(mail.configurationSet, event.type),
    }));
    const away = [...outcomes.values()].filter((outcome) => outcome === 'out-of-office').map(() => AWAY);
    store.keep({ ...mail, subject, raw }, events, away);
    outbox.wake();
    return messageId;
  }

  const http = createHttpService(createSesApi({ send, store, quota, isVerified, clock }));
  outbox.wake();

  return {
    ...inbox,
    defineConfigurationSet: configurationSets.define,
    defineEventDestination: configurationSets.addDestination,
    /** Resolves once every event so far is published. */
    settled: outbox.settled,
    listen: http.listen,
    async close(): Promise<void> {
      await http.close();
      await outbox.close();
      database.close();
    },
  };
}

/**
 * The mail as it reaches a mailbox. SES puts its own Message-ID and Date in place of the sender's (developer guide,
 * "Amazon SES header fields") and takes Bcc and its own control headers out.
 */
function asDelivered(raw: Uint8Array, messageId: string, at: number): Uint8Array {
  const isDropped = (name: string) => ['message-id', 'date', 'bcc'].includes(name) || name.startsWith('x-ses-');
  return withHeaders(raw, isDropped, [
    { name: 'Message-ID', value: `<${messageId}@${MESSAGE_ID_HOST}>` },
    { name: 'Date', value: new Date(at).toUTCString().replace('GMT', '+0000') },
  ]);
}
