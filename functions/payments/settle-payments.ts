import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from '../platform/log.ts';
import { createRecordOutcomes } from '../tracking/consume-records.ts';
import type { GiveUp } from '../tracking/dead-letters.ts';
import type { HandleEvent } from './handle-event.ts';

/** What stands on the queue: the event is kept, its id is enough. */
export const QueuedEvent = z.object({ eventId: z.string().min(1) });

/** Works through events from the queue, one after another; one that fails comes again alone, and at its last time goes to the dead letters with the reason. */
export const createSettlePayments =
  ({ handle, ...rest }: Readonly<{ handle: HandleEvent; giveUp: GiveUp; tries: number; log: Log }>) =>
  async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = createRecordOutcomes(batch, rest);
    for (const record of batch.Records)
      await outcomes.tryIt(record, async () => {
        const { eventId } = QueuedEvent.parse(JSON.parse(record.body));
        await handle(eventId);
      });
    return outcomes.response();
  };
