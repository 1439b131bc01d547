import type { CampaignId, MessageId, RunId, WorkspaceId } from '../platform/ids.ts';
import { messageContentKey, messageIdOf, messageInReview, messageKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import { packContent, type StoredDraft, unpackContent } from './message-content.ts';
import type { WrittenMail } from './write-drafts.ts';

/** The first mail of a sequence; follow-ups are steps after it. */
const FIRST_STEP = 1;

export type NewMessage = Readonly<{
  workspaceId: WorkspaceId;
  campaignId: CampaignId;
  runId: RunId;
  domain: string;
  companyName: string;
  toName: string | null;
  toAddress: string;
  /** Where the recipient works; the clock of their mails follows it. */
  country?: string | null;
  draft: StoredDraft;
  /** Whether a person must approve it whatever the guards say. */
  review: boolean;
  at: Instant;
}>;

export type DraftStore = ReturnType<typeof createDraftStore>;

/** Writes messages and their texts. Both are written once: a repeated step changes neither a text that was approved nor a message that has moved on. */
export const createDraftStore = (table: Table) => ({
  /** The texts that were written already, by message. */
  known: async (workspaceId: WorkspaceId, ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, StoredDraft>> => {
    const items = await table.batchGet(ids.map((id) => messageContentKey(workspaceId, id)));
    return new Map(items.map(unpackContent).map((draft) => [draft.messageId, draft]));
  },

  /** Keeps a written mail's text and gives the text that is kept: the one of the first writing. */
  keep: async (
    workspaceId: WorkspaceId,
    messageId: MessageId,
    mail: WrittenMail,
    at: Instant,
  ): Promise<StoredDraft> => {
    const draft = storedOf(messageId, mail);
    const put = await table.put(
      {
        ...messageContentKey(workspaceId, messageId),
        type: 'MessageContent',
        v: 1,
        ...packContent(draft),
        createdAt: at,
        updatedAt: at,
      },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return put.ok || put.item === undefined ? draft : unpackContent(put.item);
  },

  /** Inserts the message: as a draft that waits for its reviewer, else approved, or cancelled when a guard holds it. False when it exists already. */
  insert: async ({ review, draft, at, ...message }: NewMessage): Promise<boolean> => {
    const { messageId, variant, subject, held } = draft;
    // Without a reviewer a mail that a guard holds is not sent; it stays to be read with the reason.
    const state = review ? 'draft' : held === null ? 'approved' : 'cancelled';
    const { ok } = await table.put(
      {
        ...messageKey(message.workspaceId, messageId),
        ...(state === 'draft' ? messageInReview(message.workspaceId, message.runId, messageId) : {}),
        type: 'Message',
        v: 1,
        ...message,
        companyName: message.companyName.slice(0, 120),
        variant,
        step: FIRST_STEP,
        subject,
        state,
        ...(held === null ? {} : { reason: held }),
        createdAt: at,
        updatedAt: at,
      },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return ok;
  },
});

/** The id of the run's first mail to an address. */
export const firstMessageId = (runId: RunId, address: string): MessageId => messageIdOf(runId, address, FIRST_STEP);

const storedOf = (messageId: MessageId, { chosen, others, held, costMicroUsd }: WrittenMail): StoredDraft => ({
  messageId,
  subject: chosen.subject,
  body: chosen.body,
  variant: chosen.variant,
  evidence: chosen.evidence,
  guards: chosen.guards,
  writer: chosen.writer,
  followUp: chosen.followUp,
  others: others.map(({ variant, subject, body, followUp }) => ({
    variant,
    subject,
    body,
    followUp: { subject: followUp.subject, body: followUp.body, waitDays: followUp.waitDays },
  })),
  costMicroUsd,
  held,
});
