import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod';
import type { QueuedEvent } from '../settle-payments.ts';

/** Puts an event that is kept onto the queue. */
export const createEventQueue =
  (url: string, client: Pick<SQSClient, 'send'> = new SQSClient({})) =>
  async (eventId: string): Promise<void> => {
    const record: z.infer<typeof QueuedEvent> = { eventId };
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(record) }));
  };
