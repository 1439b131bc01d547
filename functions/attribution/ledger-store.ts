import * as z from 'zod';
import type { CampaignId, RunId, WorkspaceId } from '../platform/ids.ts';
import { ALL_LEDGERS, ledgerByCampaign, ledgerByMonth, ledgerRollupKey, workspaceOfKey } from '../platform/keys.ts';
import { createBook, readTransaction, type TellOfDifference } from '../platform/ledger/book.ts';
import {
  addSums,
  MONTH_SHARDS,
  type RollupScope,
  rollupKeys,
  type Sums,
  sumsInItem,
} from '../platform/ledger/rollup.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import { type Collection, listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';

export type LedgerStore = ReturnType<typeof createLedgerStore>;
export type LedgerPage = Readonly<{
  items: LedgerTransaction[];
  nextCursor: string | null;
  /** Transactions of the page whose items are gone or are no transactions: there are none, which the proof shows. */
  unreadable: readonly string[];
}>;

/** The items that an index's page names, in its order: the indexes carry keys, the amounts stand in the items. */
const behind = async (
  table: Pick<Table, 'batchGet'>,
  rows: readonly Item[],
): Promise<Pick<LedgerPage, 'items' | 'unreadable'>> => {
  const keys = rows.map(({ pk, sk }) => ({ pk: z.string().parse(pk), sk: z.string().parse(sk) }));
  const found = new Map((await table.batchGet(keys)).map((item) => [item['pk'], item]));
  const read = keys.map(({ pk }) => ({ pk, parsed: readTransaction(found.get(pk) ?? {}) }));
  return {
    items: read.flatMap(({ parsed }) => parsed ?? []),
    unreadable: read.flatMap(({ pk, parsed }) => (parsed === undefined ? [pk] : [])),
  };
};

/** The ledger: transactions are written once, with the sums they move, and read by month, by campaign or by run. */
export const createLedgerStore = (table: Table, clock: Clock, tell?: TellOfDifference) => {
  const list = async (collection: Collection, query: PageOf): Promise<LedgerPage | undefined> => {
    const page = await listPage(table, collection, query);
    if (page === undefined) return undefined;
    return { ...(await behind(table, page.items)), nextCursor: page.nextCursor };
  };

  const sumsAt = async (workspaceId: WorkspaceId, scopes: readonly RollupScope[]): Promise<Sums> => {
    const items = await Promise.all(
      scopes.map((scope) => {
        const { pk, sk } = rollupKeys(workspaceId, scope);
        return table.get({ pk, sk }, { consistent: true });
      }),
    );
    return addSums(items.map(sumsInItem));
  };

  return {
    ...createBook(table, clock, tell),

    /** What was booked in a month (`2026-11`), oldest first. One Query and one BatchGet a page; undefined for another list's cursor. */
    listMonth: (workspaceId: WorkspaceId, month: string, query: PageOf) =>
      list({ index: 'gsi1', partition: ledgerByMonth(workspaceId, month, '', '').gsi1pk }, query),

    /** What was booked for a campaign, run by run, or for one of its runs. One Query and one BatchGet a page. */
    listCampaign: (workspaceId: WorkspaceId, campaignId: CampaignId, query: PageOf, runId?: RunId) =>
      list(
        {
          index: 'gsi2',
          partition: ledgerByCampaign(workspaceId, campaignId, null, '', '').gsi2pk,
          ...(runId === undefined ? {} : { startsWith: `${runId}#` }),
        },
        query,
      ),

    /** The sums of a campaign, a run or of what no campaign led to. One GetItem. */
    sums: (workspaceId: WorkspaceId, scope: RollupScope): Promise<Sums> => sumsAt(workspaceId, [scope]),

    /** The sums of a month. */
    monthSums: (workspaceId: WorkspaceId, month: string): Promise<Sums> =>
      sumsAt(
        workspaceId,
        Array.from({ length: MONTH_SHARDS }, (_, shard) => ({ of: 'month', month, shard })),
      ),

    /** The workspaces that have booked something. For the proof of all of them. */
    workspaces: async (): Promise<readonly WorkspaceId[]> => {
      const rows = await table.queryAll({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': ALL_LEDGERS },
      });
      return [...new Set(rows.map(({ pk }) => workspaceOfKey({ pk: z.string().parse(pk) })))];
    },

    /** Every sum of a workspace by its scope's name. For the proof. */
    allSums: async (workspaceId: WorkspaceId): Promise<ReadonlyMap<string, Sums>> => {
      const items = await table.queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': ledgerRollupKey(workspaceId, '').pk },
        ConsistentRead: true,
      });
      return new Map(items.map((item) => [String(item['sk']), sumsInItem(item)]));
    },
  };
};
