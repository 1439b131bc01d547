import type { SQSRecord } from 'aws-lambda';

/** Puts a record that fails at every try where somebody looks at it, with the reason. */
export type GiveUp = (record: Pick<SQSRecord, 'body' | 'messageId'>, reason: string) => Promise<void>;

/** Name of the attribute that says why a dead letter is one. */
export const REASON_ATTRIBUTE = 'reason';

/** Whether this is a record's last receive before the queue itself gives it up, without a word of why. */
export const isLastTry = ({ attributes }: Pick<SQSRecord, 'attributes'>, tries: number): boolean =>
  Number(attributes.ApproximateReceiveCount) >= tries;

/** A failure in words, without what a record holds. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\s+/g, ' ').slice(0, 250);
