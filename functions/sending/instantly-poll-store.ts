import * as z from 'zod';
import { MailboxId, type WorkspaceId } from '../platform/ids.ts';
import { INSTANTLY_MAILBOXES, instantlyPollKey, workspaceOfKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';

const Seen = z.object({
  /** The campaign's counts when it was last read to its end. */
  counts: z.string().nullable(),
  /** Whether it was read once more since those counts: leads and mails may show later than the counts that tell of them. */
  settled: z.boolean().default(false),
  /** Leads that changed before this are known. */
  until: Instant.nullable(),
  /** A reading that is not at its end: where it goes on, and when it began. */
  going: z.object({ after: z.string(), since: Instant }).nullable(),
});
export type Seen = Readonly<z.infer<typeof Seen>>;
export const NOTHING_SEEN: Seen = { counts: null, settled: false, until: null, going: null };
const Poll = z.object({ campaigns: z.record(z.string(), Seen).default({}) });

export type InstantlyPollStore = ReturnType<typeof createInstantlyPollStore>;

/** Which mailboxes send through Instantly, and how far what became of their mails was read. */
export const createInstantlyPollStore = (table: Pick<Table, 'get' | 'put' | 'queryAll'>, clock: Clock) => ({
  mailboxes: async (): Promise<readonly Readonly<{ workspaceId: WorkspaceId; mailboxId: MailboxId }>[]> => {
    const items = await table.queryAll({
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: { ':pk': INSTANTLY_MAILBOXES },
    });
    return items.map(({ pk, sk }) => ({
      workspaceId: workspaceOfKey({ pk: String(pk) }),
      mailboxId: MailboxId.parse(String(sk).replace(/^MAILBOX#/, '')),
    }));
  },

  read: async (workspaceId: WorkspaceId, id: MailboxId): Promise<Readonly<Record<string, Seen>>> =>
    Poll.parse((await table.get(instantlyPollKey(workspaceId, id))) ?? {}).campaigns,

  write: async (workspaceId: WorkspaceId, id: MailboxId, campaigns: Readonly<Record<string, Seen>>): Promise<void> => {
    const now = instant(clock());
    await table.put({
      ...instantlyPollKey(workspaceId, id),
      ...{ type: 'InstantlyPoll', v: 1, createdAt: now, updatedAt: now, campaigns },
    });
  },
});
