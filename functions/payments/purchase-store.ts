import * as z from 'zod';
import { type CampaignId, PurchaseId, type ReportId, type ReportLinkId, WorkspaceId } from '../platform/ids.ts';
import {
  type Key,
  purchaseByCampaign,
  purchaseByState,
  purchaseIntentKey,
  purchaseKey,
  purchaseRefKey,
} from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Action, Item, Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Purchase, type PurchaseState } from './purchase.ts';

const Ref = z.object({ workspaceId: WorkspaceId, purchaseId: PurchaseId });

type NewPurchase = Omit<Purchase, 'rev' | 'createdAt' | 'updatedAt'>;
type Filter = Readonly<{ state?: PurchaseState | undefined; campaignId?: CampaignId | undefined }>;

/** Queries that a page of a doubly filtered list may take. */
const MOST_QUERIES = 5;
/** Changes of one purchase come one after another; who is slower reads anew. */
const CHANGE_TRIES = 8;

const itemOf = (purchase: Purchase): Item & Key => ({
  ...purchaseKey(purchase.workspaceId, purchase.id),
  ...(purchase.campaignId === null ? {} : purchaseByCampaign(purchase.workspaceId, purchase.campaignId, purchase.id)),
  ...purchaseByState(purchase.workspaceId, purchase.state, purchase.id),
  type: 'Purchase',
  v: 1,
  ...purchase,
});

const refPut = (reference: string, { workspaceId, id }: Pick<Purchase, 'workspaceId' | 'id'>, now: string): Action => ({
  Put: {
    Item: {
      ...purchaseRefKey(reference),
      type: 'PurchaseRef',
      v: 1,
      createdAt: now,
      updatedAt: now,
      workspaceId,
      purchaseId: id,
    },
    ConditionExpression: 'attribute_not_exists(pk) OR purchaseId = :id',
    ExpressionAttributeValues: { ':id': id },
  },
});

/** What Stripe knows a purchase by. */
const referencesOf = ({ sessionId, paymentIntentId }: Purchase): readonly string[] =>
  [sessionId, paymentIntentId].filter((reference) => reference !== null);

export type PurchaseStore = ReturnType<typeof createPurchaseStore>;

