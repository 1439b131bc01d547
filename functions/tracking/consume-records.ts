import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../platform/log.ts';
import { type GiveUp, isLastTry, reasonOf } from './dead-letters.ts';

/** Collects which records of a batch failed, so that each comes again alone, or is given up with the reason when it came for the last time. */
export const createRecordOutcomes = (
  { Records }: SQSEvent,
  { giveUp, tries, log }: Readonly<{ giveUp: GiveUp; tries: number; log: Log }>,
) => {
  const failed = new Set<string>();
  return {
    tryIt: async (record: SQSRecord, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        log.error('A record of a queue could not be worked through', { error });
        const given = isLastTry(record, tries) && (await gaveUp(giveUp, record, reasonOf(error), log));
        if (!given) failed.add(record.messageId);
      }
    },
    response: (): SQSBatchResponse => ({
      batchItemFailures: Records.filter(({ messageId }) => failed.has(messageId)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }),
  };
};

const gaveUp = async (giveUp: GiveUp, record: SQSRecord, reason: string, log: Log): Promise<boolean> => {
  try {
    await giveUp(record, reason);
    return true;
  } catch (error) {
    // The queue moves it to the same place by itself, without the reason.
    log.error('A record could not be given up with its reason', { error });
    return false;
  }
};
