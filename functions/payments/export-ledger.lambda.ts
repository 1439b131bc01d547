import { createLedgerStore } from '../attribution/ledger-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './export-ledger.environment.ts';
import { createExportLedger } from './export-ledger.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = streamed(createExportLedger({ ledger: createLedgerStore(table, clock), clock }));
