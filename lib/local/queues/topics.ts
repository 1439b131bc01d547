import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { LOCAL_ACCOUNT, LOCAL_REGION, ServiceError } from '../protocol.ts';
import { inTransaction, optionalText, text } from '../sqlite.ts';
import { filterPolicy, matchesAttributes, matchesBody } from './filter-policy.ts';
import { MAXIMUM_MESSAGE_BYTES, type MessageAttributes, messageBytes } from './message-attributes.ts';
import { queueNameOf } from './queue-attributes.ts';
import type { QueueStore } from './queue-store.ts';

export const TOPIC_SCHEMA = `
  CREATE TABLE IF NOT EXISTS topics (arn TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS subscriptions (
    arn TEXT PRIMARY KEY, topic TEXT NOT NULL, queue_arn TEXT NOT NULL, definition TEXT NOT NULL,
    UNIQUE (topic, queue_arn)
  ) STRICT;
`;

/** A subscription as CloudFormation writes it; anything else is refused by name. */
const subscription = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.literal('sqs'),
  Endpoint: z.string().startsWith('arn:aws:sqs:'),
  RawMessageDelivery: z.union([z.boolean(), z.stringbool()]).default(false),
  FilterPolicy: filterPolicy.optional(),
  FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
});

type Subscription = z.infer<typeof subscription>;

export type Notification = {
  topicArn: string;
  message: string;
  subject?: string | undefined;
  attributes?: MessageAttributes | undefined;
};

export type Topics = ReturnType<typeof createTopics>;

/** Durable topics that fan out to queues of the same file: a publish reaches all of its queues in one transaction, or none. */
export function createTopics(options: { database: DatabaseSync; clock: () => number; queues: QueueStore }) {
  const { database, clock, queues } = options;
  const subscriptions = new Map<string, Map<string, Subscription>>();
  for (const row of database.prepare('SELECT arn FROM topics').all()) subscriptions.set(text(row, 'arn'), new Map());
  for (const row of database.prepare('SELECT arn, topic, definition FROM subscriptions').all()) {
    const definition = subscription.parse(JSON.parse(text(row, 'definition')));
    subscriptions.get(text(row, 'topic'))?.set(text(row, 'arn'), definition);
  }

  const subscriptionsOf = (topicArn: string) => {
    const found = subscriptions.get(topicArn);
    if (!found) throw new ServiceError('NotFoundException', 'Topic does not exist', 404, 'NotFound');
    return found;
  };

  return {
    /** Creates the topic when it is missing; gives its ARN. */
    define: (name: string): string => {
      const arn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
      database.prepare('INSERT OR IGNORE INTO topics VALUES (?)').run(arn);
      if (!subscriptions.has(arn)) subscriptions.set(arn, new Map());
      return arn;
    },

    /** Subscribes a queue, or brings its subscription up to this definition; gives the subscription's ARN. */
    subscribe: (input: unknown): string => {
      const parsed = subscription.safeParse(input);
      if (!parsed.success) throw new Error(`subscription cannot be emulated: ${z.prettifyError(parsed.error)}`);
      const definition = parsed.data;
      const { TopicArn: topic, Endpoint: queueArn } = definition;
      subscriptionsOf(topic);
      queues.attributesOf(queueNameOf(queueArn));
      const known = database
        .prepare('SELECT arn FROM subscriptions WHERE topic = ? AND queue_arn = ?')
        .get(topic, queueArn);
      const arn = (known && optionalText(known, 'arn')) ?? `${topic}:${randomUUID()}`;
      database
        .prepare('INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?)')
        .run(arn, topic, queueArn, JSON.stringify(definition));
      subscriptionsOf(topic).set(arn, definition);
      return arn;
    },

    /** Publishes and gives the message id; every matching queue holds the message when this returns. */
    publish(notification: Notification): string {
      const { topicArn, message, attributes = {} } = notification;
      if (message === '') throw new ServiceError('InvalidParameterException', 'Empty message', 400, 'InvalidParameter');
      if (messageBytes(message, attributes) > MAXIMUM_MESSAGE_BYTES) {
        throw new ServiceError('InvalidParameterException', 'Message too long', 400, 'InvalidParameter');
      }
      const messageId = randomUUID();
      const timestamp = new Date(clock()).toISOString();
      inTransaction(database, () => {
        for (const [arn, target] of subscriptionsOf(topicArn)) {
          if (!passes(target, message, attributes)) continue;
          const outgoing = target.RawMessageDelivery
            ? { body: message, attributes }
            : { body: envelope(notification, { messageId, timestamp, subscriptionArn: arn }), attributes: {} };
          queues.send(queueNameOf(target.Endpoint), [outgoing]);
        }
      });
      return messageId;
    },
  };
}

function passes(target: Subscription, message: string, attributes: MessageAttributes): boolean {
  if (!target.FilterPolicy) return true;
  return target.FilterPolicyScope === 'MessageBody'
    ? matchesBody(target.FilterPolicy, message)
    : matchesAttributes(target.FilterPolicy, attributes);
}

/** The JSON in which SNS delivers without raw delivery. Its signature cannot be verified: nothing here holds SNS's key. */
function envelope(
  { topicArn, message, subject, attributes = {} }: Notification,
  { messageId, timestamp, subscriptionArn }: { messageId: string; timestamp: string; subscriptionArn: string },
): string {
  const named = new Map(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
    ]),
  );
  const host = `https://sns.${LOCAL_REGION}.amazonaws.com`;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: Buffer.from('unsigned local notification').toString('base64'),
    SigningCertURL: `${host}/SimpleNotificationService-local.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
    ...(named.size === 0 ? {} : { MessageAttributes: Object.fromEntries(named) }),
  });
}
