import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createLedgerStore } from './ledger-store.ts';
import { Environment } from './record-attribution.environment.ts';
import { createRecordAttribution } from './record-attribution.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = metered(
  createRecordAttribution({
    messages: createMessageStore(table),
    runs: createRunStore(table, clock),
    ledger: createLedgerStore(table, clock),
    leads: createLeadStore(table),
    table,
    clock,
  }),
);
