import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageMoves } from '../sending/message-moves.ts';
import { createSuppressionStore } from '../sending/suppression-store.ts';
import { Environment } from './record-ses-events.environment.ts';
import { createRecordSesEvents } from './record-ses-events.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = metered(
  createRecordSesEvents({
    table,
    moves: createMessageMoves(table, clock),
    suppressions: createSuppressionStore(table, clock),
    clock,
    log: createLog('tracking'),
  }),
);
