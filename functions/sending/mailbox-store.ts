import { MailboxId, newId, type WorkspaceId } from '../platform/ids.ts';
import { instantlyMailbox, mailboxKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, instant } from '../platform/time.ts';
import { Mailbox } from './mailbox-contract.ts';
import { mailboxPacer, type Pacer } from './pace/pacer.ts';

type NewMailbox = Omit<Mailbox, 'id' | 'status' | 'rampFrom' | 'verifiedAt' | 'createdAt' | 'updatedAt'>;
type Changeable = Omit<Mailbox, 'id' | 'channel' | 'address' | 'createdAt' | 'updatedAt'>;
export type MailboxChange = { readonly [Name in keyof Changeable]?: Changeable[Name] | undefined };

/** The pace that a mailbox's settings come to. */
export const pacerOf = ({ id, gapSeconds, dailyCap, ramp, rampFrom }: Mailbox): Pacer =>
  mailboxPacer(id, {
    gapSeconds,
    dailyCap,
    ramp: ramp === null ? null : { ...ramp, since: Math.floor(Date.parse(rampFrom) / DAY) },
  });

export type MailboxStore = ReturnType<typeof createMailboxStore>;

/** A workspace's mailboxes; their passwords lie with its secrets. */
export const createMailboxStore = (
  table: Pick<Table, 'get' | 'put' | 'update' | 'query' | 'batchGet'>,
  clock: Clock,
) => ({
  create: async (workspaceId: WorkspaceId, mailbox: NewMailbox): Promise<Mailbox> => {
    const now = instant(clock());
    const stored: Mailbox = {
      ...mailbox,
      id: newId(MailboxId, 'mbx'),
      status: 'active',
      rampFrom: now.slice(0, 10),
      verifiedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    await table.put({
      ...mailboxKey(workspaceId, stored.id),
      ...(stored.channel === 'instantly' ? instantlyMailbox(workspaceId, stored.id) : {}),
      ...{ type: 'Mailbox', v: 1, workspaceId, ...stored },
    });
    return stored;
  },

  get: async (workspaceId: WorkspaceId, id: MailboxId): Promise<Mailbox | undefined> => {
    const item = await table.get(mailboxKey(workspaceId, id));
    return item === undefined ? undefined : Mailbox.parse(item);
  },

  /** Those that exist, in the order asked for. */
  getAll: async (workspaceId: WorkspaceId, ids: readonly MailboxId[]): Promise<readonly Mailbox[]> => {
    if (ids.length === 0) return [];
    const items = await table.batchGet([...new Set(ids)].map((id) => mailboxKey(workspaceId, id)));
    const found = new Map(items.map((item) => Mailbox.parse(item)).map((mailbox) => [mailbox.id, mailbox]));
    return ids.flatMap((id) => found.get(id) ?? []);
  },

  /** Changes a mailbox; `undefined` when there is none. */
  change: async (workspaceId: WorkspaceId, id: MailboxId, change: MailboxChange): Promise<Mailbox | undefined> => {
    const fields = Object.entries({ ...change, updatedAt: instant(clock()) }).filter(
      ([, value]) => value !== undefined,
    );
    const changed = await table.update({
      Key: mailboxKey(workspaceId, id),
      UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      ReturnValues: 'ALL_NEW',
    });
    return changed.ok && changed.item !== undefined ? Mailbox.parse(changed.item) : undefined;
  },

  /** In order of their making; `undefined` for a cursor of another list. */
  list: async (workspaceId: WorkspaceId, query: PageOf) => {
    const { pk } = mailboxKey(workspaceId, MailboxId.parse('mbx_0000000000'));
    const page = await listPage(table, { partition: pk }, query);
    if (page === undefined) return undefined;
    return { items: page.items.map((item) => Mailbox.parse(item)), nextCursor: page.nextCursor };
  },
});
