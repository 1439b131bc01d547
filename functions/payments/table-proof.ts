import { setTimeout as sleep } from 'node:timers/promises';
import { createLedgerStore } from '../attribution/ledger-store.ts';
import { createPendingCosts } from '../attribution/pending-costs.ts';
import { createTouchesBefore } from '../attribution/touches-before.ts';
import { createContactStore } from '../contacts/contact-store.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createProveSale } from './prove-sale.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { createStripePayments } from './stripe-payments.ts';
import type { OpenStripe } from './stripe-port.ts';
import { createVerifyLedger } from './verify-ledger.ts';

/** The proof over a table: what the daily one and one that is asked for both go through. */
export const createTableProof = ({
  table,
  open,
  clock,
  pause = (milliseconds) => sleep(milliseconds),
}: Readonly<{
  table: Table;
  open: OpenStripe;
  clock: Clock;
  pause?: (milliseconds: number) => Promise<void>;
}>) => {
  const ledger = createLedgerStore(table, clock);
  const purchases = createPurchaseStore(table, clock);
  const messages = createMessageStore(table);
  const touchesBefore = createTouchesBefore({ messages, contacts: createContactStore(table), table });
  const proveSale = createProveSale({ messages, leads: createLeadStore(table), touchesBefore });
  return {
    ledger,
    purchases,
    touchesBefore,
    pendingCosts: createPendingCosts({ ledger }),
    stripePayments: createStripePayments({ open, purchases, clock }),
    verify: createVerifyLedger({ ledger, purchases, proveSale, clock, pause }),
  };
};
