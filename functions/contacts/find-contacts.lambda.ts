import { createReadPlan } from '../campaigns/run-plan.ts';
import { createImportedContacts } from '../discovery/imported-contacts.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createSafeFetch } from '../platform/safe-fetch/safe-fetch.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createContactStore } from './contact-store.ts';
import { Environment } from './find-contacts.environment.ts';
import { createFindContacts } from './find-contacts.ts';
import { createReadWebsite } from './read-website.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const fetchPage = createSafeFetch({ allowHosts: environment.FETCH_ALLOW_HOSTS, clock });

export const handler = metered(
  createFindContacts({
    readPlan: createReadPlan({ files }),
    importedContacts: createImportedContacts({ files }),
    readWebsite: createReadWebsite({ fetchPage, files, clock }),
    contacts: createContactStore(createTable({ name: environment.TABLE_NAME })),
    clock,
  }),
);
