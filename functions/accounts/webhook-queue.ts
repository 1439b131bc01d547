import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { MINUTE, SECOND } from '../platform/time.ts';
import type { DeliveryRecord } from './webhook-contract.ts';

/** SQS holds a record back for fifteen minutes at most. */
export const LONGEST_DELAY = 15 * MINUTE;
const BATCH = 10;

export type QueuedDelivery = Readonly<{ record: DeliveryRecord; delayMs: number }>;
export type WebhookQueue = Readonly<{
  /** Puts attempts on the queue, each to be made after its delay. When it throws, some may be on it. */
  send: (deliveries: readonly QueuedDelivery[]) => Promise<void>;
}>;

export const createWebhookQueue = ({
  url,
  client = new SQSClient({}),
}: {
  url: string;
  client?: Pick<SQSClient, 'send'>;
}): WebhookQueue => ({
  send: async (deliveries) => {
    for (let at = 0; at < deliveries.length; at += BATCH) {
      const Entries = deliveries.slice(at, at + BATCH).map(({ record, delayMs }, place) => ({
        Id: String(place),
        MessageBody: JSON.stringify(record),
        DelaySeconds: Math.min(LONGEST_DELAY / SECOND, Math.ceil(Math.max(0, delayMs) / SECOND)),
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      if (Failed.length > 0)
        throw new Error(`SQS refused ${String(Failed.length)} of ${String(Entries.length)} webhooks`);
    }
  },
});
