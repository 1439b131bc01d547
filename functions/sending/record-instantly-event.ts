import type { EmitEvent } from '../accounts/webhook-event.ts';
import type { Message } from './message.ts';
import type { MessageMoves } from './message-moves.ts';
import type { MessageStore } from './message-store.ts';
import type { InstantlyEvent } from './providers/instantly-event.ts';
import type { SequenceStops } from './sequence-stop.ts';
import type { SuppressionStore } from './suppression-store.ts';

/** Gives why there was nothing to record; undefined when it was recorded. */
export type RecordInstantlyEvent = (event: InstantlyEvent) => Promise<string | undefined>;

/**
 * What an event of Instantly changes, whether a webhook told of it or it was asked for. Each part may be done again without harm, in any order: a message ends
 * where the strongest event puts it.
 */
export const createRecordInstantlyEvent =
  ({
    messages,
    moves,
    suppressions,
    stops,
    emit,
  }: {
    messages: Pick<MessageStore, 'get'>;
    moves: Pick<MessageMoves, 'recordProof'>;
    suppressions: Pick<SuppressionStore, 'add'>;
    stops: Pick<SequenceStops, 'stop'>;
    emit: EmitEvent;
  }): RecordInstantlyEvent =>
  async ({ workspaceId, messageId, kind, type, at }) => {
    const message = await messages.get(workspaceId, messageId);
    if (message === undefined) return `there is no message ${messageId}`;
    const recipient = { workspaceId, campaignId: message.campaignId, address: message.toAddress };
    const suppress = (why: 'hard_bounce' | 'unsubscribe') =>
      suppressions.add(workspaceId, { kind: 'address', value: message.toAddress, reason: why, source: messageId });
    switch (kind) {
      case 'sent':
        // Instantly tells of nothing more when a mail arrives; a bounce outweighs this.
        await moves.recordProof(message, 'delivered', { reason: null, fill: { sentAt: at }, set: { deliveredAt: at } });
        return undefined;
      case 'bounced':
        await suppress('hard_bounce');
        await stops.stop(recipient, 'bounced', messageId);
        await moves.recordProof(message, 'hardBounce', { reason: 'Instantly told of a bounce' });
        return undefined;
      case 'replied':
        await stops.stop(recipient, 'replied', messageId);
        await emit(workspaceId, { id: `instantly#${messageId}`, type: 'message.replied', data: replied(message, at) });
        return undefined;
      case 'unsubscribed':
        await suppress('unsubscribe');
        await stops.stop(recipient, 'unsubscribed', messageId);
        return undefined;
      case 'other':
        return `${type} changes nothing`;
    }
  };

/** As a webhook tells it; the answer itself stays in Instantly's inbox. */
const replied = (message: Message, at: string): Readonly<Record<string, unknown>> => ({
  ...{ replyId: null, messageId: message.id, runId: message.runId, campaignId: message.campaignId },
  ...{
    domain: message.domain,
    companyName: message.companyName,
    toAddress: message.toAddress,
    from: message.toAddress,
  },
  ...{ class: null, at, variant: message.variant, step: message.step, mode: message.mode ?? null },
});
