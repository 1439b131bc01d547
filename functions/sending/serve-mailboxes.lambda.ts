import { createCredentialLock } from '../accounts/credential-lock.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createComplianceStore } from './compliance-store.ts';
import { mailboxRoutes } from './mailbox-contract.ts';
import { createKeepPassword, createMailboxSecrets } from './mailbox-secrets.ts';
import { createMailboxStore } from './mailbox-store.ts';
import { sendingStateRoutes } from './preflight/preflight-contract.ts';
import { createReputationStore } from './reputation-store.ts';
import { Environment } from './serve-mailboxes.environment.ts';
import { createServeMailboxes } from './serve-mailboxes.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const secrets = createMailboxSecrets();

export const handler = createApi({
  routes: { ...mailboxRoutes, ...sendingStateRoutes },
  handlers: createServeMailboxes({
    mailboxes: createMailboxStore(table, clock),
    secrets,
    keepPassword: createKeepPassword({ secrets, lock: createCredentialLock({ table, clock }) }),
    tryLogin: async (login) => (await import('./providers/smtp.ts')).trySmtpLogin(login),
    reputation: createReputationStore(table, createRunStore(table, clock), clock),
    compliance: createComplianceStore(table, clock),
    clock,
  }),
  log: createLog('sending'),
});
