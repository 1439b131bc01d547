import * as z from 'zod';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { normalDomain } from './address.ts';
import type { sendingRoutes } from './contract.ts';
import { viewMessage } from './message.ts';
import { detailOf } from './message-detail.ts';
import type { MessageMoves, Moved } from './message-moves.ts';
import type { MessageStore } from './message-store.ts';
import type { SuppressionStore } from './suppression-store.ts';

const AT_ONCE = 20;
const READ = 200;

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

/** Messages, their review and suppressions over HTTP. */
export const createServeMessages = ({
  messages,
  moves,
  suppressions,
  runs,
}: {
  messages: MessageStore;
  moves: Pick<MessageMoves, 'approve' | 'reject'>;
  suppressions: SuppressionStore;
  runs: Pick<RunStore, 'get'>;
}): Handlers<typeof sendingRoutes> => {
  const runExists = async (workspaceId: WorkspaceId, runId: RunId): Promise<boolean> =>
    (await runs.get(workspaceId, runId)) !== undefined;

  return {
    listRunMessages: async ({ principal: { workspaceId }, params, query }) => {
      if (!(await runExists(workspaceId, params.runId))) return notFound('run', params.runId);
      const states = query.state === undefined ? undefined : [query.state];
      const page = await messages.listByRun(workspaceId, params.runId, query, states);
      return page === undefined
        ? badCursor
        : { body: { items: page.messages.map(viewMessage), nextCursor: page.nextCursor } };
    },

    listReview: async ({ principal, query }) => {
      const page = await messages.listReview(principal.workspaceId, query, query.runId);
      return page === undefined
        ? badCursor
        : { body: { items: page.messages.map(viewMessage), nextCursor: page.nextCursor } };
    },

    getMessage: async ({ principal, params }) => {
      const found = await messages.detail(principal.workspaceId, params.messageId);
      return found === undefined ? notFound('message', params.messageId) : { body: detailOf(found) };
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

    approveRun: async ({ principal: { workspaceId }, params }) => {
      if (!(await runExists(workspaceId, params.runId))) return notFound('run', params.runId);
      let approved = 0;
      let cursor: string | undefined;
      do {
        const page = await messages.listReview(workspaceId, { limit: READ, cursor }, params.runId);
        const waiting = page?.messages ?? [];
        for (let first = 0; first < waiting.length; first += AT_ONCE) {
          const moved = await Promise.all(
            waiting.slice(first, first + AT_ONCE).map((message) => moves.approve(message)),
          );
          approved += moved.filter(({ ok }) => ok).length;
        }
        cursor = page?.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return { body: { approved } };
    },

    listSuppressions: async ({ principal, query }) => {
      const page = await suppressions.list(principal.workspaceId, query);
      return page === undefined ? badCursor : { body: page };
    },

    addSuppression: async ({ principal, body }) => {
      const wrong = whatIsWrong(body);
      if (wrong !== undefined) return invalidFields([{ field: 'value', message: wrong }]);
      const { suppression } = await suppressions.add(principal.workspaceId, { ...body, source: principal.id });
      return { body: suppression };
    },
  };
};

const notMoved = (moved: Moved & { ok: false }, messageId: string, verb: 'approved' | 'rejected'): ProblemReply =>
  moved.message === undefined
    ? notFound('message', messageId)
    : problem(
        409,
        'message_not_in_review',
        `Message ${messageId} is ${moved.message.state}; only a draft can be ${verb}.`,
      );

const Address = z.email();
const Domain = z.string().regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/);

const whatIsWrong = ({ kind, value }: Readonly<{ kind: 'address' | 'domain'; value: string }>): string | undefined => {
  if (kind === 'address') return Address.safeParse(value).success ? undefined : 'is not an e-mail address';
  return Domain.safeParse(normalDomain(value)).success ? undefined : 'is not a domain such as example.com';
};
