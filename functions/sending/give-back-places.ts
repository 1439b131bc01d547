import type { Clock } from '../platform/time.ts';
import { mailboxOf, OWN_CHANNEL } from './choose-senders.ts';
import { type MailboxStore, pacerOf } from './mailbox-store.ts';
import type { Message } from './message.ts';
import { utcDayOf } from './pace/local-time.ts';
import { unbook } from './pace/pace-book.ts';
import type { ChangeBook } from './pace/pace-books.ts';
import { ratePacer } from './pace/pacer.ts';

export type GiveBackPlaces = (messages: readonly Message[]) => Promise<void>;

/**
 * Takes live mails that will never go out of the book of their workspace, so that others may have their days and slots: a run that is cancelled would
 * else keep its mailboxes busy for weeks. Not to be repeated for the same mails. Where a mailbox's gap was changed since, another slot of the
 * day is freed; the sender's lease keeps the gap all the same.
 */
export const createGiveBackPlaces =
  ({
    mailboxes,
    ratePerSecond,
    changeBook,
    clock,
  }: {
    mailboxes: Pick<MailboxStore, 'getAll'>;
    ratePerSecond: number;
    changeBook: ChangeBook;
    clock: Clock;
  }): GiveBackPlaces =>
  async (messages) => {
    const today = utcDayOf(clock());
    const places = messages.flatMap(({ mode, workspaceId, mailbox, domain, plannedAt }) => {
      const at = Date.parse(plannedAt ?? '');
      const booked = mode === 'live' && utcDayOf(at) >= today;
      return booked ? [{ workspaceId, pacer: mailbox ?? OWN_CHANNEL, domain, at, day: utcDayOf(at) }] : [];
    });
    for (const workspaceId of new Set(places.map((place) => place.workspaceId))) {
      const own = places.filter((place) => place.workspaceId === workspaceId);
      const ids = [...new Set(own.flatMap(({ pacer }) => mailboxOf(pacer) ?? []))];
      const pacers = (await mailboxes.getAll(workspaceId, ids)).map(pacerOf);
      const slotMs = new Map(
        [...pacers, ratePacer(OWN_CHANNEL, ratePerSecond)].map((pacer) => [pacer.id, pacer.slotMs]),
      );
      await changeBook({ workspaceId, sandboxRun: null }, (stored) => {
        const book = structuredClone(stored);
        for (const place of own) unbook(book, place, slotMs.get(place.pacer));
        return { book, made: undefined };
      });
    }
  };
