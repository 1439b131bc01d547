import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createContactStore } from './contact-store.ts';
import { contactRoutes } from './contract.ts';
import { createRecipientStore } from './recipient-store.ts';
import { Environment } from './serve-contacts.environment.ts';
import { createServeContacts } from './serve-contacts.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const stores = { contacts: createContactStore(table), recipients: createRecipientStore(table, clock) };

export const handler = createApi({
  routes: contactRoutes,
  handlers: createServeContacts(stores),
  log: createLog('contacts'),
});
