import { type Clock, HOUR, instant } from '../platform/time.ts';
import { type ChooseSenders, mailboxOf, NoMailbox, OWN_CHANNEL } from './choose-senders.ts';
import type { MessageMoves } from './message-moves.ts';
import { zoneOfCountry } from './pace/country-zone.ts';
import { utcDayOf } from './pace/local-time.ts';
import { unbook } from './pace/pace-book.ts';
import type { ChangeBook } from './pace/pace-books.ts';
import { type Slots, scheduleDueTimes } from './pace/schedule-due-times.ts';
import type { Later } from './send-records.ts';
import type { SendSettings } from './send-settings.ts';

/** When nobody can send, a message is looked at again so much later. */
const LOOK_AGAIN = HOUR;

export type Reschedule = (later: readonly Later[]) => Promise<void>;

/**
 * Gives messages that could not go at their time another one. A sandbox just waits; in live mode each gets a place in the book anew, under every
 * cap and within its recipient's window, and the place it had is given back. A message keeps its mailbox if that still sends.
 */
export const createReschedule = ({
  settings,
  chooseSenders,
  changeBook,
  moves,
  clock,
  random,
}: {
  settings: Pick<SendSettings, 'of'>;
  chooseSenders: ChooseSenders;
  changeBook: ChangeBook;
  moves: Pick<MessageMoves, 'postpone'>;
  clock: Clock;
  random: () => number;
}): Reschedule => {
  const wait = async ({ message, due, notBefore, reason }: Later): Promise<void> => {
    await moves.postpone(message, due, instant(Math.max(clock(), notBefore)), reason);
  };

  /** Places of one campaign's messages; undefined while no mailbox can send. */
  const placesOf = async (later: readonly [Later, ...Later[]]): Promise<readonly (Slots | undefined)[] | undefined> => {
    const [{ message: first }] = later;
    const { workspaceId, campaignId } = first;
    const sending = await settings.of(workspaceId, campaignId);
    const { window, domainDailyCap } = sending;
    const pacers = await chooseSenders(workspaceId, sending).catch((error: unknown) => {
      if (error instanceof NoMailbox) return undefined;
      throw error;
    });
    if (pacers === undefined) return undefined;
    return await changeBook({ workspaceId, sandboxRun: null }, (stored) => {
      const book = structuredClone(stored);
      const mails = later.map(({ message, notBefore }) => {
        const { domain, country, mailbox, plannedAt } = message;
        const pacer = mailbox ?? OWN_CHANNEL;
        if (plannedAt !== undefined) unbook(book, { pacer, day: utcDayOf(Date.parse(plannedAt)), domain });
        const stays = pacers.some(({ id }) => id === pacer);
        const zone = zoneOfCountry(country, window.fallbackZone);
        return { domain, zone, notBefore: Math.max(notBefore, clock()), waitDays: [], ...(stays ? { pacer } : {}) };
      });
      const made = scheduleDueTimes(mails, { pacers, window, domainDailyCap }, { book, now: clock(), random });
      return { book: made.book, made: made.slots };
    });
  };

  return async (later) => {
    for (const one of later) if (one.message.mode !== 'live') await wait(one);
    const byCampaign = new Map<string, [Later, ...Later[]]>();
    for (const one of later.filter(({ message }) => message.mode === 'live')) {
      const others = byCampaign.get(one.message.campaignId);
      if (others === undefined) byCampaign.set(one.message.campaignId, [one]);
      else others.push(one);
    }
    for (const group of byCampaign.values()) {
      const places = await placesOf(group);
      for (const [index, one] of group.entries()) {
        const slot = places?.[index];
        const [planned] = slot?.times ?? [];
        if (slot === undefined || planned === undefined) {
          const why = places === undefined ? 'none of its campaign’s mailboxes can send' : one.reason;
          await wait({ ...one, notBefore: clock() + LOOK_AGAIN, reason: why });
          continue;
        }
        const mailbox = mailboxOf(slot.pacer);
        const at = instant(planned);
        await moves.postpone(one.message, one.due, at, one.reason, {
          plannedAt: at,
          ...(mailbox === undefined ? {} : { mailbox }),
        });
      }
    }
  };
};
