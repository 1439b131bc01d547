import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './discover-companies.environment.ts';
import { createDiscoverCompanies } from './discover-companies.ts';
import { createImportStore } from './import-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const imports = createImportStore(table, clock);
const runs = createRunStore(table, clock);

export const handler = metered(createDiscoverCompanies({ imports, runs, files, clock }));
