import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SendRecord } from '../assess-leads.ts';

/** The queue of batches of assessments. */
export const createSendRecord =
  (url: string, client: Pick<SQSClient, 'send'> = new SQSClient({})): SendRecord =>
  async (record) => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(record) }));
  };
