import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCompanyStore } from './company-store.ts';
import { createImportCompanies } from './import-companies.ts';
import { createImportContacts } from './import-contacts.ts';
import { createImportStore } from './import-store.ts';
import { Environment } from './process-import.environment.ts';
import { createProcessImport } from './process-import.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const imports = createImportStore(table, clock);
const companies = createImportCompanies({ companies: createCompanyStore(table), clock });
const readers = { companies, contacts: createImportContacts({ files }) };

export const handler = metered(createProcessImport({ imports, readers, files, log: createLog('discovery'), clock }));
