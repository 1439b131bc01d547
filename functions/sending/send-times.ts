import type { Log } from '../platform/log.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { ComposedMail } from './compose-mail.ts';
import type { SendRecord } from './contract.ts';
import type { LeaseSends } from './sending-rate.ts';

/**
 * Messages claimed together are few and go at once: what is claimed and not yet taken by the channel when we die has an unknown fate and is
 * never sent again.
 */
const MOST_TOGETHER = 3;
const TOGETHER = SECOND / 4;
/** Longest wait for the channel's rate. */
const PATIENCE = 35 * SECOND;

/** A queue item as a composed mail. */
export type Job = Readonly<{ itemId: string; record: SendRecord; mail: ComposedMail }>;
export type Timed = Job & Readonly<{ at: number }>;
/** Who keeps the pace of a record's mails: its mailbox in live mode, else the channel. */
export type LeaseFor = (record: SendRecord) => LeaseSends;

/** The mailbox whose pace a record keeps; a sandbox's mails do not go through mailboxes. */
export const pacedBy = ({ mode, mailbox }: SendRecord): NonNullable<SendRecord['mailbox']> | undefined =>
  mode === 'live' ? mailbox : undefined;

/**
 * Leases a time for each job: those that go in groups that are claimed together, those that go back to the queue because the channel is busy, and
 * those that wait for their mailbox. One lease for all jobs of a pace.
 */
export const leaseTimes = async (
  { leaseFor, clock, log }: Readonly<{ leaseFor: LeaseFor; clock: Clock; log: Log }>,
  jobs: readonly Job[],
): Promise<
  Readonly<{
    groups: readonly (readonly Timed[])[];
    later: readonly Readonly<{ job: Job; at: number }>[];
    failed: readonly Job[];
  }>
> => {
  const latest = clock() + PATIENCE;
  const timed: Timed[] = [];
  const later: { job: Job; at: number }[] = [];
  const failed: Job[] = [];
  for (const [first, ...others] of byPace(jobs)) {
    const together = [first, ...others];
    const mailbox = pacedBy(first.record);
    const leased = await leaseFor(first.record)(together.length, latest).catch((error: unknown) => {
      log.error('The sending rate could not be leased', { error });
      return undefined;
    });
    for (const [index, job] of together.entries()) {
      const at = leased?.times[index];
      if (at !== undefined) timed.push({ ...job, at });
      else if (leased !== undefined && mailbox !== undefined) {
        const place = index - leased.times.length;
        later.push({ job, at: leased.next + place * mailbox.gapSeconds * SECOND });
      } else failed.push(job);
    }
  }
  return { groups: grouped(timed), later, failed };
};

const byPace = (jobs: readonly Job[]): readonly [Job, ...Job[]][] => {
  const paces = new Map<string, [Job, ...Job[]]>();
  for (const job of jobs) {
    const name = pacedBy(job.record)?.id ?? '';
    const others = paces.get(name);
    if (others === undefined) paces.set(name, [job]);
    else others.push(job);
  }
  return [...paces.values()];
};

const grouped = (jobs: readonly Timed[]): readonly (readonly Timed[])[] => {
  const groups: Timed[][] = [];
  for (const job of jobs.toSorted((a, b) => a.at - b.at)) {
    const open = groups.at(-1);
    const fits = open !== undefined && open.length < MOST_TOGETHER && job.at - (open[0]?.at ?? 0) <= TOGETHER;
    if (fits) open.push(job);
    else groups.push([job]);
  }
  return groups;
};
