import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './fail-report.environment.ts';
import { createFailReport } from './fail-report.ts';
import { createReportStore } from './report-store.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = metered(createFailReport({ reports: createReportStore(table, clock) }));
