import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { createApi } from '../platform/http/api.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { findRoutes } from './find-contract.ts';
import { createFindPeople } from './find-people.ts';
import { Environment } from './look-up-contacts.environment.ts';
import { createLookUpContacts } from './look-up-contacts.ts';
import { createOutside } from './outside.ts';
import { createWorkspacePeople } from './workspace-people.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const log = createLog('contacts');
const readCredentials = createReadCredentials({ clock });
const urls = providerUrls(environment.PROVIDER_URLS);
const outside = createOutside({ allowHosts: environment.FETCH_ALLOW_HOSTS, files, clock });
const peopleOf = createWorkspacePeople({ readCredentials, urls, files, clock, log });
const book = createBook(createTable({ name: environment.TABLE_NAME }), clock);
const bookPaidCall = createBookPaidCall({ book, log, clock });
const findPeople = createFindPeople({ ...outside, peopleOf, bookPaidCall, clock });

export const handler = createApi({ routes: findRoutes, handlers: createLookUpContacts({ findPeople }), log });
