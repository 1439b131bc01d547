import * as z from 'zod';
import { LOCAL_ACCOUNT, LOCAL_REGION, ServiceError } from '../protocol.ts';

const seconds = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().startsWith('arn:'),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/**
 * What a queue may be defined with; the names are CloudFormation's and the API's. Anything else is refused, so that no
 * property of a template is passed over in silence.
 */
export const queueAttributes = z.strictObject({
  VisibilityTimeout: seconds(0, 43_200).default(30),
  DelaySeconds: seconds(0, 900).default(0),
  MessageRetentionPeriod: seconds(60, 1_209_600).default(345_600),
  ReceiveMessageWaitTimeSeconds: seconds(0, 20).default(0),
  RedrivePolicy: redrivePolicy.optional(),
});

export type QueueAttributes = z.infer<typeof queueAttributes>;

/** Checks a queue's definition. Throws with the property that is unknown or out of range. */
export function parseQueueAttributes(name: string, input: unknown): QueueAttributes {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new Error(`queue ${name}: FIFO queues and this name are not supported`);
  const parsed = queueAttributes.safeParse(input);
  if (!parsed.success) throw new Error(`queue ${name} cannot be emulated: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** ARN of a queue of the local cloud. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
}

/** Name of the queue that an ARN or a URL ends in. */
export function queueNameOf(arnOrUrl: string): string {
  const name = arnOrUrl.split(/[:/]/).at(-1);
  if (!name) throw new ServiceError('InvalidAddress', `The address ${arnOrUrl} is not valid for this endpoint.`);
  return name;
}
