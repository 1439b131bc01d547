import type { EmitEvent, WebhookEvent } from '../../accounts/webhook-event.ts';
import type { RunStore } from '../../campaigns/run-store.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, instant } from '../../platform/time.ts';
import type { LeadStore } from '../../scoring/lead-store.ts';
import { hostOf } from '../../sending/address.ts';
import { markUnsubscribed } from '../../sending/mark-unsubscribed.ts';
import type { Message } from '../../sending/message.ts';
import type { MessageMoves } from '../../sending/message-moves.ts';
import { addsTo, type Proof } from '../../sending/message-state.ts';
import { isHuman } from '../../sending/reply-class.ts';
import type { SequenceStops } from '../../sending/sequence-stop.ts';
import type { SuppressionStore } from '../../sending/suppression-store.ts';
import { proofOfBounce } from '../event-meaning.ts';
import type { DeliveryReport } from './delivery-report.ts';
import type { Reply } from './reply.ts';

export type ReplyEffects = (message: Message, reply: Reply, report?: DeliveryReport) => Promise<void>;

/**
 * What a reply changes beside itself: a person's ends the sequence and shows on the lead; a request to unsubscribe suppresses; an absence puts
 * the next step off; a delivery report bounces the message. Each may be done again without harm. Nothing is ever answered.
 */
export const createReplyEffects = ({
  table,
  moves,
  suppressions,
  stops,
  leads,
  runs,
  emit,
  clock,
}: {
  table: Pick<Table, 'update'>;
  moves: Pick<MessageMoves, 'recordProof'>;
  suppressions: Pick<SuppressionStore, 'add'>;
  stops: Pick<SequenceStops, 'stop' | 'wait'>;
  leads: Pick<LeadStore, 'markReplied'>;
  runs: Pick<RunStore, 'get'>;
  emit: EmitEvent;
  clock: Clock;
}): ReplyEffects => {
  const prove = async (message: Message, proof: Proof, reason: string | null): Promise<void> => {
    if (addsTo(message, proof)) await moves.recordProof(message, proof, { reason });
  };

  /** The person written to and, where a colleague answers for them, the colleague: nobody else's address may be suppressed by a mail. */
  const suppress = async (message: Message, reply: Reply): Promise<void> => {
    const { workspaceId, id: source, toAddress } = message;
    const colleague = reply.from !== null && hostOf(reply.from) === hostOf(toAddress) ? [reply.from] : [];
    for (const value of new Set([toAddress, ...colleague]))
      await suppressions.add(workspaceId, { kind: 'address', value, reason: 'unsubscribe', source });
    await markUnsubscribed(table, message, instant(clock()));
  };

  /** A sandbox's days pass in minutes, and so do the absences in it. */
  const wait = async (message: Message, until: string): Promise<void> => {
    const { workspaceId, campaignId, toAddress: address, runId, id } = message;
    const factor = (await runs.get(workspaceId, runId))?.clockFactor ?? 1;
    const now = clock();
    const left = Math.max(0, Date.parse(until) - now) / factor;
    await stops.wait({ workspaceId, campaignId, address }, instant(now + left), id);
  };

  return async (message, reply, report) => {
    const { workspaceId, campaignId, toAddress: address, domain, id } = message;
    const person = { workspaceId, campaignId, address };
    if (reply.class === 'unsubscribe') await suppress(message, reply);
    if (isHuman(reply.class)) {
      await stops.stop(person, reply.class === 'unsubscribe' ? 'unsubscribed' : 'replied', id);
      await leads.markReplied(workspaceId, campaignId, domain, reply.at);
      await emit(workspaceId, replied(message, reply));
    }
    if (reply.class === 'out_of_office' && reply.awayUntil !== null) await wait(message, reply.awayUntil);
    if (reply.class !== 'bounce') {
      await prove(message, 'delivered', null);
      return;
    }
    if (report?.failed !== true) return;
    const { proof, suppresses } = proofOfBounce(report.status);
    if (suppresses)
      await suppressions.add(workspaceId, { kind: 'address', value: address, reason: 'hard_bounce', source: id });
    await stops.stop(person, 'bounced', id);
    await prove(message, proof, `${report.status} ${report.diagnostic}`.trim().slice(0, 300));
  };
};

/** A person's answer as webhooks tell it: without its text, which is read from the thread by who may. */
const replied = (message: Message, reply: Reply): WebhookEvent => ({
  id: reply.id,
  type: 'message.replied',
  data: {
    ...{ replyId: reply.id, messageId: message.id, runId: message.runId, campaignId: message.campaignId },
    ...{ domain: message.domain, companyName: message.companyName, toAddress: message.toAddress, from: reply.from },
    ...{ class: reply.class, at: reply.at, variant: message.variant, step: message.step, mode: message.mode ?? null },
  },
});
