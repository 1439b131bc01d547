import { createLedgerStore } from '../attribution/ledger-store.ts';
import { createPendingCosts } from '../attribution/pending-costs.ts';
import { createTouchesBefore } from '../attribution/touches-before.ts';
import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createContactStore } from '../contacts/contact-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { ledgerRoutes } from './ledger-contract.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { Environment } from './serve-ledger.environment.ts';
import { createServeLedger } from './serve-ledger.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const ledger = createLedgerStore(table, clock);

export const handler = createApi({
  routes: ledgerRoutes,
  handlers: createServeLedger({
    ledger,
    campaigns: createCampaignStore(table, clock),
    runs: createRunStore(table, clock),
    purchases: createPurchaseStore(table, clock),
    touchesBefore: createTouchesBefore({
      messages: createMessageStore(table),
      contacts: createContactStore(table),
      table,
    }),
    pendingCosts: createPendingCosts({ ledger }),
    clock,
  }),
  log: createLog('payments'),
});
