import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createMessageEngagement } from '../sending/message-engagement.ts';
import { createMessageMoves } from '../sending/message-moves.ts';
import { createSequenceStops } from '../sending/sequence-stop.ts';
import { createSuppressionStore } from '../sending/suppression-store.ts';
import type { GiveUp } from './dead-letters.ts';
import { createRecordSesEvents } from './record-ses-events.ts';

/** The consumer of the channel's events over a table. `giveUp` takes what failed at each of `tries` receives. */
export const createEventRecorder = ({
  table,
  giveUp,
  tries,
  clock,
  log,
}: {
  table: Table;
  giveUp: GiveUp;
  tries: number;
  clock: Clock;
  log: Log;
}) =>
  createRecordSesEvents({
    table,
    moves: createMessageMoves(table, clock),
    engagement: createMessageEngagement(table, clock),
    suppressions: createSuppressionStore(table, clock),
    stops: createSequenceStops(table, clock),
    ...{ giveUp, tries, clock, log },
  });
