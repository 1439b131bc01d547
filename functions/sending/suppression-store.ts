import * as z from 'zod';
import { createEmitEvent, type EmitEvent } from '../accounts/webhook-event.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { addressHash, type Key, suppressionByTime, suppressionKey, suppressionRemovalKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, HOUR, Instant, instant } from '../platform/time.ts';
import { hostOf, normalAddress, normalDomain } from './address.ts';
import { SUPPRESSION_REASONS, SUPPRESSION_SCOPES, type SuppressionView } from './contract.ts';

type Reason = (typeof SUPPRESSION_REASONS)[number];
type Scope = (typeof SUPPRESSION_SCOPES)[number];

const Suppression = z.object({
  kind: z.enum(['address', 'domain']),
  value: z.string().nullable().default(null),
  reason: z.enum(SUPPRESSION_REASONS),
  scope: z.enum(SUPPRESSION_SCOPES).default('marketing'),
  createdAt: Instant,
});
export type SuppressedName = Readonly<{ kind: 'address' | 'domain'; value: string }>;
export type NewSuppression = SuppressedName &
  Readonly<{
    reason: Reason;
    /** Left out: all mail after a hard bounce, else marketing. */
    scope?: Scope;
    /** What led to it: a message's id, a member's. */
    source: string | null;
  }>;

/** What a person said outweighs what a machine found, and both outweigh what we decided. */
const WEIGHT: Readonly<Record<Reason, number>> = { manual: 1, import: 1, hard_bounce: 2, complaint: 3, unsubscribe: 3 };
/** Our own decisions are ours to take back; what the person or their mail server said is not. */
const REMOVABLE: readonly Reason[] = ['manual', 'import'];
const MERGE_TRIES = 5;
/** Who died between a suppression and its webhook comes again within this time. */
const TELL_AGAIN = HOUR;

