import type { FollowUpStep } from '../campaigns/sending-settings.ts';
import { type StoredDraft, unpackContent } from '../copy/message-content.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageContentKey, messageDue, messageKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { Message } from './message.ts';
import { followUpText, messageAtStep } from './message-text.ts';

/** Days to wait where neither the campaign nor the text says how many. */
const USUAL_WAIT = 3;

/** A follow-up of one recipient that has a text. */
export type PlannedFollowUp = Readonly<{ waitDays: number; condition: FollowUpStep['condition']; subject: string }>;
/** A follow-up with its time. */
export type TimedFollowUp = PlannedFollowUp &
  Readonly<{ plannedAt: string; dueAt: string; waitMs: number; sequence: string } & Pick<Message, 'mode' | 'mailbox'>>;

/** The follow-ups of a message: the campaign's steps up to the first for which there is no text. */
export const followUpsOf = (
  message: Message,
  steps: readonly FollowUpStep[],
  first: StoredDraft | undefined,
): readonly PlannedFollowUp[] => {
  const planned: PlannedFollowUp[] = [];
  if (first === undefined) return planned;
  for (const step of steps) {
    const text = followUpText(message, step, first);
    if (text === undefined) break;
    const written = step.text === undefined ? first.followUp?.waitDays : undefined;
    planned.push({
      waitDays: step.waitDays ?? written ?? USUAL_WAIT,
      condition: step.condition,
      subject: text.subject,
    });
  }
  return planned;
};

export type FollowUpStore = ReturnType<typeof createFollowUpStore>;

export const createFollowUpStore = (table: Pick<Table, 'put' | 'batchGet'>, clock: Clock) => ({
  /** The texts of first mails, beside which those of their follow-ups stand. */
  textsOf: async (
    workspaceId: WorkspaceId,
    messages: readonly Message[],
  ): Promise<ReadonlyMap<MessageId, StoredDraft>> => {
    const items = await table.batchGet(messages.map(({ id }) => messageContentKey(workspaceId, id)));
    return new Map(items.map(unpackContent).map((draft) => [draft.messageId, draft]));
  },

  /**
   * Writes the follow-ups of a first mail as messages of their own, scheduled: two write units each (the item and its place in the due index).
   * Written once; one that exists, and may have moved on, stays as it is.
   */
  insert: async (first: Message, followUps: readonly TimedFollowUp[]): Promise<void> => {
    const { workspaceId, campaignId, runId, domain, companyName, toName, toAddress, country, variant } = first;
    const now = instant(clock());
    await Promise.all(
      followUps.map(({ waitDays: _days, dueAt, ...timed }, index) => {
        const step = index + 2;
        const id = messageAtStep(first, step);
        return table.put(
          {
            ...messageKey(workspaceId, id),
            ...messageDue(id, dueAt),
            ...{
              type: 'Message',
              v: 1,
              workspaceId,
              campaignId,
              runId,
              domain,
              companyName,
              toName,
              toAddress,
              country,
            },
            ...{ variant, step, state: 'scheduled', dueAt, createdAt: now, updatedAt: now },
            ...timed,
          },
          { ConditionExpression: 'attribute_not_exists(pk)' },
        );
      }),
    );
  },
});
