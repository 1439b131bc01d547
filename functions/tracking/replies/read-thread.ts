import type * as z from 'zod';
import type { MessageId, WorkspaceId } from '../../platform/ids.ts';
import { messageKey } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import type { MessageView } from '../../sending/contract.ts';
import { decodeMessage, type Message, viewMessage } from '../../sending/message.ts';
import { messageAtStep, type ReadMessageText } from '../../sending/message-text.ts';
import type { Reply } from './reply.ts';
import type { ReplyStore } from './reply-store.ts';

export type ThreadEntry =
  | Readonly<{ kind: 'sent'; at: string; message: z.output<typeof MessageView>; text: string }>
  | Readonly<{ kind: 'reply'; at: string; reply: Reply }>;
export type ReadThread = (workspaceId: WorkspaceId, id: MessageId) => Promise<ThreadEntry[] | undefined>;

/** Steps that a sequence may have; the ids of all of them follow from the run and the address. */
const MOST_STEPS = 10;

/** The mails of a run to one person, at every step, with their answers, oldest first; undefined when there is no such message. */
export const createReadThread =
  ({
    table,
    replies,
    readText,
  }: {
    table: Pick<Table, 'batchGet' | 'get'>;
    replies: Pick<ReplyStore, 'ofMessage'>;
    readText: ReadMessageText;
  }): ReadThread =>
  async (workspaceId, id) => {
    const item = await table.get(messageKey(workspaceId, id));
    if (item === undefined) return undefined;
    const asked = decodeMessage(item);
    const ids = Array.from({ length: MOST_STEPS }, (_, at) => messageAtStep(asked, at + 1));
    const items = await table.batchGet([...new Set([id, ...ids])].map((each) => messageKey(workspaceId, each)));
    const entriesOf = async (message: Message): Promise<ThreadEntry[]> => {
      const [text, answers] = await Promise.all([
        readText(workspaceId, message.id),
        replies.ofMessage(workspaceId, message.id),
      ]);
      const at = message.sentAt ?? message.dueAt ?? message.createdAt;
      return [
        { kind: 'sent', at, message: viewMessage(message), text: text?.body ?? '' },
        ...answers.map((reply): ThreadEntry => ({ kind: 'reply', at: reply.at, reply })),
      ];
    };
    const entries = (await Promise.all(items.map(decodeMessage).map(entriesOf))).flat();
    return entries.sort((a, b) =>
      a.at === b.at ? Number(a.kind === 'reply') - Number(b.kind === 'reply') : a.at < b.at ? -1 : 1,
    );
  };
