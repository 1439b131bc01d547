import type { EmitEvent } from '../accounts/webhook-event.ts';
import { MessageId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, type Instant, instant } from '../platform/time.ts';
import type { ReportSaleStore } from '../reports/report-sale-store.ts';
import type { LeadStore } from '../scoring/lead-store.ts';
import { asciiHost } from '../sending/address.ts';
import type { MessageStore } from '../sending/message-store.ts';
import type { SequenceStops } from '../sending/sequence-stop.ts';
import type { Purchase } from './purchase.ts';

/** What the report machine is started with (state-machines/report.asl.json). */
export type ReportOrder = Readonly<{ workspaceId: WorkspaceId; reportId: string; purchaseId: string; to: string }>;

/**
 * Starts the making of a bought report; once for a purchase, however often it is asked. `again` counts how often its money went away and came back: a making that
 * ended meanwhile has delivered nothing, so each return is a start of its own.
 */
export type StartReport = (order: ReportOrder, again?: number) => Promise<void>;

type Ports = Readonly<{
  sales: Pick<ReportSaleStore, 'recordSale'>;
  startReport: StartReport;
  messages: Pick<MessageStore, 'get'>;
  stops: Pick<SequenceStops, 'stop'>;
  leads: Pick<LeadStore, 'get' | 'markConverted'>;
  emit: EmitEvent;
  clock: Clock;
}>;

/** An address with its host as mail servers know it. */
const inAscii = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${asciiHost(address.slice(at + 1))}`;
};

/** What endpoints are told of a purchase; no address, for who receives it may be anybody. */
const told = (purchase: Purchase) => ({
  purchaseId: purchase.id,
  reportId: purchase.reportId,
  domain: purchase.domain,
  amount: purchase.amount.amount,
  currency: purchase.amount.currency,
  paymentIntentId: purchase.paymentIntentId,
  livemode: purchase.livemode,
  attribution: purchase.chain,
});

/**
 * Everything that follows from a payment, apart from the money: the buyer gets the report, nobody at the company is written to any further, the lead is won,
 * and who listens is told. Each part may be done again without harm, so a death between two of them loses nothing.
 */
export const createFulfilPurchase = ({ sales, startReport, messages, stops, leads, emit, clock }: Ports) => {
  /** Where the report goes: to who bought it, else to who got the mail. */
  const recipientOf = async ({ workspaceId, buyerEmail, messageId }: Purchase): Promise<string> => {
    if (buyerEmail !== null) return inAscii(buyerEmail);
    const message = messageId === null ? undefined : await messages.get(workspaceId, messageId);
    if (message === undefined) throw new Error('There is nobody to send the report to: Stripe names no address');
    return message.toAddress;
  };

  /** Ends the campaign's sequence to everybody of the lead who was written to, and to the buyer. */
  const stopSequences = async ({ workspaceId, chain, buyerEmail }: Purchase): Promise<void> => {
    if (chain?.campaignId == null || chain.domain === null) return;
    const { campaignId, messageId } = chain;
    const lead = await leads.get(workspaceId, campaignId, chain.domain);
    const touched = [...new Set([...(lead?.touches ?? []).map((touch) => touch.messageId), messageId ?? ''])];
    const mails = await Promise.all(
      touched.filter((id) => id !== '').map((id) => messages.get(workspaceId, MessageId.parse(id))),
    );
    const addresses = [...mails.flatMap((mail) => mail?.toAddress ?? []), ...(buyerEmail === null ? [] : [buyerEmail])];
    for (const address of new Set(addresses))
      await stops.stop({ workspaceId, campaignId, address }, 'purchased', messageId);
  };

  const convertLead = async (purchase: Purchase, at: Instant): Promise<void> => {
    const { workspaceId, chain, id } = purchase;
    if (chain?.campaignId == null || chain.domain === null) return;
    const { campaignId, domain, messageId } = chain;
    await leads.markConverted(workspaceId, campaignId, domain, at);
    await emit(workspaceId, {
      id,
      type: 'lead.converted',
      data: { campaignId, domain, messageId, purchaseId: id, how: chain.how },
    });
  };

  return async (purchase: Purchase): Promise<Instant> => {
    const { workspaceId, id, reportId, linkId } = purchase;
    const to = await recipientOf(purchase);
    await sales.recordSale(workspaceId, reportId, { purchaseId: id, to, linkId });
    await startReport({ workspaceId, reportId, purchaseId: id, to });
    await stopSequences(purchase);
    const now = instant(clock());
    await convertLead(purchase, now);
    await emit(workspaceId, { id, type: 'report.purchased', data: told(purchase) });
    return now;
  };
};
export type FulfilPurchase = ReturnType<typeof createFulfilPurchase>;

/** How often money that had gone back, or that a bank held, has come again. */
const returnsOf = ({ refunds, disputes }: Purchase): number =>
  refunds.filter(({ status }) => status === 'failed' || status === 'canceled').length +
  disputes.filter(({ outcome }) => outcome === 'won').length;

/** What follows when the money of a sale goes back, is held, or is won back: who may read the report, who still has to get it, and who is told. */
export const createFollowSale =
  ({
    sales,
    startReport,
    emit,
  }: Readonly<{ sales: Pick<ReportSaleStore, 'settleSale' | 'sale'>; startReport: StartReport; emit: EmitEvent }>) =>
  async (purchase: Purchase): Promise<void> => {
    const { workspaceId, reportId, id, state } = purchase;
    const sale = await sales.sale(workspaceId, reportId, id);
    if (sale !== undefined) {
      const due =
        state === 'refunded' || state === 'disputed' ? state : sale.version === null ? ('paid' as const) : 'delivered';
      if (sale.state !== due && !(sale.state === 'delivered' && due === 'paid'))
        await sales.settleSale(workspaceId, reportId, id, due);
      const again = returnsOf(purchase);
      // A report that was ready while its money was away was sent to nobody.
      if (due === 'paid' && sale.state !== 'delivered' && again > 0)
        await startReport({ workspaceId, reportId, purchaseId: id, to: sale.to }, again);
    }
    for (const refund of purchase.refunds.filter(({ status }) => status === 'succeeded'))
      await emit(workspaceId, {
        id: refund.id,
        type: 'report.refunded',
        data: {
          ...told(purchase),
          refundId: refund.id,
          refunded: refund.amount,
          refundedInAll: purchase.refundedAmount,
        },
      });
  };
export type FollowSale = ReturnType<typeof createFollowSale>;
