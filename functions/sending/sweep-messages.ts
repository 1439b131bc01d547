import type { MessageState } from '../campaigns/contract.ts';
import type { BookRunCosts } from '../campaigns/run-costs.ts';
import { isClosed, type Run, type RunStore } from '../campaigns/run-store.ts';
import type { SettleRun } from '../campaigns/settle-run.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { GiveBackPlaces } from './give-back-places.ts';
import type { Message } from './message.ts';
import type { MessageMoves } from './message-moves.ts';
import { UNSENT_STATES } from './message-state.ts';
import type { MessageStore } from './message-store.ts';
import type { ScheduleMessages } from './schedule-messages.ts';

const READ = 200;
/** The longest step ends within this time after its run was stopped, and its counters have followed. */
const COUNTED_AFTER_SECONDS = 15 * 60;

/** How many messages a sweep moved, by what it made of them. */
export type Sweep = Readonly<Record<(typeof MOVES)[number], number>>;
const MOVES = ['unknown', 'unknownFinal', 'assumedDelivered', 'cancelled', 'released'] as const;
const nothing = (): Record<keyof Sweep, number> => ({
  ...{ unknown: 0, unknownFinal: 0, assumedDelivered: 0, cancelled: 0, released: 0 },
});
/** An SMTP server tells nothing of a mail it delivered. */
const NO_BOUNCE = 'the server took it and no bounce came back';

/**
 * Looks after what nobody looks after any more: messages whose sender died become `unknown`; what nothing was heard of for days becomes
 * `unknown_final`; what a failed or cancelled run did not send is cancelled, its places in the book are given back, and what it cost is
 * booked; what was approved after its run's release is scheduled. Then lets waiting runs go on.
 */
export const createSweepMessages = ({
  runs,
  messages,
  moves,
  schedule,
  giveBack,
  settle,
  bookCosts,
  stuckSeconds,
  unknownFinalSeconds,
  clock,
  log,
}: {
  runs: Pick<RunStore, 'listActive' | 'get' | 'anyMessage' | 'removeActiveMarker'>;
  messages: Pick<MessageStore, 'listByRun'>;
  moves: Pick<MessageMoves, 'recordUnknown' | 'giveUp' | 'assumeDelivered' | 'cancelUnsent'>;
  schedule: ScheduleMessages;
  giveBack: GiveBackPlaces;
  settle: SettleRun;
  /** Of a run that failed or was cancelled, whose own last step never came. */
  bookCosts: BookRunCosts;
  stuckSeconds: number;
  unknownFinalSeconds: number;
  clock: Clock;
  log: Log;
}) => {
  const olderThan = (time: string | undefined, seconds: number): boolean =>
    time === undefined || Date.parse(time) + seconds * SECOND <= clock();

  /** Which states are worth reading a run's messages for, by its counters and its age. */
  const worthReading = (run: Run): readonly MessageState[] => {
    const states: MessageState[] = ['sending', 'unknown'];
    if (olderThan(run.startedAt, unknownFinalSeconds)) states.push('accepted');
    if (run.status === 'sending') states.push('approved');
    if (run.status === 'failed' || run.status === 'cancelled') states.push(...UNSENT_STATES);
    return states.filter((state) => ['state', 'followUp'].some((of) => (run.counts[`${of}.${state}`] ?? 0) > 0));
  };

  const sweepMessage = async (message: Message, run: Run): Promise<keyof Sweep | undefined> => {
    if (message.state === 'approved' && !isClosed(run)) return undefined;
    switch (message.state) {
      case 'sending': {
        if (message.claimedAt === undefined || !olderThan(message.claimedAt, stuckSeconds)) return undefined;
        const why = 'its sender ended without a word';
        return (await moves.recordUnknown(message, message.claimedAt, why)).ok ? 'unknown' : undefined;
      }
      case 'unknown':
      case 'accepted': {
        if (!olderThan(message.sentAt ?? message.claimedAt, unknownFinalSeconds)) return undefined;
        if (message.state === 'accepted' && message.channel === 'smtp')
          return (await moves.assumeDelivered(message, NO_BOUNCE)).ok ? 'assumedDelivered' : undefined;
        const why = message.state === 'accepted' ? 'accepted, and nothing was heard of it since' : message.reason;
        return (await moves.giveUp(message, why ?? 'nothing was heard of it')).ok ? 'unknownFinal' : undefined;
      }
      default:
        return (await moves.cancelUnsent(message, 'the run ended before it was sent')).ok ? 'cancelled' : undefined;
    }
  };

  /** Schedules what was approved after its run's release. While no mailbox can send it waits, and nothing else of the run waits with it. */
  const release = async (run: Run, among: readonly Message[]): Promise<number> => {
    const approved = among.filter(({ state }) => state === 'approved');
    if (approved.length === 0) return 0;
    try {
      return (await schedule(run, approved, null)).scheduled;
    } catch (error) {
      log.error('Approved mails could not be scheduled', { runId: run.id, error });
      return 0;
    }
  };

  const sweepRun = async (run: Run): Promise<Sweep> => {
    const sum = nothing();
    const states = worthReading(run);
    let cursor: string | null = null;
    if (states.length > 0)
      do {
        const read: { limit: number; cursor?: string } = { limit: READ, ...(cursor === null ? {} : { cursor }) };
        const page = await messages.listByRun(run.workspaceId, run.id, read, states);
        const unsent: Message[] = [];
        for (const message of page?.messages ?? []) {
          const done = await sweepMessage(message, run);
          if (done !== undefined) sum[done] += 1;
          if (done === 'cancelled' && message.state === 'scheduled') unsent.push(message);
        }
        if (unsent.length > 0) await giveBack(unsent);
        if (!isClosed(run)) sum.released += await release(run, page?.messages ?? []);
        cursor = page?.nextCursor ?? null;
      } while (cursor !== null);
    if (!isClosed(run)) await settle(run.workspaceId, run.id);
    else if (!(await runs.anyMessage(run.workspaceId, run.id, 'open'))) await letGo(run);
    return sum;
  };

  /** Nothing more will come of the run. One that was cut off is waited for until what its last steps spent has been counted, and booked. */
  const letGo = async (run: Run): Promise<void> => {
    if (run.status !== 'completed') {
      if (!olderThan(run.endedAt ?? undefined, COUNTED_AFTER_SECONDS)) return;
      await bookCosts(run);
    }
    await runs.removeActiveMarker(run.workspaceId, run.id);
  };

  return async (): Promise<Sweep> => {
    const sum = nothing();
    for (const { workspaceId, runId } of await runs.listActive()) {
      try {
        const run = await runs.get(workspaceId, runId);
        const swept = run === undefined ? undefined : await sweepRun(run);
        if (swept === undefined) continue;
        for (const move of MOVES) sum[move] += swept[move];
        if (swept.unknownFinal > 0)
          log.error('What became of mails will never be known', { runId, count: swept.unknownFinal });
      } catch (error) {
        // One run that cannot be swept must not keep the others from it.
        log.error('A run could not be swept', { runId, error });
      }
    }
    return sum;
  };
};