/** Purchases, and the ways to them: by Stripe's ids, by attribution token, by report, by campaign, by state. */
export const createPurchaseStore = (
  table: Pick<Table, 'get' | 'query' | 'queryAll' | 'batchGet' | 'transact'>,
  clock: Clock,
) => {
  const get = async (workspaceId: WorkspaceId, id: PurchaseId): Promise<Purchase | undefined> => {
    const item = await table.get(purchaseKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : Purchase.parse(item);
  };

  const readAll = async (keys: readonly Key[]): Promise<Purchase[]> => {
    const items = await table.batchGet(keys);
    return items.map((item) => Purchase.parse(item)).sort((a, b) => (a.id < b.id ? 1 : -1));
  };

  /** The purchases that clicks on a report's links led to, the last of each link. */
  const ofReport = async (workspaceId: WorkspaceId, reportId: ReportId): Promise<readonly Purchase[]> => {
    const intents = await table.queryAll({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': purchaseIntentKey(workspaceId, reportId, '').pk },
      ConsistentRead: true,
    });
    return readAll(intents.map((item) => purchaseKey(workspaceId, Ref.parse(item).purchaseId)));
  };

  return {
    get,
    ofReport,

    /** The purchase that a session, a payment intent or a token names; undefined when it is none of ours. */
    byReference: async (reference: string): Promise<Purchase | undefined> => {
      const item = await table.get(purchaseRefKey(reference), { consistent: true });
      if (item === undefined) return undefined;
      const { workspaceId, purchaseId } = Ref.parse(item);
      return get(workspaceId, purchaseId);
    },

    /** The purchase that the last click on a link led to. */
    ofLink: async (
      workspaceId: WorkspaceId,
      reportId: ReportId,
      linkId: ReportLinkId,
    ): Promise<Purchase | undefined> => {
      const item = await table.get(purchaseIntentKey(workspaceId, reportId, linkId), { consistent: true });
      return item === undefined ? undefined : get(workspaceId, Ref.parse(item).purchaseId);
    },

    /**
     * Begins a purchase in the place of the link's last one (or of none). False when another click was faster: its purchase is the link's now.
     */
    create: async (purchase: NewPurchase, inPlaceOf: PurchaseId | undefined): Promise<boolean> => {
      const now = instant(clock());
      const { workspaceId, reportId, linkId, id, token } = purchase;
      const made = await table.transact([
        {
          Put: {
            Item: itemOf({ ...purchase, rev: 1, createdAt: now, updatedAt: now }),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        refPut(token, purchase, now),
        {
          Put: {
            Item: {
              ...purchaseIntentKey(workspaceId, reportId, linkId),
              ...{ type: 'PurchaseIntent', v: 1, createdAt: now, updatedAt: now, workspaceId, purchaseId: id },
            },
            ...(inPlaceOf === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'purchaseId = :before', ExpressionAttributeValues: { ':before': inPlaceOf } }),
          },
        },
      ]);
      if (made.ok) return true;
      if (made.reasons[2]?.code === 'ConditionalCheckFailed') return false;
      throw new Error(`A purchase could not be begun: ${made.reasons.map(({ code }) => code).join()}`);
    },

    /**
     * Changes a purchase by a pure function, with the ways to it, in one transaction; what another changed meanwhile is changed again. Gives it
     * before and after; nothing is written when nothing changes.
     * @throws Error when it does not exist, or a reference already leads to another purchase
     */
    change: async (
      { workspaceId, id }: Pick<Purchase, 'workspaceId' | 'id'>,
      by: (purchase: Purchase) => Purchase,
    ): Promise<Readonly<{ before: Purchase; after: Purchase }>> => {
      for (let attempt = 0; attempt < CHANGE_TRIES; attempt += 1) {
        const before = await get(workspaceId, id);
        if (before === undefined) throw new Error(`There is no purchase ${id}`);
        const after = by(before);
        if (JSON.stringify(after) === JSON.stringify(before)) return { before, after: before };
        const now = instant(clock());
        const kept = { ...after, rev: before.rev + 1, updatedAt: now };
        const known = new Set(referencesOf(before));
        const written = await table.transact([
          {
            Put: {
              Item: itemOf(kept),
              ConditionExpression: 'rev = :rev',
              ExpressionAttributeValues: { ':rev': before.rev },
            },
          },
          ...referencesOf(kept)
            .filter((reference) => !known.has(reference))
            .map((reference) => refPut(reference, kept, now)),
        ]);
        if (written.ok) return { before, after: kept };
        if (written.reasons.slice(1).some(({ code }) => code === 'ConditionalCheckFailed'))
          throw new Error(`What Stripe calls purchase ${id} already leads to another purchase`);
      }
      throw new Error(`Purchase ${id} was changed by others at every try`);
    },

    /** Newest first, by state, by campaign or both; undefined for a cursor of another list. */
    list: async (
      workspaceId: WorkspaceId,
      { state, campaignId }: Filter,
      query: PageOf,
    ): Promise<Readonly<{ purchases: readonly Purchase[]; nextCursor: string | null }> | undefined> => {
      const collection =
        campaignId !== undefined
          ? ({ index: 'gsi1', partition: purchaseByCampaign(workspaceId, campaignId, '').gsi1pk } as const)
          : state !== undefined
            ? ({ index: 'gsi2', partition: purchaseByState(workspaceId, state, '').gsi2pk } as const)
            : { partition: purchaseKey(workspaceId, ANY_PURCHASE).pk };
      const found: Purchase[] = [];
      let cursor: string | undefined = query.cursor;
      for (let asked = 0; asked < MOST_QUERIES; asked += 1) {
        const page = await listPage(
          table,
          { ...collection, newestFirst: true },
          { limit: query.limit - found.length, cursor },
        );
        if (page === undefined) return undefined;
        const read = await readAll(page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
        found.push(...read.filter((purchase) => state === undefined || purchase.state === state));
        if (page.nextCursor === null) return { purchases: found, nextCursor: null };
        cursor = page.nextCursor;
        if (found.length >= query.limit) break;
      }
      return { purchases: found, nextCursor: cursor ?? null };
    },
  };
};

/** Stands where a key's builder asks for a purchase that the question does not name. */
const ANY_PURCHASE = PurchaseId.parse('pur_0000000000');
