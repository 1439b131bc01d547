import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './render-version.environment.ts';
import { createRenderVersion } from './render-version.ts';
import { createReportStore } from './report-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });

export const handler = metered(
  createRenderVersion({
    reports: createReportStore(table, clock),
    files: createFiles({ bucket: environment.DATA_BUCKET }),
  }),
);
