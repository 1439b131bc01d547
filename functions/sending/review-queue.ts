import * as z from 'zod';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { leadKey } from '../platform/keys.ts';
import type { PageOf } from '../platform/list-page.ts';
import type { Table } from '../platform/table.ts';
import { GRADES } from '../scoring/contract.ts';
import type { ReviewFilter } from './contract.ts';
import type { Message } from './message.ts';
import type { MessageStore } from './message-store.ts';

export type ReviewPage = Readonly<{ messages: readonly Message[]; nextCursor: string | null }>;

/** Pages of the list one answer may look through before it is given back short, with a cursor. */
const MOST_PAGES = 8;
const Grade = z.object({ pk: z.string(), grade: z.enum(GRADES) });

/** Messages that wait for a reviewer, of a run, campaign, variant or grade; undefined for a cursor of another list. */
export const createReviewQueue = ({
  messages,
  table,
}: {
  messages: Pick<MessageStore, 'listReview'>;
  table: Pick<Table, 'batchGet'>;
}) => {
  const ofGrade = async (found: readonly Message[], grade: ReviewFilter['grade']): Promise<readonly Message[]> => {
    if (grade === undefined || found.length === 0) return found;
    const keyOf = ({ workspaceId, campaignId, domain }: Message) => leadKey(workspaceId, campaignId, domain);
    const keys = new Map(found.map((message) => [keyOf(message).pk, keyOf(message)]));
    const leads = (await table.batchGet([...keys.values()])).map((item) => Grade.parse(item));
    const wanted = new Set(leads.filter((lead) => lead.grade === grade).map(({ pk }) => pk));
    return found.filter((message) => wanted.has(keyOf(message).pk));
  };

  return async (
    workspaceId: WorkspaceId,
    { limit, cursor }: PageOf,
    { runId, campaignId, variant, grade }: ReviewFilter & Readonly<{ runId?: RunId | undefined }>,
  ): Promise<ReviewPage | undefined> => {
    let next = cursor;
    for (let pages = 1; ; pages += 1) {
      const page = await messages.listReview(workspaceId, { limit, cursor: next }, runId);
      if (page === undefined) return undefined;
      const some = page.messages.filter(
        (message) =>
          message.state === 'draft' &&
          (campaignId === undefined || message.campaignId === campaignId) &&
          (variant === undefined || message.variant === variant),
      );
      const found = await ofGrade(some, grade);
      if (found.length > 0 || page.nextCursor === null || pages === MOST_PAGES)
        return { messages: found, nextCursor: page.nextCursor };
      next = page.nextCursor;
    }
  };
};
