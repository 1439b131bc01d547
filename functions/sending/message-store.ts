import type { MessageState } from '../campaigns/contract.ts';
import type { MessageContent } from '../copy/contract.ts';
import { unpackContent } from '../copy/message-content.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { type MessageId, RunId, type WorkspaceId } from '../platform/ids.ts';
import {
  messageContentKey,
  messageInReview,
  messageKey,
  runMessagesPartition,
  SEND_SHARDS,
  sequenceKey,
} from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Page, Table } from '../platform/table.ts';
import { Engagement } from './engagement.ts';
import { decodeMessage, type Message } from './message.ts';
import { followUpText, textOwner } from './message-text.ts';
import { StoredSequence } from './sequence-store.ts';

type Listing = Readonly<{ messages: readonly Message[]; nextCursor: string | null }>;
export type MessageRecord = Readonly<{
  message: Message;
  content: MessageContent | undefined;
  engagements: readonly Engagement[];
}>;

/** Items one Query evaluates when a state is asked for; what does not match is read and left out. */
const FILTERED_READ = 250;
/** Queries one page may take before it is given back short, with a cursor. */
const MOST_QUERIES = 8;

/** Stands where a key's builder asks for a run that the question does not name. */
const ANY_RUN = RunId.parse('run_0000000000');

export type MessageStore = ReturnType<typeof createMessageStore>;

/** Reads messages; how they move is in `message-moves`. */
export const createMessageStore = (table: Table) => {
  const get = async (workspaceId: WorkspaceId, id: MessageId): Promise<Message | undefined> => {
    const item = await table.get(messageKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decodeMessage(item);
  };

  /** One page of a shard of a run's messages, in the order of their ids. */
  const readShard = async (
    workspaceId: WorkspaceId,
    runId: RunId,
    shard: number,
    read: Readonly<{ limit: number; states?: readonly MessageState[]; start?: Record<string, unknown> | undefined }>,
  ): Promise<Page> => {
    const states = read.states ?? [];
    return table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': runMessagesPartition(workspaceId, runId, shard),
        ...Object.fromEntries(states.map((state, at) => [`:state${String(at)}`, state])),
      },
      ...(states.length === 0
        ? {}
        : {
            FilterExpression: `#state IN (${states.map((_, at) => `:state${String(at)}`).join(', ')})`,
            ExpressionAttributeNames: { '#state': 'state' },
          }),
      Limit: read.limit,
      ...(read.start === undefined ? {} : { ExclusiveStartKey: read.start }),
    });
  };

  /** Where a listing's cursor leads: the shard and the key after which to go on, or undefined when it is not one of this run's. */
  const placeOf = (workspaceId: WorkspaceId, runId: RunId, cursor: string) => {
    for (let shard = 0; shard < SEND_SHARDS; shard += 1) {
      const start = decodeCursor(cursor, { name: 'pk', value: runMessagesPartition(workspaceId, runId, shard) });
      if (start !== undefined) return { shard, start: start['sk'] === '' ? undefined : start };
    }
    return undefined;
  };

  /** A run's messages, shard after shard, in some states or in all; undefined for a cursor of another list. */
  const listByRun = async (
    workspaceId: WorkspaceId,
    runId: RunId,
    { limit, cursor }: PageOf,
    states?: readonly MessageState[],
  ): Promise<Listing | undefined> => {
    const place = cursor === undefined ? { shard: 0, start: undefined } : placeOf(workspaceId, runId, cursor);
    if (place === undefined) return undefined;
    let shard = place.shard;
    let start: Record<string, unknown> | undefined = place.start;
    const found: Item[] = [];
    for (let queries = 0; queries < MOST_QUERIES && shard < SEND_SHARDS && found.length < limit; queries += 1) {
      const wanted = limit - found.length;
      const page = await readShard(workspaceId, runId, shard, {
        limit: states === undefined ? wanted : Math.max(FILTERED_READ, wanted),
        ...(states === undefined ? {} : { states }),
        start,
      });
      found.push(...page.items.slice(0, wanted));
      const last = page.items.length > wanted ? page.items[wanted - 1] : undefined;
      start = last === undefined ? page.next : { pk: last['pk'], sk: last['sk'] };
      if (start === undefined) shard += 1;
    }
    // An empty sort key stands for the beginning of a shard.
    const beginning = { pk: runMessagesPartition(workspaceId, runId, shard), sk: '' };
    return {
      messages: found.map(decodeMessage),
      nextCursor: shard >= SEND_SHARDS ? null : encodeCursor(start ?? beginning),
    };
  };

  /** Messages that wait for a reviewer, of all runs or of one. One Query and one BatchGet. */
  const listReview = async (workspaceId: WorkspaceId, query: PageOf, runId?: RunId): Promise<Listing | undefined> => {
    const { gsi2pk, gsi2sk: prefix } = messageInReview(workspaceId, runId ?? ANY_RUN, '');
    const page = await listPage(
      table,
      { index: 'gsi2', partition: gsi2pk, ...(runId === undefined ? {} : { startsWith: prefix }) },
      query,
    );
    if (page === undefined) return undefined;
    const items = await table.batchGet(page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
    const messages = items.map(decodeMessage).sort((a, b) => (a.id < b.id ? -1 : 1));
    return { messages, nextCursor: page.nextCursor };
  };

  /** A follow-up's text, with what it rests on where it was written for its company. */
  const followUpContent = async (message: Message): Promise<MessageContent | undefined> => {
    const { workspaceId, runId, sequence, step } = message;
    const stored = await table.get(messageContentKey(workspaceId, textOwner(message)));
    if (stored === undefined) return undefined;
    const first = unpackContent(stored);
    const kept = sequence === undefined ? undefined : await table.get(sequenceKey(workspaceId, runId, sequence));
    const planned = kept === undefined ? undefined : StoredSequence.parse(kept).steps[step - 2];
    const text = followUpText(message, planned, first);
    const written = planned?.text === undefined ? first.followUp : null;
    if (text === undefined) return undefined;
    const rests = { evidence: written?.evidence ?? [], guards: written?.guards ?? [] };
    return { ...first, ...text, ...rests, messageId: message.id, followUp: null, others: [] };
  };

  /** A message with its text and what happened to it: one GetItem and one Query; a follow-up's text stands elsewhere. */
  const detail = async (workspaceId: WorkspaceId, id: MessageId): Promise<MessageRecord | undefined> => {
    const collection = messageContentKey(workspaceId, id);
    const [message, items] = await Promise.all([
      get(workspaceId, id),
      table.queryAll({ KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': collection.pk } }),
    ]);
    if (message === undefined) return undefined;
    const own = items.filter(({ sk }) => sk === collection.sk).map(unpackContent)[0];
    return {
      message,
      content: message.step === 1 ? own : await followUpContent(message),
      engagements: items.filter((item) => item['type'] === 'Engagement').map((item) => Engagement.parse(item)),
    };
  };

  return { get, listByRun, listReview, detail };
};
