import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../platform/log.ts';
import { type Clock, instant, MINUTE, SECOND } from '../platform/time.ts';
import { type Channel, EVENT_TAGS, type SendOutcome } from './channel.ts';
import type { Claim, ClaimMessages } from './claim-messages.ts';
import type { ComposedMail, ComposeMail } from './compose-mail.ts';
import { SendRecord } from './contract.ts';
import type { MessageMoves } from './message-moves.ts';
import { recordOutcome } from './record-outcome.ts';
import type { LeaseSends } from './sending-rate.ts';

/** When a message of a run that may not send now is looked at again. */
const HELD_FOR = MINUTE;
/**
 * Messages claimed together are few and go at once: what is claimed and not yet taken by the channel when we die has an unknown fate and is
 * never sent again.
 */
const MOST_TOGETHER = 3;
const TOGETHER = SECOND / 4;
/** Longest wait for the channel's rate; what would wait longer goes back to the queue. */
const PATIENCE = 35 * SECOND;

type Job = Readonly<{ itemId: string; record: SendRecord; mail: ComposedMail }>;
type Timed = Job & Readonly<{ at: number }>;

export type SendMessagesPorts = Readonly<{
  lease: LeaseSends;
  claim: ClaimMessages;
  compose: ComposeMail;
  channel: Channel;
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
    for (const group of await timed(ports, jobs, failed)) {
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

/** A queue item as a composed mail; a message that can never be a mail is failed here, with the reason. */
const prepare = async (
  { compose, moves, log }: SendMessagesPorts,
  itemId: string,
  body: string,
): Promise<Job | 'unreadable' | 'unsendable'> => {
  try {
    const record = SendRecord.parse(JSON.parse(body));
    const composed = await compose(record);
    if (composed.ok) return { itemId, record, mail: composed.mail };
    await moves.failUnsent({ workspaceId: record.workspaceId, id: record.messageId }, composed.reason);
    return 'unsendable';
  } catch (error) {
    log.error('A send record could not be made into a mail', { error });
    return 'unreadable';
  }
};

/** Jobs with the time each may go, in groups that are claimed together. What would wait too long is put with the failed. */
const timed = async (
  { lease, clock, log }: SendMessagesPorts,
  jobs: readonly Job[],
  failed: Set<string>,
): Promise<readonly (readonly Timed[])[]> => {
  if (jobs.length === 0) return [];
  const times = await lease(jobs.length).catch((error: unknown) => {
    log.error('The sending rate could not be leased', { error });
    return undefined;
  });
  const latest = clock() + PATIENCE;
  const groups: Timed[][] = [];
  for (const [index, job] of jobs.entries()) {
    const at = times?.[index];
    if (at === undefined || at > latest) {
      failed.add(job.itemId);
      continue;
    }
    const open = groups.at(-1);
    const fits = open !== undefined && open.length < MOST_TOGETHER && at - (open[0]?.at ?? 0) <= TOGETHER;
    if (fits) open.push({ ...job, at });
    else groups.push([{ ...job, at }]);
  }
  return groups;
};

/** Carries one claim to its end; `false` when the record has to come again. */
const createSendOne = (ports: SendMessagesPorts) => {
  const { channel, moves, clock, sleep, log, live, sandboxDelivery } = ports;

  const send = async ({ record, mail, at }: Timed): Promise<SendOutcome> => {
    await sleep(Math.max(0, at - clock()));
    return channel({
      raw: mail.raw,
      from: mail.from,
      to:
        (live && record.mode === 'live') || sandboxDelivery === 'inbox' ? mail.to : simulatorAddress(record.messageId),
      tags: {
        [EVENT_TAGS.message]: record.messageId,
        [EVENT_TAGS.workspace]: record.workspaceId,
        [EVENT_TAGS.campaign]: record.campaignId,
        [EVENT_TAGS.variant]: record.variant,
      },
    });
  };

  return async (job: Timed, claim: Claim): Promise<boolean> => {
    const { record } = job;
    const ref = { workspaceId: record.workspaceId, id: record.messageId };
    try {
      switch (claim.kind) {
        case 'gone':
          return true;
        case 'failed':
          log.warn('A message could not be claimed', { messageId: ref.id, error: claim.error });
          return false;
        case 'suppressed':
          await moves.suppress(ref, record, claim.reason);
          return true;
        case 'held':
          await moves.postpone(ref, record, instant(clock() + HELD_FOR), claim.reason);
          return true;
        case 'claimed':
      }
    } catch (error) {
      log.error('A message that may not be sent could not be moved', { messageId: ref.id, error });
      return false;
    }
    const outcome = await send(job).catch(
      (error: unknown): SendOutcome => ({ kind: 'unknown', reason: `the channel broke: ${String(error)}` }),
    );
    try {
      await recordOutcome(ports, record, claim.claimedAt, outcome);
    } catch (error) {
      // The mail is out: its events tell what became of it, or the sweeper finds it.
      log.error('What became of a mail could not be recorded', { messageId: ref.id, status: outcome.kind, error });
    }
    return true;
  };
};

/**
 * Where a mail goes that must reach nobody: SES's mailbox simulator takes it and publishes its events (SES developer guide, "Using the
 * mailbox simulator"). The mail itself still says whom it is for.
 */
const simulatorAddress = (messageId: string): string => `success+${messageId}@simulator.amazonses.com`;
