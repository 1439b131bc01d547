import { isClosed, type RunStore } from '../campaigns/run-store.ts';
import { COOL_DOWN } from '../contacts/recipient-store.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageInReview, recipientKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { DraftBriefs } from './draft-brief.ts';
import type { Message } from './message.ts';
import type { MessageStore } from './message-store.ts';
import { moveAction } from './move-action.ts';

export type Reopened = Readonly<
  | { ok: true; message: Message }
  | { ok: false; why: 'unknown' | 'not_rejected' | 'run_closed' | 'recipient_taken'; message?: Message }
>;

/**
 * Takes a reviewer's rejection back: the message waits for review again. Only what a person rejected, while its run goes on, and only if no other
 * run has reserved the person meanwhile.
 */
export const createReopenDraft =
  ({
    table,
    messages,
    runs,
    briefs,
    clock,
  }: {
    table: Pick<Table, 'transact'>;
    messages: Pick<MessageStore, 'get'>;
    runs: Pick<RunStore, 'get'>;
    briefs: Pick<DraftBriefs, 'personOf'>;
    clock: Clock;
  }) =>
  async (workspaceId: WorkspaceId, id: MessageId): Promise<Reopened> => {
    const message = await messages.get(workspaceId, id);
    if (message === undefined) return { ok: false, why: 'unknown' };
    if (message.state !== 'cancelled' || message.rejectedAt === undefined)
      return { ok: false, why: 'not_rejected', message };
    const run = await runs.get(workspaceId, message.runId);
    if (run === undefined || isClosed(run)) return { ok: false, why: 'run_closed', message };
    const now = clock();
    const { domain, campaignId, runId, toAddress } = message;
    const contactId = (await briefs.personOf(message))?.id ?? '';
    const reservation = { domain, contactId, campaignId, runId, reservedAt: instant(now) };
    const done = await table.transact([
      moveAction(message, instant(now), {
        from: ['cancelled'],
        to: 'draft',
        set: messageInReview(workspaceId, runId, id),
        remove: ['rejectedAt', 'reason'],
        when: { rejectedAt: message.rejectedAt },
      }),
      {
        Put: {
          Item: { ...recipientKey(workspaceId, toAddress), type: 'Recipient', v: 1, ...reservation },
          ConditionExpression: 'attribute_not_exists(pk) OR reservedAt < :cold OR runId = :run',
          ExpressionAttributeValues: { ':cold': instant(now - COOL_DOWN), ':run': runId },
        },
      },
    ]);
    const after = await messages.get(workspaceId, id);
    if (done.ok && after !== undefined) return { ok: true, message: after };
    const taken = !done.ok && done.reasons[1]?.code === 'ConditionalCheckFailed';
    return { ok: false, why: taken ? 'recipient_taken' : 'not_rejected', message: after ?? message };
  };
