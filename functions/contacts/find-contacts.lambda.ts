import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createImportedContacts } from '../discovery/imported-contacts.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createSpending } from '../platform/spending.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createContactStore } from './contact-store.ts';
import { Environment } from './find-contacts.environment.ts';
import { createFindContacts } from './find-contacts.ts';
import { createOutside } from './outside.ts';
import { createRunPeople } from './run-people.ts';
import { createWorkspacePeople } from './workspace-people.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const table = createTable({ name: environment.TABLE_NAME });
const runs = createRunStore(table, clock);
const readCredentials = createReadCredentials({ clock });
const urls = providerUrls(environment.PROVIDER_URLS);
const peopleOf = createWorkspacePeople({ readCredentials, urls, files, clock, log: createLog('contacts') });

export const handler = metered(
  createFindContacts({
    ...createOutside({ allowHosts: environment.FETCH_ALLOW_HOSTS, files, clock }),
    readPlan: createReadPlan({ files }),
    importedContacts: createImportedContacts({ files }),
    contacts: createContactStore(table),
    peopleOf: createRunPeople({ peopleOf, spending: createSpending(table, clock) }),
    warn: ({ workspaceId, runId }, warning) => runs.addWarning(workspaceId, runId, warning),
    clock,
  }),
);
