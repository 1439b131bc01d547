import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { createLeadStore } from './lead-store.ts';
import { Environment } from './score-companies.environment.ts';
import { createScoreCompanies } from './score-companies.ts';

const environment = readEnvironment(Environment);
const leads = createLeadStore(createTable({ name: environment.TABLE_NAME }));
const files = createFiles({ bucket: environment.DATA_BUCKET });

export const handler = metered(createScoreCompanies({ leads, files, log: createLog('scoring') }));
