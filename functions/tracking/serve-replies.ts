import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound } from '../platform/http/problem.ts';
import type { MessageStore } from '../sending/message-store.ts';
import { isHuman } from '../sending/reply-class.ts';
import { workspaceAddress } from '../sending/reply-token.ts';
import type { ReadThread } from './replies/read-thread.ts';
import type { Reply } from './replies/reply.ts';
import type { ReplyEffects } from './replies/reply-effects.ts';
import type { ReplyStore } from './replies/reply-store.ts';
import type { ReplyView, replyRoutes } from './reply-contract.ts';

/** Pages of the list one answer may look through before it is given back short, with a cursor. */
const MOST_PAGES = 8;

const viewReply = ({ workspaceId: _workspaceId, ...reply }: Reply): ReplyView => ({
  ...reply,
  human: isHuman(reply.class),
});

/** Replies and threads over HTTP. */
export const createServeReplies = ({
  replies,
  messages,
  readThread,
  effects,
  replyHost,
  secret,
}: {
  replies: Pick<ReplyStore, 'list' | 'get' | 'readFile' | 'reclass' | 'mark'>;
  messages: Pick<MessageStore, 'get'>;
  readThread: ReadThread;
  effects: ReplyEffects;
  /** Host whose mail is taken in; undefined where none is. */
  replyHost: string | undefined;
  secret: () => Promise<string>;
}): Handlers<typeof replyRoutes> => ({
  listReplies: async ({ principal: { workspaceId }, query: { limit, cursor, ...wanted } }) => {
    let next = cursor;
    for (let pages = 1; ; pages += 1) {
      const page = await replies.list(workspaceId, { limit, cursor: next });
      if (page === undefined)
        return invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }]);
      const items = page.replies.filter(
        (reply) =>
          (wanted.class === undefined || reply.class === wanted.class) &&
          (wanted.campaignId === undefined || reply.campaignId === wanted.campaignId),
      );
      if (items.length > 0 || page.nextCursor === null || pages === MOST_PAGES)
        return { body: { items: items.map(viewReply), nextCursor: page.nextCursor } };
      next = page.nextCursor;
    }
  },

  getReplyAddress: async ({ principal: { workspaceId } }) => {
    const address = replyHost === undefined ? null : workspaceAddress(replyHost, workspaceId, await secret());
    return { body: { address } };
  },

  getThread: async ({ principal: { workspaceId }, params: { messageId } }) => {
    const thread = await readThread(workspaceId, messageId);
    if (thread === undefined) return notFound('message', messageId);
    const entries = thread.map((entry) =>
      entry.kind === 'sent' ? entry : { kind: entry.kind, at: entry.at, reply: viewReply(entry.reply) },
    );
    return { body: { entries } };
  },

  getReply: async ({ principal: { workspaceId }, params: { messageId, replyId } }) => {
    const [reply, file] = await Promise.all([
      replies.get(workspaceId, messageId, replyId),
      replies.readFile(workspaceId, replyId),
    ]);
    if (reply === undefined) return notFound('reply', replyId);
    const markup = file?.html ?? null;
    const html = markup === null ? null : { display: 'sandboxed-frame-only' as const, markup };
    return { body: { ...viewReply(reply), text: file?.text ?? reply.words, html } };
  },

  classifyReply: async ({ principal, params: { messageId, replyId }, body }) => {
    const { workspaceId } = principal;
    const reply = await replies.get(workspaceId, messageId, replyId);
    const message = reply === undefined ? undefined : await messages.get(workspaceId, messageId);
    const changed = reply === undefined ? undefined : await replies.reclass(reply, body.class, principal.id);
    if (message === undefined || changed === undefined) return notFound('reply', replyId);
    // What the rules stopped stays stopped; what this class stops besides is stopped now.
    if (isHuman(changed.class)) await effects(message, changed);
    await replies.mark(changed, changed.class, true);
    return { body: viewReply(changed) };
  },
});
