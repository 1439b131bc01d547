import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SendRecord } from '../contract.ts';

/** The send queue as the dispatcher sees it. */
export type SendQueue = Readonly<{
  /** Puts records on the queue; when it throws, some may be on it. */
  enqueue: (records: readonly SendRecord[]) => Promise<void>;
  /** About how many records are on the queue, waiting or in a sender's hands. */
  depth: () => Promise<number>;
}>;

const BATCH = 10;
/** Kept under 256 KiB, which every region takes; ten mails of text are far below. */
const BATCH_BYTES = 240_000;
const TRIES = 3;

type Entry = Readonly<{ Id: string; MessageBody: string }>;

/** Packs entries into batches that SQS takes: ten at most, and by bytes. */
export const packBatches = (bodies: readonly string[]): readonly (readonly Entry[])[] => {
  const batches: Entry[][] = [];
  let room = 0;
  for (const [at, MessageBody] of bodies.entries()) {
    const size = Buffer.byteLength(MessageBody);
    const open = batches.at(-1);
    const entry = { Id: String(at), MessageBody };
    if (open !== undefined && open.length < BATCH && size <= room) {
      open.push(entry);
      room -= size;
    } else {
      batches.push([entry]);
      room = BATCH_BYTES - size;
    }
  }
  return batches;
};

export const createSendQueue = ({
  url,
  client = new SQSClient({}),
}: {
  url: string;
  client?: Pick<SQSClient, 'send'>;
}): SendQueue => {
  const sendBatch = async (batch: readonly Entry[]): Promise<void> => {
    let left = batch;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [...left] }));
      const failed = new Set(Failed.map(({ Id }) => Id));
      left = left.filter(({ Id }) => failed.has(Id));
      if (left.length > 0 && attempt === TRIES)
        throw new Error(`SQS took ${String(batch.length - left.length)} of ${String(batch.length)} send records`);
    }
  };

  return {
    enqueue: async (records) => {
      for (const batch of packBatches(records.map((record) => JSON.stringify(record)))) await sendBatch(batch);
    },
    depth: async () => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
    },
  };
};
