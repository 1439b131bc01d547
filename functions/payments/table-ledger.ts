import { createLedgerStore } from '../attribution/ledger-store.ts';
import { createPendingCosts } from '../attribution/pending-costs.ts';
import { createTouchesBefore } from '../attribution/touches-before.ts';
import { createContactStore } from '../contacts/contact-store.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createPurchaseStore } from './purchase-store.ts';

/** The ledger of a table with the purchases, touches and costs that its entries stand for. */
export const createTableLedger = (table: Table, clock: Clock) => {
  const ledger = createLedgerStore(table, clock);
  return {
    ledger,
    purchases: createPurchaseStore(table, clock),
    touchesBefore: createTouchesBefore({
      messages: createMessageStore(table),
      contacts: createContactStore(table),
      table,
    }),
    pendingCosts: createPendingCosts({ ledger }),
  };
};
