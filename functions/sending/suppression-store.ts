import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { addressHash, type Key, suppressionByTime, suppressionKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';
import { hostOf, normalAddress, normalDomain } from './address.ts';
import { SUPPRESSION_REASONS, type SuppressionView } from './contract.ts';

const Suppression = z.object({
  kind: z.enum(['address', 'domain']),
  value: z.string().nullable().default(null),
  reason: z.enum(SUPPRESSION_REASONS),
  createdAt: Instant,
});
type View = z.infer<typeof SuppressionView>;
export type NewSuppression = Readonly<{
  kind: 'address' | 'domain';
  value: string;
  reason: (typeof SUPPRESSION_REASONS)[number];
  /** What led to it: a message's id, a member's. */
  source: string | null;
}>;

const view = (item: Item): View => {
  const { kind, value, reason, createdAt } = Suppression.parse(item);
  return { kind, value, reason, at: createdAt };
};

/** A host and the domains above it that have two labels or more: to suppress a domain is to suppress what is below it. */
const domainsOver = (host: string): readonly string[] => {
  const labels = host.split('.');
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
};

/** The items that must not exist when an address at a company is written to: the address, its domains, the company's. */
export const suppressionKeysOf = (workspaceId: WorkspaceId, address: string, companyDomain: string): readonly Key[] => [
  suppressionKey(workspaceId, 'address', normalAddress(address)),
  ...[...new Set([...domainsOver(hostOf(address)), normalDomain(companyDomain)])]
    .filter((domain) => domain !== '')
    .map((domain) => suppressionKey(workspaceId, 'domain', domain)),
];

export type SuppressionStore = ReturnType<typeof createSuppressionStore>;

/** Addresses (by hash) and domains that a workspace never writes to. Nothing takes one away. */
export const createSuppressionStore = (table: Table, clock: Clock) => ({
  /** Adds a suppression, effective at once: the next claim sees it. One that exists stays as it was. */
  add: async (
    workspaceId: WorkspaceId,
    { kind, value: given, reason, source }: NewSuppression,
  ): Promise<Readonly<{ added: boolean; suppression: View }>> => {
    const value = kind === 'address' ? normalAddress(given) : normalDomain(given);
    const now = instant(clock());
    const item = {
      ...suppressionKey(workspaceId, kind, value),
      ...suppressionByTime(workspaceId, now, kind === 'address' ? addressHash(value) : value),
      type: 'Suppression',
      v: 1,
      createdAt: now,
      updatedAt: now,
      kind,
      value,
      reason,
      source,
    };
    const put = await table.put(item, { ConditionExpression: 'attribute_not_exists(pk)' });
    return { added: put.ok, suppression: view(put.ok ? item : (put.item ?? item)) };
  },

  /** Newest first; undefined for a cursor of another list. */
  list: async (
    workspaceId: WorkspaceId,
    query: PageOf,
  ): Promise<Readonly<{ items: View[]; nextCursor: string | null }> | undefined> => {
    const { gsi1pk } = suppressionByTime(workspaceId, '', '');
    const page = await listPage(table, { index: 'gsi1', partition: gsi1pk, newestFirst: true }, query);
    if (page === undefined) return undefined;
    return { items: page.items.map(view), nextCursor: page.nextCursor };
  },
});
