import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { companyKey, contactKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import { ContactView, type Prospect } from './contract.ts';

const ContactItem = ContactView.extend({ type: z.literal('Contact') });
const decode = (item: Item): ContactView => ContactView.parse(ContactItem.parse(item));

/** Room in an item of one write unit for what a site or list may write at length. */
const short = (text: string | null, length: number): string | null => text?.slice(0, length) ?? null;

export type ContactStore = ReturnType<typeof createContactStore>;

/** The people known at a workspace's companies, in each company's item collection. */
export const createContactStore = (table: Table) => ({
  /** Writes people, one write unit each; who is known already is written over. Ids must be distinct within a company. */
  write: async (
    workspaceId: WorkspaceId,
    people: readonly Readonly<{ domain: string; companyName: string; prospect: Prospect }>[],
    now: Instant,
  ): Promise<void> => {
    await table.batchPut(
      people.map(({ domain, companyName, prospect }) => ({
        ...contactKey(workspaceId, domain, prospect.id),
        type: 'Contact',
        v: 1,
        ...prospect,
        title: short(prospect.title, 120),
        sourceRef: prospect.sourceRef.slice(0, 200),
        domain,
        companyName: companyName.slice(0, 120),
        createdAt: now,
        updatedAt: now,
      })),
    );
  },

  /** A page of a company's people, in the order of their ids. `undefined` when the cursor is not one of this list. */
  list: async (
    workspaceId: WorkspaceId,
    domain: string,
    query: PageOf,
  ): Promise<{ items: ContactView[]; nextCursor: string | null } | undefined> => {
    const { pk } = companyKey(workspaceId, domain);
    const page = await listPage(table, { partition: pk, startsWith: 'CONTACT#' }, query);
    if (page === undefined) return undefined;
    return { items: page.items.map(decode), nextCursor: page.nextCursor };
  },
});
