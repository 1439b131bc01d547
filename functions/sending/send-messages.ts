import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../platform/log.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { type Channel, EVENT_TAGS, type SendOutcome } from './channel.ts';
import type { Claim, ClaimMessages } from './claim-messages.ts';
import type { ComposeMail } from './compose-mail.ts';
import { SendRecord } from './contract.ts';
import type { MessageMoves } from './message-moves.ts';
import { isOnTime } from './pace/on-time.ts';
import { recordOutcome } from './record-outcome.ts';
import { type Job, type LeaseFor, leaseTimes, type Timed } from './send-times.ts';

/** When a message of a run that may not send now is looked at again. */
const HELD_FOR = MINUTE;
/** Absences last for days; a sandbox's days are minutes. */
const SANDBOX_ABSENCE = 3 * MINUTE;

export type SendMessagesPorts = Readonly<{
  leaseFor: LeaseFor;
  claim: ClaimMessages;
  compose: ComposeMail;
  /** What takes a record's mails: the deployment's own channel, or its mailbox's. */
  channelFor: (record: SendRecord) => Promise<Channel>;
  moves: MessageMoves;
  /** Whether this deployment may write to real people at all. */
  live: boolean;
  /** Where sandbox mails go: the channel's simulator, or as addressed, where the whole channel is an inbox of our own. */
  sandboxDelivery: 'simulator' | 'inbox';
  clock: Clock;
  sleep: (milliseconds: number) => Promise<void>;
  random: () => number;
  log: Log;
}>;

/**
 * Sends the queue's records: leases the rate, claims, calls the channel once, records what became of it. A record that could not be claimed
 * for a passing reason goes back to the queue alone; what was claimed never does, for a claim is taken once.
 */
export const createSendMessages = (ports: SendMessagesPorts) => {
  const sendOne = createSendOne(ports);
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = new Set<string>();
    const jobs: Job[] = [];
    for (const { messageId, body } of event.Records) {
      const job = await prepare(ports, messageId, body);
      if (job === 'unreadable') failed.add(messageId);
      else if (job !== 'unsendable') jobs.push(job);
    }
    const { groups, later, failed: tooLate } = await leaseTimes(ports, jobs);
    for (const { itemId } of tooLate) failed.add(itemId);
    for (const { job, at } of later)
      if (!(await postpone(ports, job, at, 'its mailbox leaves a gap between two mails'))) failed.add(job.itemId);
    for (const group of groups) {
      await ports.sleep(Math.max(0, (group.at(-1)?.at ?? 0) - ports.clock()));
      const claims = await ports.claim(group.map(({ record }) => record));
      await Promise.all(
        group.map(async (job) => {
          const done = await sendOne(job, claims.get(job.record) ?? { kind: 'gone' });
          if (!done) failed.add(job.itemId);
        }),
      );
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
};

const refOf = ({ workspaceId, messageId: id }: SendRecord) => ({ workspaceId, id });

/** Puts a message off; `false` when that could not be written and the record has to come again. */
const postpone = async (
  { moves, log }: SendMessagesPorts,
  { record }: Job,
  at: number,
  why: string,
): Promise<boolean> => {
  try {
    await moves.postpone(refOf(record), record, instant(Math.ceil(at)), why);
    return true;
  } catch (error) {
    log.error('A message could not be put off', { messageId: record.messageId, error });
    return false;
  }
};

/**
 * A queue item as a composed mail. What can never be a mail is failed here, with the reason; a mail whose time has passed on the queue goes
 * back to the dispatcher, which finds another.
 */
const prepare = async (
  ports: SendMessagesPorts,
  itemId: string,
  body: string,
): Promise<Job | 'unreadable' | 'unsendable'> => {
  const { compose, moves, log, clock } = ports;
  try {
    const record = SendRecord.parse(JSON.parse(body));
    const { place } = record;
    if (place !== undefined && !isOnTime(Date.parse(place.plannedAt), clock(), place.window, place.zone)) {
      await moves.postpone(refOf(record), record, instant(clock()), 'its time passed on the queue');
      return 'unsendable';
    }
    const composed = await compose(record);
    if (composed.ok) return { itemId, record, mail: composed.mail };
    await moves.failUnsent(refOf(record), composed.reason);
    return 'unsendable';
  } catch (error) {
    log.error('A send record could not be made into a mail', { error });
    return 'unreadable';
  }
};

/** Carries one claim to its end; `false` when the record has to come again. */
const createSendOne = (ports: SendMessagesPorts) => {
  const { channelFor, moves, clock, sleep, log, live, sandboxDelivery } = ports;

  const send = async ({ record, mail, at }: Timed): Promise<SendOutcome> => {
    const channel = await channelFor(record);
    await sleep(Math.max(0, at - clock()));
    return channel({
      raw: mail.raw,
      from: mail.from,
      to:
        (live && record.mode === 'live') || sandboxDelivery === 'inbox' ? mail.to : simulatorAddress(record.messageId),
      content: { subject: mail.subject, html: mail.html, step: record.step },
      tags: {
        [EVENT_TAGS.message]: record.messageId,
        [EVENT_TAGS.workspace]: record.workspaceId,
        [EVENT_TAGS.campaign]: record.campaignId,
        [EVENT_TAGS.variant]: record.variant,
      },
    });
  };

  /** Moves a message that was not claimed; `false` when asking again may claim it. */
  const moveUnclaimed = async (record: SendRecord, claim: Exclude<Claim, { kind: 'claimed' }>): Promise<boolean> => {
    const ref = refOf(record);
    switch (claim.kind) {
      case 'gone':
        return true;
      case 'failed':
        log.warn('A message could not be claimed', { messageId: ref.id, error: claim.error });
        return false;
      case 'suppressed':
        await moves.suppress(ref, record, claim.reason);
        return true;
      case 'stopped':
        await moves.stop(ref, record, `the sequence has ended: ${claim.reason}`);
        return true;
      case 'waiting': {
        const until = Date.parse(claim.until);
        const sooner = record.mode === 'sandbox' ? Math.min(until, clock() + SANDBOX_ABSENCE) : until;
        await moves.postpone(ref, record, instant(sooner), 'the recipient is away');
        return true;
      }
      case 'held':
        await moves.postpone(ref, record, instant(clock() + HELD_FOR), claim.reason);
        return true;
    }
  };

  return async (job: Timed, claim: Claim): Promise<boolean> => {
    const { record } = job;
    if (claim.kind !== 'claimed')
      return moveUnclaimed(record, claim).catch((error: unknown) => {
        log.error('A message that may not be sent could not be moved', { messageId: record.messageId, error });
        return false;
      });
    const outcome = await send(job).catch(
      (error: unknown): SendOutcome => ({ kind: 'unknown', reason: `the channel broke: ${String(error)}` }),
    );
    try {
      await recordOutcome(ports, record, claim.claimedAt, outcome);
    } catch (error) {
      // The mail is out: its events tell what became of it, or the sweeper finds it.
      log.error('What became of a mail could not be recorded', {
        messageId: record.messageId,
        status: outcome.kind,
        error,
      });
    }
    return true;
  };
};

/**
 * Where a mail goes that must reach nobody: SES's mailbox simulator takes it and publishes its events (SES developer guide, "Using the
 * mailbox simulator"). The mail itself still says whom it is for.
 */
const simulatorAddress = (messageId: string): string => `success+${messageId}@simulator.amazonses.com`;
