import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type GiveUp, REASON_ATTRIBUTE } from '../dead-letters.ts';

/** SQS takes letters, digits, spaces and most marks in attributes, and no other control characters. */
const PLAIN = /[^\p{L}\p{N}\p{P}\p{S} ]/gu;

/** Sends records to a queue of dead letters, each with the reason as an attribute. */
export const createDeadLetterQueue =
  (url: string, client: Pick<SQSClient, 'send'> = new SQSClient({})): GiveUp =>
  async ({ body }, reason) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: {
          [REASON_ATTRIBUTE]: { DataType: 'String', StringValue: reason.replace(PLAIN, '?') || 'unknown' },
        },
      }),
    );
  };
