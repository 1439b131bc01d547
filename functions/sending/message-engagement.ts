import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageContentKey, messageKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Engagement, engagementItem, type NewEngagement } from './engagement.ts';
import { type Tally, tallyOf } from './engagement-verdict.ts';
import { decodeMessage, type Message } from './message.ts';

type Ref = Readonly<{ workspaceId: WorkspaceId; id: MessageId }>;

/** Opens and clicks kept of one message; what comes after is a machine's and tells nothing more. */
const MOST_KEPT = 300;
const TRIES = 6;

export type MessageEngagement = ReturnType<typeof createMessageEngagement>;

/**
 * Keeps opens and clicks and the message's counters of them. Counters are a recount of the items, written only over one that knew less, so
 * that they equal a recount whatever is delivered twice, out of order or by two at once.
 */
export const createMessageEngagement = (table: Pick<Table, 'get' | 'put' | 'update' | 'queryAll'>, clock: Clock) => {
  const read = async ({ workspaceId, id }: Ref): Promise<Message | undefined> => {
    const item = await table.get(messageKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decodeMessage(item);
  };

  const visitsOf = async ({ workspaceId, id }: Ref): Promise<readonly Engagement[]> => {
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
      ExpressionAttributeValues: { ':pk': messageContentKey(workspaceId, id).pk, ':start': 'EVENT#' },
      ConsistentRead: true,
    });
    return items.map((item) => Engagement.parse(item));
  };

  /** Counts again and writes the count, unless who wrote before knew as much. Gives the message after, if there is one. */
  const recount = async (ref: Ref): Promise<Message | undefined> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const message = await read(ref);
      if (message === undefined) return undefined;
      const tally = tallyOf(await visitsOf(ref), message.deliveredAt ?? message.sentAt);
      if (isSame(message.engaged, tally)) return message;
      const done = await table.update({
        Key: messageKey(ref.workspaceId, ref.id),
        UpdateExpression: 'SET engaged = :tally, updatedAt = :now',
        // What the verdicts rest on must be what was read, else they are made anew.
        ConditionExpression: [
          'attribute_exists(pk)',
          '(attribute_not_exists(engaged) OR engaged.seen <= :seen)',
          message.deliveredAt === undefined ? 'attribute_not_exists(deliveredAt)' : 'deliveredAt = :deliveredAt',
          message.sentAt === undefined ? 'attribute_not_exists(sentAt)' : 'sentAt = :sentAt',
        ].join(' AND '),
        ExpressionAttributeValues: {
          ':tally': tally,
          ':seen': tally.seen,
          ':now': instant(clock()),
          ...(message.deliveredAt === undefined ? {} : { ':deliveredAt': message.deliveredAt }),
          ...(message.sentAt === undefined ? {} : { ':sentAt': message.sentAt }),
        },
        ReturnValues: 'ALL_NEW',
      });
      if (done.ok && done.item !== undefined) return decodeMessage(done.item);
    }
    throw new Error(`The counters of ${ref.id} were changed by others at every try`);
  };

  /** Keeps an open or click and counts. The same again changes nothing. Gives the message after; undefined when there is none. */
  const record = async (message: Message, visit: NewEngagement): Promise<Message | undefined> => {
    if ((message.engaged?.seen ?? 0) >= MOST_KEPT) return message;
    await table.put(engagementItem(message.workspaceId, message.id, visit, instant(clock())));
    return recount(message);
  };

  return { read, record, recount };
};

const isSame = (known: Tally | undefined, tally: Tally): boolean =>
  known !== undefined && (Object.keys(tally) as (keyof Tally)[]).every((name) => known[name] === tally[name]);
