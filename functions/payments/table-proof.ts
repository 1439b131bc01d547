import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createProveSale } from './prove-sale.ts';
import { createStripePayments } from './stripe-payments.ts';
import type { OpenStripe } from './stripe-port.ts';
import { createTableLedger } from './table-ledger.ts';
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
  const known = createTableLedger(table, clock);
  const { ledger, purchases, touchesBefore } = known;
  const proveSale = createProveSale({
    messages: createMessageStore(table),
    leads: createLeadStore(table),
    touchesBefore,
  });
  return {
    ...known,
    stripePayments: createStripePayments({ open, purchases, clock }),
    verify: createVerifyLedger({ ledger, purchases, proveSale, clock, pause }),
  };
};
