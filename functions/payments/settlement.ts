import type { EmitEvent } from '../accounts/webhook-event.ts';
import { createMailsTo } from '../attribution/mails-to.ts';
import { createResolveSale } from '../attribution/resolve-sale.ts';
import { createContactStore } from '../contacts/contact-store.ts';
import { createRecipientStore } from '../contacts/recipient-store.ts';
import { createCompanyStore } from '../discovery/company-store.ts';
import { createBook } from '../platform/ledger/book.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createReportSaleStore } from '../reports/report-sale-store.ts';
import type { SendTransactional } from '../reports/transactional-mail.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createSequenceStops } from '../sending/sequence-stop.ts';
import { createSuppressionStore } from '../sending/suppression-store.ts';
import { createEventStore } from './event-store.ts';
import { createFollowSale, createFulfilPurchase, type StartReport } from './fulfil-purchase.ts';
import { createHandleEvent } from './handle-event.ts';
import { createObservePurchase } from './observe-purchase.ts';
import { createPaymentMetrics } from './payment-metrics.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { createRemindBuyer } from './remind-buyer.ts';
import { createSettlePurchase, type SettlePurchase } from './settle-purchase.ts';
import type { OpenStripe } from './stripe-port.ts';

/** Working events through over a table: `settle`, and the reminder to who left the payment page. */
export const createTableEvents = ({
  table,
  open,
  settle,
  send,
  publicOrigin,
  secret,
  clock,
  log,
}: Readonly<{
  table: Table;
  open: OpenStripe;
  settle: SettlePurchase;
  send: SendTransactional;
  publicOrigin: string;
  secret: () => Promise<string>;
  clock: Clock;
  log: Log;
}>) => {
  const events = createEventStore(table, clock);
  const purchases = createPurchaseStore(table, clock);
  const suppressions = createSuppressionStore(table, clock);
  const remind = createRemindBuyer({ purchases, suppressions, send, publicOrigin, secret, log });
  return { events, purchases, handle: createHandleEvent({ events, purchases, open, settle, remind }) };
};

/** Settling over a table: what events, the reconciliation and a refund by hand all go through. */
export const createTableSettlement = ({
  table,
  open,
  startReport,
  emit,
  clock,
  log,
  metrics = createPaymentMetrics(clock),
}: Readonly<{
  table: Table;
  open: OpenStripe;
  startReport: StartReport;
  emit: EmitEvent;
  clock: Clock;
  log: Log;
  metrics?: ReturnType<typeof createPaymentMetrics>;
}>): SettlePurchase => {
  const sales = createReportSaleStore(table, clock);
  const messages = createMessageStore(table);
  const recipients = createRecipientStore(table, clock);
  return createSettlePurchase({
    purchases: createPurchaseStore(table, clock),
    open,
    observe: createObservePurchase({ clock }),
    resolveSale: createResolveSale({
      messages,
      mailsTo: createMailsTo({ recipients, table }),
      recipients,
      contacts: createContactStore(table),
      companies: createCompanyStore(table),
    }),
    book: createBook(table, clock),
    fulfil: createFulfilPurchase({
      sales,
      startReport,
      messages,
      stops: createSequenceStops(table, clock),
      leads: createLeadStore(table),
      emit,
      clock,
    }),
    follow: createFollowSale({ sales, startReport, emit }),
    metrics,
    log,
  });
};
