import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import type { Files } from '../platform/files.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createAcknowledgementStore } from './acknowledgement-store.ts';
import { createChooseSenders } from './choose-senders.ts';
import { createFollowUpStore } from './follow-ups.ts';
import { createGiveBackPlaces, type GiveBackPlaces } from './give-back-places.ts';
import { createMailboxStore } from './mailbox-store.ts';
import { createMessageMoves } from './message-moves.ts';
import { createPaceBooks } from './pace/pace-books.ts';
import { createReputationStore } from './reputation-store.ts';
import { createReschedule, type Reschedule } from './reschedule.ts';
import { createScheduleMessages, type ScheduleMessages } from './schedule-messages.ts';
import { createSendSettings, type SendSettings } from './send-settings.ts';
import { createSequenceStore, type SequenceStore } from './sequence-store.ts';

/** What gives messages their times, first and anew, over one table and one bucket. */
export const createScheduling = ({
  table,
  files,
  ratePerSecond,
  clock,
  random,
  sleep,
}: {
  table: Table;
  files: Pick<Files, 'readVersion' | 'replaceText'>;
  ratePerSecond: number;
  clock: Clock;
  random: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}): Readonly<{
  schedule: ScheduleMessages;
  reschedule: Reschedule;
  giveBack: GiveBackPlaces;
  settings: SendSettings;
  sequences: SequenceStore;
}> => {
  const campaigns = createCampaignStore(table, clock);
  const mailboxes = createMailboxStore(table, clock);
  const moves = createMessageMoves(table, clock);
  const sequences = createSequenceStore(table, clock);
  const { healthOf } = createReputationStore(table, createRunStore(table, clock), clock);
  const settings = createSendSettings({ campaigns, mailboxes, healthOf, clock });
  const chooseSenders = createChooseSenders({ mailboxes, healthOf, ratePerSecond });
  const changeBook = createPaceBooks({ files, sleep, random });
  return {
    settings,
    sequences,
    reschedule: createReschedule({ settings, chooseSenders, changeBook, moves, clock, random }),
    giveBack: createGiveBackPlaces({ mailboxes, ratePerSecond, changeBook, clock }),
    schedule: createScheduleMessages({
      ...{ campaigns, chooseSenders, sequences, changeBook, moves, clock, random },
      acknowledgements: createAcknowledgementStore(table, clock),
      followUps: createFollowUpStore(table, clock),
    }),
  };
};
