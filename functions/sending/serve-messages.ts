import type { RunStore } from '../campaigns/run-store.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound } from '../platform/http/problem.ts';
import type { sendingRoutes } from './contract.ts';
import { viewMessage } from './message.ts';
import type { MessageStore } from './message-store.ts';
import type { ReadDetail } from './read-detail.ts';

/** Messages over HTTP. */
export const createServeMessages = ({
  messages,
  runs,
  readDetail,
}: {
  messages: Pick<MessageStore, 'listByRun'>;
  runs: Pick<RunStore, 'get'>;
  readDetail: ReadDetail;
}): Handlers<Pick<typeof sendingRoutes, 'listRunMessages' | 'getMessage'>> => ({
  listRunMessages: async ({ principal: { workspaceId }, params: { runId }, query }) => {
    if ((await runs.get(workspaceId, runId)) === undefined) return notFound('run', runId);
    const states = query.state === undefined ? undefined : [query.state];
    const page = await messages.listByRun(workspaceId, runId, query, states);
    return page === undefined
      ? invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }])
      : { body: { items: page.messages.map(viewMessage), nextCursor: page.nextCursor } };
  },

  getMessage: async ({ principal, params }) => {
    const detail = await readDetail(principal.workspaceId, params.messageId);
    return detail === undefined ? notFound('message', params.messageId) : { body: detail };
  },
});
