import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A record that failed at every try: why, where that is known, and what it begins with. */
export type DeadLetter = Readonly<{ id: string; reason: string | null; begins: string }>;
export type Redriven = Readonly<{ letters: readonly DeadLetter[]; moved: number }>;

const BATCH = 10;
const SHOWN = 120;
/** Long enough to look through a full queue without meeting a letter twice. */
const HIDDEN_SECONDS = 300;

/**
 * Takes dead letters from a queue and puts them onto another one, each sent before it is deleted, so that none is lost whenever this ends; what is sent
 * twice for that is recorded once by every consumer. SQS's own move task knows only letters that the queue itself gave up, not those that were
 * given up with a reason. Without `to` they are only shown and stay.
 */
export const redrive = async (
  client: Pick<SQSClient, 'send'>,
  { from, to, most }: Readonly<{ from: string; to: string | undefined; most: number }>,
): Promise<Redriven> => {
  const letters: DeadLetter[] = [];
  const shown: string[] = [];
  let moved = 0;
  while (letters.length < most) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: Math.min(BATCH, most - letters.length),
        MessageAttributeNames: ['All'],
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length === 0) break;
    for (const { MessageId: id = '', Body: body = '', ReceiptHandle, MessageAttributes = {} } of Messages) {
      const begins = body.slice(0, SHOWN).replaceAll(/\s+/g, ' ');
      letters.push({ id, reason: MessageAttributes['reason']?.StringValue ?? null, begins });
      if (ReceiptHandle === undefined) continue;
      if (to === undefined) {
        shown.push(ReceiptHandle);
        continue;
      }
      await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: body }));
      await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
      moved += 1;
    }
  }
  for (const ReceiptHandle of shown)
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }));
  return { letters, moved };
};
