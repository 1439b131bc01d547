import { LOCAL_ACCOUNT } from '../protocol.ts';
import { MAXIMUM_MESSAGE_BYTES, type MessageAttributes, md5OfAttributes, md5OfBody } from './message-attributes.ts';
import { queueArn } from './queue-attributes.ts';
import type { QueueStore, ReceivedMessage } from './queue-store.ts';

/** What a sender compares with what it sent. */
export function digests(body: string, attributes: MessageAttributes): object {
  const md5 = md5OfAttributes(attributes);
  return { MD5OfMessageBody: md5OfBody(body), ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5 }) };
}

/** A received message with the system and message attributes that were asked for. */
export function received(message: ReceivedMessage, system: ReadonlySet<string>, wanted: readonly string[]): object {
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isWanted(name, wanted)));
  const systemAttributes = Object.fromEntries(
    Object.entries(systemAttributesOf(message)).filter(([name]) => system.has('All') || system.has(name)),
  );
  const md5 = md5OfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5OfBody(message.body),
    ...(Object.keys(systemAttributes).length === 0 ? {} : { Attributes: systemAttributes }),
    ...(md5 === undefined ? {} : { MessageAttributes: attributes, MD5OfMessageAttributes: md5 }),
  };
}

/** The system attributes of a received message under SQS's names, as an event source hands them to a function too. */
export function systemAttributesOf(message: ReceivedMessage): Record<string, string> {
  return {
    SenderId: LOCAL_ACCOUNT,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))),
  );
}

/** The queue attributes that were asked for, under SQS's names. */
export function describeQueue(store: QueueStore, queue: string, names: ReadonlySet<string>): Record<string, string> {
  const { RedrivePolicy, ...attributes } = store.attributesOf(queue);
  const { visible, inFlight, delayed } = store.counts(queue);
  const created = String(Math.floor(store.createdAt(queue) / 1000));
  const all: Record<string, string> = {
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])),
    ...(RedrivePolicy ? { RedrivePolicy: JSON.stringify(RedrivePolicy) } : {}),
    QueueArn: queueArn(queue),
    MaximumMessageSize: String(MAXIMUM_MESSAGE_BYTES),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has('All') || names.has(name)));
}
