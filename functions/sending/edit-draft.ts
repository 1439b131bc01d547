import type { Draft } from '../copy/contract.ts';
import { failedGuard, judgeDraft } from '../copy/guards.ts';
import { packContent, type StoredDraft, unpackContent } from '../copy/message-content.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageContentKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { DraftBriefs } from './draft-brief.ts';
import { evidenceOfEdit } from './edited-evidence.ts';
import type { Message } from './message.ts';
import type { MessageStore } from './message-store.ts';
import { moveAction } from './move-action.ts';

type Text = Readonly<{ subject: string; body: string }>;
export type Edited = Readonly<
  { ok: true } | { ok: false; why: 'unknown' } | { ok: false; why: 'not_a_draft'; state: Message['state'] }
>;

export type EditDraft = (workspaceId: WorkspaceId, id: MessageId, text: Text) => Promise<Edited>;

const EDITED = ', edited';

/**
 * Puts a reviewer's words in place of a draft's. Every guard looks at them again; what fails stands on the message as its reason, for the
 * reviewer to decide. Text and message change together, and only while the message is a draft.
 */
export const createEditDraft =
  ({
    table,
    messages,
    briefs,
    clock,
  }: {
    table: Pick<Table, 'get' | 'transact'>;
    messages: Pick<MessageStore, 'get'>;
    briefs: Pick<DraftBriefs, 'briefOf'>;
    clock: Clock;
  }): EditDraft =>
  async (workspaceId, id, text) => {
    const message = await messages.get(workspaceId, id);
    const stored = await table.get(messageContentKey(workspaceId, id), { consistent: true });
    if (message === undefined || stored === undefined) return { ok: false, why: 'unknown' };
    if (message.state !== 'draft') return { ok: false, why: 'not_a_draft', state: message.state };
    const content = unpackContent(stored);
    const edited = await judged(content, text, message, briefs);
    const now = instant(clock());
    const done = await table.transact([
      { Put: { Item: { ...stored, ...packContent(edited), updatedAt: now } } },
      moveAction(message, now, { from: ['draft'], set: { subject: text.subject, reason: edited.held } }),
    ]);
    if (done.ok) return { ok: true };
    const after = await messages.get(workspaceId, id);
    if (after === undefined) return { ok: false, why: 'unknown' };
    if (after.state === 'draft') throw new Error(`The draft ${id} could not be changed`);
    return { ok: false, why: 'not_a_draft', state: after.state };
  };

const judged = async (
  content: StoredDraft,
  { subject, body }: Text,
  message: Message,
  briefs: Pick<DraftBriefs, 'briefOf'>,
): Promise<StoredDraft> => {
  const brief = await briefs.briefOf(message);
  const { evidence, problems } = evidenceOfEdit(brief, body, content.evidence);
  const writer = content.writer.endsWith(EDITED) ? content.writer : `${content.writer}${EDITED}`;
  const written = { ...content, subject, body, evidence: [...evidence], writer };
  // What stood before was judged with all that was known when it was written; the stored company may hold less.
  const guards: Draft['guards'] = judgeDraft(written, brief).map((guard) =>
    guard.guard === 'evidence'
      ? { guard: 'evidence', passed: problems.length === 0, detail: (problems[0] ?? '').slice(0, 200) }
      : guard,
  );
  const edited = { ...written, guards };
  return { ...edited, held: failedGuard(edited) ?? null };
};
