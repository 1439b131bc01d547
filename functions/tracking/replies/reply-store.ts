import type { Files } from '../../platform/files.ts';
import { replyFileKey } from '../../platform/files-layout.ts';
import { type MessageId, ReplyId, type WorkspaceId } from '../../platform/ids.ts';
import { messageKey, replyByTime, replyKey } from '../../platform/keys.ts';
import { listPage, type PageOf } from '../../platform/list-page.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, instant } from '../../platform/time.ts';
import { isHuman, type ReplyClass } from '../../sending/reply-class.ts';
import { decodeReply, type Reply, ReplyFile, replyItem } from './reply.ts';

/** Stands where a key's builder asks for a reply that the question does not name. */
const ANY_REPLY = ReplyId.parse('rpl_0000000000');

export type ReplyStore = ReturnType<typeof createReplyStore>;

/** Replies, each beside the message it answers. */
export const createReplyStore = (table: Table, files: Pick<Files, 'readText' | 'writeText'>, clock: Clock) => {
  const get = async (workspaceId: WorkspaceId, messageId: MessageId, id: ReplyId): Promise<Reply | undefined> => {
    const item = await table.get(replyKey(workspaceId, messageId, id), { consistent: true });
    return item === undefined ? undefined : decodeReply(item);
  };

  /** Shows on the message what was answered last; a machine's word does not hide a person's, unless a person says so. */
  const mark = async ({ workspaceId, messageId, at }: Reply, replyClass: ReplyClass, byHand = false): Promise<void> => {
    const overMachine = 'reply.#class IN (:away, :auto, :bounce)';
    const over =
      byHand || isHuman(replyClass) ? `(reply.#at <= :at OR ${overMachine})` : `(reply.#at <= :at AND ${overMachine})`;
    await table.update({
      Key: messageKey(workspaceId, messageId),
      UpdateExpression: 'SET reply = :reply, updatedAt = :now',
      ConditionExpression: `attribute_exists(pk) AND (attribute_not_exists(reply) OR ${over})`,
      ExpressionAttributeNames: { '#at': 'at', '#class': 'class' },
      ExpressionAttributeValues: {
        ':reply': { class: replyClass, at },
        ':at': at,
        ':now': instant(clock()),
        ...{ ':away': 'out_of_office', ':auto': 'auto_reply', ':bounce': 'bounce' },
      },
    });
  };

  return {
    get,
    mark,

    /** Keeps a reply and what was read of it; `false` when it is kept already, as the same mail may be told of twice. */
    keep: async (reply: Reply, file: ReplyFile): Promise<boolean> => {
      await files.writeText(replyFileKey(reply.workspaceId, reply.id), JSON.stringify(file));
      const put = await table.put(replyItem(reply, instant(clock())), {
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return put.ok;
    },

    readFile: async (workspaceId: WorkspaceId, id: ReplyId): Promise<ReplyFile | undefined> => {
      const text = await files.readText(replyFileKey(workspaceId, id));
      return text === undefined ? undefined : ReplyFile.parse(JSON.parse(text));
    },

    /** Replies to a message, oldest first. */
    ofMessage: async (workspaceId: WorkspaceId, messageId: MessageId): Promise<readonly Reply[]> => {
      const { pk } = replyKey(workspaceId, messageId, ANY_REPLY);
      const items = await table.queryAll({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
        ExpressionAttributeValues: { ':pk': pk, ':start': 'REPLY#' },
      });
      return items.map(decodeReply).sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    },

    /** A workspace's replies, newest first: one Query and one BatchGet. Undefined for a cursor of another list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { gsi1pk } = replyByTime(workspaceId, '', '');
      const page = await listPage(table, { index: 'gsi1', partition: gsi1pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      const items = await table.batchGet(page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
      const replies = items
        .map(decodeReply)
        .sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
      return { replies, nextCursor: page.nextCursor };
    },

    /** Puts a person's judgement in place of the rules'. Gives the reply after, or undefined when there is none. */
    reclass: async (reply: Reply, replyClass: ReplyClass, by: string): Promise<Reply | undefined> => {
      const done = await table.update({
        Key: replyKey(reply.workspaceId, reply.messageId, reply.id),
        UpdateExpression: 'SET #class = :class, classedBy = :by, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#class': 'class' },
        ExpressionAttributeValues: { ':class': replyClass, ':by': by, ':now': instant(clock()) },
        ReturnValues: 'ALL_NEW',
      });
      return done.ok && done.item !== undefined ? decodeReply(done.item) : undefined;
    },
  };
};
