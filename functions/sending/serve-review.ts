import type { MessageState } from '../campaigns/contract.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { sendingRoutes } from './contract.ts';
import type { EditDraft } from './edit-draft.ts';
import { type Message, viewMessage } from './message.ts';
import type { MessageMoves, Moved } from './message-moves.ts';
import type { ReadDetail } from './read-detail.ts';
import type { createReopenDraft } from './reopen-draft.ts';
import type { reviewRoutes } from './review-contract.ts';
import type { createReviewQueue } from './review-queue.ts';

const AT_ONCE = 20;
const READ = 200;

type Routes = typeof reviewRoutes &
  Pick<typeof sendingRoutes, 'listReview' | 'approveMessage' | 'rejectMessage' | 'approveRun'>;

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

/** The review of drafts over HTTP. */
export const createServeReview = ({
  queue,
  moves,
  runs,
  edit,
  reopen,
  readDetail,
}: {
  queue: ReturnType<typeof createReviewQueue>;
  moves: Pick<MessageMoves, 'approve' | 'reject'>;
  runs: Pick<RunStore, 'get'>;
  edit: EditDraft;
  reopen: ReturnType<typeof createReopenDraft>;
  readDetail: ReadDetail;
}): Handlers<Routes> => {
  /** Approves all that waits and that `wanted` lets through, page by page; gives how many, and how many it did not let through. */
  const approveAll = async (
    workspaceId: WorkspaceId,
    filter: Parameters<typeof queue>[2],
    wanted: (message: Message) => boolean,
  ): Promise<Readonly<{ approved: number; left: number }>> => {
    let approved = 0;
    let left = 0;
    let cursor: string | undefined;
    do {
      const page = await queue(workspaceId, { limit: READ, cursor }, filter);
      const waiting = page?.messages ?? [];
      const chosen = waiting.filter(wanted);
      const moved = await mapAtOnce(chosen, AT_ONCE, (message) => moves.approve(message));
      approved += moved.filter(({ ok }) => ok).length;
      left += waiting.length - chosen.length;
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return { approved, left };
  };

  return {
    listReview: async ({ principal, query }) => {
      const page = await queue(principal.workspaceId, query, query);
      return page === undefined
        ? badCursor
        : { body: { items: page.messages.map(viewMessage), nextCursor: page.nextCursor } };
    },

    approveMessage: async ({ principal, params }) => {
      const moved = await moves.approve({ workspaceId: principal.workspaceId, id: params.messageId });
      return moved.ok ? { body: viewMessage(moved.message) } : notMoved(moved, params.messageId, 'approved');
    },

    rejectMessage: async ({ principal, params, body }) => {
      const ref = { workspaceId: principal.workspaceId, id: params.messageId };
      const moved = await moves.reject(ref, body.reason);
      return moved.ok ? { body: viewMessage(moved.message) } : notMoved(moved, params.messageId, 'rejected');
    },

    approveRun: async ({ principal: { workspaceId }, params: { runId } }) => {
      if ((await runs.get(workspaceId, runId)) === undefined) return notFound('run', runId);
      const { approved } = await approveAll(workspaceId, { runId }, () => true);
      return { body: { approved } };
    },

    approveByFilter: async ({ principal: { workspaceId }, body: { held, ...filter } }) => {
      if (filter.runId !== undefined && (await runs.get(workspaceId, filter.runId)) === undefined)
        return notFound('run', filter.runId);
      const done = await approveAll(workspaceId, filter, ({ reason }) => held || reason === null);
      return { body: { approved: done.approved, held: done.left } };
    },

    editMessage: async ({ principal: { workspaceId }, params: { messageId }, body }) => {
      const edited = await edit(workspaceId, messageId, body);
      if (!edited.ok)
        return edited.why === 'unknown'
          ? notFound('message', messageId)
          : notInReview(messageId, edited.state, 'edited');
      const detail = await readDetail(workspaceId, messageId);
      return detail === undefined ? notFound('message', messageId) : { body: detail };
    },

    reopenMessage: async ({ principal: { workspaceId }, params: { messageId } }) => {
      const reopened = await reopen(workspaceId, messageId);
      if (reopened.ok) return { body: viewMessage(reopened.message) };
      switch (reopened.why) {
        case 'unknown':
          return notFound('message', messageId);
        case 'run_closed':
          return problem(409, 'run_closed', 'Its run has ended. Start a new run to write to this person.');
        case 'recipient_taken':
          return problem(409, 'recipient_taken', 'Another run writes to this person now; the rejection stays.');
        case 'not_rejected':
          return problem(
            409,
            'message_not_rejected',
            `Message ${messageId} is ${reopened.message?.state ?? 'gone'}; only what a reviewer rejected can be taken back.`,
          );
      }
    },
  };
};

const notMoved = (moved: Moved & { ok: false }, messageId: string, verb: string): ProblemReply =>
  moved.message === undefined ? notFound('message', messageId) : notInReview(messageId, moved.message.state, verb);

const notInReview = (messageId: string, state: MessageState, verb: string): ProblemReply =>
  problem(409, 'message_not_in_review', `Message ${messageId} is ${state}; only a draft can be ${verb}.`);
