import type * as z from 'zod';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import type { MessageDetail } from './contract.ts';
import type { DraftBriefs } from './draft-brief.ts';
import { citedIds, detailOf } from './message-detail.ts';
import type { MessageStore } from './message-store.ts';

export type ReadDetail = (
  workspaceId: WorkspaceId,
  id: MessageId,
) => Promise<z.output<typeof MessageDetail> | undefined>;

/** Ids of passages; those of companies, contacts and offers name a field and need no text. */
const PASSAGE_ID = /^[^:]+$/;

/** A message with its text, the passages that its sentences cite, and what happened to it. The site is read only where something cites it. */
export const createReadDetail =
  ({
    messages,
    briefs,
  }: {
    messages: Pick<MessageStore, 'detail'>;
    briefs: Pick<DraftBriefs, 'passagesOf'>;
  }): ReadDetail =>
  async (workspaceId, id) => {
    const found = await messages.detail(workspaceId, id);
    if (found === undefined) return undefined;
    const cited = citedIds(found.content);
    const asked = [...cited].some((each) => PASSAGE_ID.test(each));
    const passages = asked ? await briefs.passagesOf(workspaceId, found.message.domain) : [];
    return detailOf(
      found,
      passages.filter((passage) => cited.has(passage.id)),
    );
  };