const view = (item: Item): SuppressionView => {
  const { kind, value, reason, scope, createdAt } = Suppression.parse(item);
  return { kind, value, reason, scope, at: createdAt };
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

const normalName = ({ kind, value }: SuppressedName): string =>
  kind === 'address' ? normalAddress(value) : normalDomain(value);
const hashOf = ({ kind, value }: SuppressedName): string => (kind === 'address' ? addressHash(value) : value);

export type Removal = Readonly<
  { ok: true } | { ok: false; why: 'unknown' } | { ok: false; why: 'not_ours'; reason: Reason }
>;
export type SuppressionStore = ReturnType<typeof createSuppressionStore>;

/** Addresses (by hash) and domains that a workspace does not write to. Who subscribed to `suppression.added` is told of each. */
export const createSuppressionStore = (
  table: Table,
  clock: Clock,
  emit: EmitEvent = createEmitEvent({ table, clock }),
) => {
  const itemOf = (workspaceId: WorkspaceId, given: NewSuppression): Item & Key => {
    const { kind, reason, source } = given;
    const value = normalName(given);
    const now = instant(clock());
    const scope = given.scope ?? (reason === 'hard_bounce' ? 'all' : 'marketing');
    return {
      ...suppressionKey(workspaceId, kind, value),
      ...suppressionByTime(workspaceId, now, hashOf({ kind, value })),
      type: 'Suppression',
      v: 1,
      ...{ createdAt: now, updatedAt: now, kind, value, reason, scope, source },
    };
  };

  /** Lets the weightier reason and the wider scope stand; undefined when another writer was faster. */
  const merge = async (item: Item & Key, standing: Item): Promise<Awaited<ReturnType<typeof store>> | undefined> => {
    const known = Suppression.parse(standing);
    const given = Suppression.parse(item);
    const heavier = WEIGHT[given.reason] > WEIGHT[known.reason];
    const wider = given.scope === 'all' && known.scope === 'marketing';
    if (!heavier && !wider) return { added: false, suppression: view(standing) };
    const merged = {
      ...(heavier ? item : { ...standing, pk: item.pk, sk: item.sk, updatedAt: item['updatedAt'] }),
      // Who was erased stays a hash.
      value: known.value,
      scope: wider ? 'all' : known.scope,
    };
    const put = await table.put(merged, {
      ConditionExpression: 'reason = :reason AND updatedAt = :updatedAt',
      ExpressionAttributeValues: { ':reason': known.reason, ':updatedAt': standing['updatedAt'] },
    });
    return put.ok ? { added: heavier, suppression: view(merged) } : undefined;
  };

  /** By the moment it was added: the same one again is told once, one that was taken back and added anew twice. */
  const tell = async (
    workspaceId: WorkspaceId,
    { kind, value, reason, scope, at }: SuppressionView,
    hash: string,
  ): Promise<void> =>
    emit(workspaceId, {
      id: [kind, hash, reason, at].join('#'),
      type: 'suppression.added',
      data: { kind, value, hash, reason, scope, at },
    });

  /**
   * Adds a suppression, effective at once: the next claim sees it. Of several reasons the weightiest stands, so that an unsubscribe is not
   * lost behind an import. `added` says whether its reason is news.
   */
  const store = async (
    workspaceId: WorkspaceId,
    given: NewSuppression,
  ): Promise<Readonly<{ added: boolean; suppression: SuppressionView }>> => {
    const item = itemOf(workspaceId, given);
    for (let attempt = 0; attempt < MERGE_TRIES; attempt += 1) {
      const put = await table.put(item, { ConditionExpression: 'attribute_not_exists(pk)' });
      if (put.ok) return { added: true, suppression: view(item) };
      const merged = put.item === undefined ? undefined : await merge(item, put.item);
      if (merged !== undefined) return merged;
    }
    throw new Error('A suppression was changed by others at every try');
  };

  const add: typeof store = async (workspaceId, given) => {
    const stored = await store(workspaceId, given);
    const { added, suppression } = stored;
    if (added || Date.parse(suppression.at) > clock() - TELL_AGAIN)
      await tell(workspaceId, suppression, hashOf({ kind: given.kind, value: normalName(given) }));
    return stored;
  };

  return {
    add,

    /** Newest first; undefined for a cursor of another list. */
    list: async (
      workspaceId: WorkspaceId,
      query: PageOf,
    ): Promise<Readonly<{ items: SuppressionView[]; nextCursor: string | null }> | undefined> => {
      const { gsi1pk } = suppressionByTime(workspaceId, '', '');
      const page = await listPage(table, { index: 'gsi1', partition: gsi1pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map(view), nextCursor: page.nextCursor };
    },

    /** Why a mail of this kind may not go to an address, or undefined when it may. Campaigns ask in their send transaction instead. */
    stops: async (workspaceId: WorkspaceId, address: string, mail: Scope): Promise<SuppressionView | undefined> => {
      const items = await table.batchGet(suppressionKeysOf(workspaceId, address, hostOf(address)));
      return items.map(view).find(({ scope }) => mail === 'marketing' || scope === 'all');
    },

    /** Takes back what the workspace itself decided; who did it and why is kept. What a person or their mail server said stays. */
    remove: async (
      workspaceId: WorkspaceId,
      given: SuppressedName,
      { by, reason }: Readonly<{ by: string; reason: string }>,
    ): Promise<Removal> => {
      const name = { kind: given.kind, value: normalName(given) };
      const key = suppressionKey(workspaceId, name.kind, name.value);
      const now = instant(clock());
      const removed = await table.transact([
        {
          Delete: {
            Key: key,
            ConditionExpression: 'reason IN (:manual, :import)',
            ExpressionAttributeValues: { ':manual': REMOVABLE[0], ':import': REMOVABLE[1] },
          },
        },
        {
          Put: {
            Item: {
              ...suppressionRemovalKey(workspaceId, now, hashOf(name)),
              type: 'SuppressionRemoval',
              v: 1,
              ...{ createdAt: now, updatedAt: now, kind: name.kind, hash: hashOf(name), by, reason },
            },
          },
        },
      ]);
      if (removed.ok) return { ok: true };
      const standing = removed.reasons[0]?.item;
      return standing === undefined
        ? { ok: false, why: 'unknown' }
        : { ok: false, why: 'not_ours', reason: Suppression.parse(standing).reason };
    },

    /** Forgets the address and keeps its hash, for a person who is erased. */
    forget: async (workspaceId: WorkspaceId, address: string): Promise<void> => {
      await table.update({
        Key: suppressionKey(workspaceId, 'address', normalAddress(address)),
        UpdateExpression: 'SET #value = :none, #source = :none, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#value': 'value', '#source': 'source' },
        ExpressionAttributeValues: { ':none': null, ':now': instant(clock()) },
      });
    },
  };
};
