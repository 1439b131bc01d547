import { asServiceError, ServiceError } from '../protocol.ts';

/** Refuses a batch that is empty, over ten entries or has an id twice, under SQS's error names. */
export function assertBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) throw sqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) {
    const reason = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw sqsError('TooManyEntriesInBatchRequest', reason);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw sqsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
}

/** An error whose name in the query protocol carries SQS's prefix. */
export function sqsError(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 400, `AWS.SimpleQueueService.${code}`);
}

/** Acts on each entry by itself: one that fails does not fail the others, only an unknown queue fails the batch. */
export function sortEntries<Entry extends { Id: string }>(entries: readonly Entry[], act: (entry: Entry) => void) {
  const good: Entry[] = [];
  const failed: object[] = [];
  for (const entry of entries) {
    try {
      act(entry);
      good.push(entry);
    } catch (error) {
      const { code, message, status } = asServiceError(error);
      failed.push({ Id: entry.Id, Code: code, Message: message, SenderFault: status < 500 });
    }
  }
  return { good, failed };
}

/** The answer to a batch. */
export function batchReply(successful: readonly object[], failed: readonly object[]): object {
  return { Successful: successful, ...(failed.length === 0 ? {} : { Failed: failed }) };
}
