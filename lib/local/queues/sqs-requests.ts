import * as z from 'zod';
import { messageAttributes } from './message-attributes.ts';

/**
 * What each SQS action of the local cloud takes. The objects are strict: a parameter that is not here (FIFO groups,
 * system attributes of a send) is refused by name instead of being passed over.
 */
const queue = { QueueUrl: z.string().min(1) };
const batchId = z.string().regex(/^[\w-]{1,80}$/);
const outgoing = {
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: messageAttributes.default({}),
};
const visibility = z.number().int().min(0).max(43_200);

export const sqsRequests = {
  SendMessage: z.strictObject({ ...queue, ...outgoing }),
  SendMessageBatch: z.strictObject({ ...queue, Entries: z.array(z.strictObject({ Id: batchId, ...outgoing })) }),
  ReceiveMessage: z.strictObject({
    ...queue,
    MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
    VisibilityTimeout: visibility.optional(),
    WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
    AttributeNames: z.array(z.string()).default([]),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
    MessageAttributeNames: z.array(z.string()).default([]),
  }),
  DeleteMessage: z.strictObject({ ...queue, ReceiptHandle: z.string() }),
  DeleteMessageBatch: z.strictObject({
    ...queue,
    Entries: z.array(z.strictObject({ Id: batchId, ReceiptHandle: z.string() })),
  }),
  ChangeMessageVisibility: z.strictObject({ ...queue, ReceiptHandle: z.string(), VisibilityTimeout: visibility }),
  ChangeMessageVisibilityBatch: z.strictObject({
    ...queue,
    Entries: z.array(z.strictObject({ Id: batchId, ReceiptHandle: z.string(), VisibilityTimeout: visibility })),
  }),
  GetQueueUrl: z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
  GetQueueAttributes: z.strictObject({ ...queue, AttributeNames: z.array(z.string()).default([]) }),
  ListQueues: z.strictObject({ QueueNamePrefix: z.string().default('') }),
  PurgeQueue: z.strictObject(queue),
  StartMessageMoveTask: z.strictObject({ SourceArn: z.string(), DestinationArn: z.string().optional() }),
} as const;
