import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { LOCAL_ACCOUNT, ServiceError } from '../protocol.ts';
import { assertMessage, MAXIMUM_MESSAGE_BYTES, messageBytes } from './message-attributes.ts';
import { queueNameOf } from './queue-attributes.ts';
import type { QueueStore, ReceivedMessage, ReceiveOptions } from './queue-store.ts';
import type { QueueUpkeep } from './queue-upkeep.ts';
import { assertBatch, batchReply, sortEntries, sqsError } from './sqs-batch.ts';
import { describeQueue, digests, received } from './sqs-replies.ts';
import { sqsRequests } from './sqs-requests.ts';

type Receive = (queue: string, options: ReceiveOptions) => Promise<ReceivedMessage[]>;

export type SqsActions = ReadonlyMap<string, (input: unknown, signal: AbortSignal) => object | Promise<object>>;

/** The SQS actions over the store, in the shapes of the AWS JSON protocol. */
export function createSqsActions(options: {
  store: QueueStore;
  upkeep: QueueUpkeep;
  receive: Receive;
  url: () => string;
}): SqsActions {
  const { store, upkeep, receive, url } = options;
  const urlOf = (queue: string) => `${url()}/${LOCAL_ACCOUNT}/${queue}`;

  const hide = (queue: string, receiptHandle: string, seconds: number) => {
    if (!store.changeVisibility(queue, receiptHandle, seconds)) {
      throw sqsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
  };

  return new Map(
    Object.entries({
      SendMessage: takes(
        'SendMessage',
        sqsRequests.SendMessage,
        ({ QueueUrl, MessageBody, MessageAttributes, DelaySeconds }) => {
          assertMessage(MessageBody, MessageAttributes);
          const outgoing = { body: MessageBody, attributes: MessageAttributes, delaySeconds: DelaySeconds };
          const [messageId] = store.send(queueNameOf(QueueUrl), [outgoing]);
          return { MessageId: messageId, ...digests(MessageBody, MessageAttributes) };
        },
      ),

      SendMessageBatch: takes('SendMessageBatch', sqsRequests.SendMessageBatch, ({ QueueUrl, Entries }) => {
        assertBatch(Entries);
        const size = Entries.reduce((sum, one) => sum + messageBytes(one.MessageBody, one.MessageAttributes), 0);
        if (size > MAXIMUM_MESSAGE_BYTES) {
          const reason = `Batch requests cannot be longer than ${MAXIMUM_MESSAGE_BYTES} bytes. You have sent ${size} bytes.`;
          throw sqsError('BatchRequestTooLong', reason);
        }
        const queue = queueNameOf(QueueUrl);
        const { good, failed } = sortEntries(Entries, (one) => {
          assertMessage(one.MessageBody, one.MessageAttributes);
        });
        const ids = store.send(
          queue,
          good.map((one) => ({
            body: one.MessageBody,
            attributes: one.MessageAttributes,
            delaySeconds: one.DelaySeconds,
          })),
        );
        return batchReply(
          good.map((one, index) => ({
            Id: one.Id,
            MessageId: ids[index],
            ...digests(one.MessageBody, one.MessageAttributes),
          })),
          failed,
        );
      }),

      ReceiveMessage: takes('ReceiveMessage', sqsRequests.ReceiveMessage, async (input, signal) => {
        const queue = queueNameOf(input.QueueUrl);
        const messages = await receive(queue, {
          most: input.MaxNumberOfMessages,
          visibilitySeconds: input.VisibilityTimeout,
          waitSeconds: input.WaitTimeSeconds ?? store.attributesOf(queue).ReceiveMessageWaitTimeSeconds,
          signal,
        });
        const system = new Set([...input.AttributeNames, ...input.MessageSystemAttributeNames]);
        return messages.length === 0
          ? {}
          : { Messages: messages.map((message) => received(message, system, input.MessageAttributeNames)) };
      }),

      DeleteMessage: takes('DeleteMessage', sqsRequests.DeleteMessage, ({ QueueUrl, ReceiptHandle }) => {
        store.attributesOf(queueNameOf(QueueUrl));
        store.remove(queueNameOf(QueueUrl), ReceiptHandle);
        return {};
      }),

      DeleteMessageBatch: takes('DeleteMessageBatch', sqsRequests.DeleteMessageBatch, ({ QueueUrl, Entries }) => {
        assertBatch(Entries);
        const queue = queueNameOf(QueueUrl);
        store.attributesOf(queue);
        const { good, failed } = sortEntries(Entries, (one) => {
          store.remove(queue, one.ReceiptHandle);
        });
        return batchReply(
          good.map(({ Id }) => ({ Id })),
          failed,
        );
      }),

      ChangeMessageVisibility: takes(
        'ChangeMessageVisibility',
        sqsRequests.ChangeMessageVisibility,
        ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
          store.attributesOf(queueNameOf(QueueUrl));
          hide(queueNameOf(QueueUrl), ReceiptHandle, VisibilityTimeout);
          return {};
        },
      ),

      ChangeMessageVisibilityBatch: takes(
        'ChangeMessageVisibilityBatch',
        sqsRequests.ChangeMessageVisibilityBatch,
        ({ QueueUrl, Entries }) => {
          assertBatch(Entries);
          const queue = queueNameOf(QueueUrl);
          store.attributesOf(queue);
          const { good, failed } = sortEntries(Entries, (one) => {
            hide(queue, one.ReceiptHandle, one.VisibilityTimeout);
          });
          return batchReply(
            good.map(({ Id }) => ({ Id })),
            failed,
          );
        },
      ),

      GetQueueUrl: takes('GetQueueUrl', sqsRequests.GetQueueUrl, ({ QueueName }) => {
        store.attributesOf(QueueName);
        return { QueueUrl: urlOf(QueueName) };
      }),

      GetQueueAttributes: takes(
        'GetQueueAttributes',
        sqsRequests.GetQueueAttributes,
        ({ QueueUrl, AttributeNames }) => ({
          Attributes: describeQueue(store, queueNameOf(QueueUrl), new Set(AttributeNames)),
        }),
      ),

      ListQueues: takes('ListQueues', sqsRequests.ListQueues, ({ QueueNamePrefix }) => {
        const names = store.names().filter((name) => name.startsWith(QueueNamePrefix));
        return names.length === 0 ? {} : { QueueUrls: names.map(urlOf) };
      }),

      PurgeQueue: takes('PurgeQueue', sqsRequests.PurgeQueue, ({ QueueUrl }) => {
        store.purge(queueNameOf(QueueUrl));
        return {};
      }),

      StartMessageMoveTask: takes(
        'StartMessageMoveTask',
        sqsRequests.StartMessageMoveTask,
        ({ SourceArn, DestinationArn }) => {
          const isDeadLetterQueue = store
            .names()
            .some((name) => store.attributesOf(name).RedrivePolicy?.deadLetterTargetArn === SourceArn);
          store.attributesOf(queueNameOf(SourceArn));
          if (!isDeadLetterQueue) {
            throw new ServiceError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
          }
          upkeep.moveDeadLetters(queueNameOf(SourceArn), DestinationArn);
          return {
            TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: SourceArn })).toString('base64'),
          };
        },
      ),
    }),
  );
}

/** An action behind its request's schema. Throws UnsupportedOperation for a parameter that the schema does not know. */
function takes<Request>(
  action: string,
  schema: z.ZodType<Request>,
  act: (input: Request, signal: AbortSignal) => object | Promise<object>,
) {
  return (input: unknown, signal: AbortSignal): object | Promise<object> => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return act(parsed.data, signal);
    const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
    throw unknown
      ? new ServiceError(
          'UnsupportedOperation',
          `The local SQS does not support ${unknown.keys.join(', ')} of ${action}.`,
        )
      : new ServiceError('InvalidParameterValue', z.prettifyError(parsed.error));
  };
}
