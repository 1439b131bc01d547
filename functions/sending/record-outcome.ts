import type { Log } from '../platform/log.ts';
import { type Clock, instant, SECOND } from '../platform/time.ts';
import { SES_MICRO_USD, type SendOutcome } from './channel.ts';
import type { SendRecord } from './contract.ts';
import type { MessageMoves } from './message-moves.ts';
import { MOST_TRIES, throttleBackoff } from './pace.ts';

type Ports = Readonly<{
  moves: Pick<MessageMoves, 'recordAccepted' | 'recordThrottled' | 'recordRefused' | 'recordUnknown'>;
  clock: Clock;
  random: () => number;
  log: Log;
}>;

/** Records what became of a claimed message's one call of the channel. */
export const recordOutcome = async (
  { moves, clock, random, log }: Ports,
  record: SendRecord,
  claimedAt: string,
  outcome: SendOutcome,
): Promise<void> => {
  const ref = { workspaceId: record.workspaceId, id: record.messageId };
  switch (outcome.kind) {
    case 'accepted': {
      const { channelId } = outcome;
      const channel = record.mode === 'live' ? record.mailbox?.channel : undefined;
      const bySes = channel === undefined || channel === 'ses';
      await moves.recordAccepted(ref, claimedAt, {
        channelId,
        sentAt: instant(clock()),
        costMicroUsd: bySes ? SES_MICRO_USD : 0,
        ...(bySes ? {} : { channel }),
      });
      return;
    }
    case 'throttled': {
      const tries = record.tries + 1;
      if (tries > MOST_TRIES) {
        await moves.recordRefused(ref, claimedAt, `given up after ${String(MOST_TRIES)} tries: ${outcome.reason}`);
        return;
      }
      const wait = Math.max(throttleBackoff(record.tries, random()), (outcome.retryAfterSeconds ?? 0) * SECOND);
      await moves.recordThrottled(ref, claimedAt, { dueAt: instant(clock() + wait), tries, reason: outcome.reason });
      return;
    }
    case 'refused':
      log.warn('The channel refused a mail', { messageId: ref.id, reason: outcome.reason });
      await moves.recordRefused(ref, claimedAt, outcome.reason);
      return;
    case 'unknown':
      log.warn('Nobody knows whether the channel took a mail', { messageId: ref.id, reason: outcome.reason });
      await moves.recordUnknown(ref, claimedAt, outcome.reason);
  }
};
