import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { Run } from '../campaigns/run-store.ts';
import { DEFAULT_SENDING } from '../campaigns/sending-settings.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import { type Clock, DAY, instant } from '../platform/time.ts';
import type { AcknowledgementStore } from './acknowledgement-store.ts';
import { type ChooseSenders, mailboxOf } from './choose-senders.ts';
import { blockedBecause } from './country-rules.ts';
import { type FollowUpStore, followUpsOf, type PlannedFollowUp } from './follow-ups.ts';
import type { Message } from './message.ts';
import type { MessageMoves } from './message-moves.ts';
import { zoneOfCountry } from './pace/country-zone.ts';
import type { ChangeBook } from './pace/pace-books.ts';
import { type Slots, scheduleDueTimes } from './pace/schedule-due-times.ts';
import { type RunClock, realTime } from './run-clock.ts';
import type { SequenceStore } from './sequence-store.ts';

const AT_ONCE = 20;

export type Scheduled = Readonly<{ scheduled: number; clock: RunClock }>;
/** The clock is the run's; null while none of its messages has a time. */
export type ScheduleMessages = (run: Run, messages: readonly Message[], clock: RunClock | null) => Promise<Scheduled>;

type Ports = Readonly<{
  campaigns: Pick<CampaignStore, 'get'>;
  chooseSenders: ChooseSenders;
  acknowledgements: Pick<AcknowledgementStore, 'allowedCountries'>;
  sequences: Pick<SequenceStore, 'keep'>;
  followUps: FollowUpStore;
  changeBook: ChangeBook;
  moves: Pick<MessageMoves, 'schedule' | 'cancelUnsent'>;
  clock: Clock;
  random: () => number;
}>;
type Wanted = Readonly<{ message: Message; followUps: readonly PlannedFollowUp[] }>;

/**
 * Gives a run's approved messages and their follow-ups their times, by the campaign's settings as they are now: books places, then writes them.
 * A message to a country that is not allowed, or without a place, is cancelled with the reason. A repeat leaves what is scheduled as it is; the
 * places it books stay empty.
 * @throws NoMailbox
 */
export const createScheduleMessages =
  (ports: Ports): ScheduleMessages =>
  async (run, messages, runClock) => {
    const { campaigns, chooseSenders, sequences, changeBook, moves, clock, random } = ports;
    const { workspaceId, mode } = run;
    const now = clock();
    const settings = (await campaigns.get(workspaceId, run.campaignId))?.sending ?? DEFAULT_SENDING;
    const { window, domainDailyCap, followUps: steps } = settings;
    const allowed = await withoutBlocked(ports, run, messages);
    if (allowed.length === 0) return { scheduled: 0, clock: runClock ?? startClock(run, [], now) };
    const texts = steps.length === 0 ? undefined : await ports.followUps.textsOf(workspaceId, allowed);
    const sequence = steps.length === 0 ? '' : await sequences.keep(workspaceId, run.id, steps);
    const wanted: readonly Wanted[] = allowed.map((message) => ({
      message,
      followUps: followUpsOf(message, steps, texts?.get(message.id)),
    }));
    const pacers = await chooseSenders(workspaceId, settings);
    const slots = await changeBook({ workspaceId, sandboxRun: mode === 'live' ? null : run.id }, (book) => {
      const mails = wanted.map(({ message: { domain, country }, followUps }) => ({
        ...{ domain, zone: zoneOfCountry(country, window.fallbackZone), notBefore: now },
        waitDays: followUps.map(({ waitDays }) => waitDays),
      }));
      const made = scheduleDueTimes(mails, { pacers, window, domainDailyCap }, { book, now, random });
      return { book: made.book, made: made.slots };
    });
    const time = runClock ?? startClock(run, slots, now);

    const write = async ({ message, followUps }: Wanted, slot: Slots | undefined): Promise<boolean> => {
      const [first, ...later] = slot?.times ?? [];
      if (slot === undefined || first === undefined) {
        await moves.cancelUnsent(message, 'no place within two years under the caps of its mailboxes and its domain');
        return false;
      }
      const mailbox = mailboxOf(slot.pacer);
      const timed = (planned: number) => {
        const due = realTime(time, planned, clock());
        const by = mailbox === undefined ? { mode } : { mode, mailbox };
        return { plannedAt: instant(Math.max(planned, due)), dueAt: instant(due), ...by };
      };
      // Follow-ups first: once the first mail is scheduled nobody comes back here for them.
      await ports.followUps.insert(
        message,
        later.flatMap((planned, index) => {
          const followUp = followUps[index];
          if (followUp === undefined) return [];
          return {
            ...followUp,
            ...timed(planned),
            sequence,
            waitMs: Math.floor((followUp.waitDays * DAY) / time.factor),
          };
        }),
      );
      return (await moves.schedule(message, timed(first))).ok;
    };
    const written = await mapAtOnce([...wanted.entries()], AT_ONCE, ([index, one]) => write(one, slots[index]));
    return { scheduled: written.filter(Boolean).length, clock: time };
  };

/** Cancels what goes to countries that are not allowed; a sandbox reaches nobody, so there everything may go. */
const withoutBlocked = async (
  { acknowledgements, moves }: Ports,
  { workspaceId, campaignId, mode }: Run,
  messages: readonly Message[],
): Promise<readonly Message[]> => {
  if (mode !== 'live') return messages;
  const exceptions = await acknowledgements.allowedCountries(workspaceId, campaignId);
  const allowed: Message[] = [];
  for (const message of messages) {
    const why = blockedBecause(message.country, exceptions);
    if (why === undefined) allowed.push(message);
    else await moves.cancelUnsent(message, why);
  }
  return allowed;
};

/** A sandbox starts with its first mail, whenever that was planned; live mode has the clock on the wall. */
const startClock = ({ mode, clockFactor }: Run, slots: readonly (Slots | undefined)[], now: number): RunClock => {
  if (mode === 'live') return { releasedAt: now, startsAt: now, factor: 1 };
  const first = slots.reduce((least, slot) => Math.min(least, slot?.times[0] ?? least), Number.POSITIVE_INFINITY);
  return { releasedAt: now, startsAt: Number.isFinite(first) ? first : now, factor: clockFactor };
};
