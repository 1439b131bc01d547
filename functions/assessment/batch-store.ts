import * as z from 'zod';
import { AssessmentBatchId, type CampaignId, type WorkspaceId } from '../platform/ids.ts';
import { assessmentBatchKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import { type MicroUsd, toUsd } from '../platform/money.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { AssessmentBatch, type BatchRecord } from './batch-contract.ts';

const BatchItem = AssessmentBatch.omit({ estimateUsd: true, costUsd: true }).extend({
  estimateMicroUsd: z.int(),
  costMicroUsd: z.int(),
  /** Where the list of leads goes on; empty at its beginning. */
  cursor: z.string(),
  /** Whether the list of leads has come to its end. */
  ended: z.boolean(),
});
export type StoredBatch = z.infer<typeof BatchItem>;

/** What one page of leads brought. */
export type BatchStep = Readonly<{
  assessed: number;
  failed: number;
  costMicroUsd: MicroUsd;
  nextCursor: string | null;
}>;
export type BatchStore = ReturnType<typeof createBatchStore>;

export const shownBatch = ({ estimateMicroUsd, costMicroUsd, ...batch }: StoredBatch): AssessmentBatch =>
  AssessmentBatch.parse({ ...batch, estimateUsd: toUsd(estimateMicroUsd), costUsd: toUsd(costMicroUsd) });

/** Batches of assessments and how far they are: one write for each page of leads. */
export const createBatchStore = (table: Table, clock: Clock) => {
  const decode = (item: Item): StoredBatch => BatchItem.parse(item);
  const keyOf = ({ workspaceId, campaignId, batchId }: BatchRecord) =>
    assessmentBatchKey(workspaceId, campaignId, batchId);

  const get = async (of: BatchRecord): Promise<StoredBatch | undefined> => {
    const item = await table.get(keyOf(of), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  /** Moves a batch from one status to another; undefined when it is not in that one. */
  const move = async (
    of: BatchRecord,
    from: StoredBatch['status'],
    to: StoredBatch['status'],
  ): Promise<StoredBatch | undefined> => {
    const { ok } = await table.update({
      Key: keyOf(of),
      UpdateExpression: 'SET #status = :to, endedAt = :ended, updatedAt = :now',
      ConditionExpression: '#status = :from',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':from': from,
        ':to': to,
        ':ended': to === 'running' ? null : instant(clock()),
        ':now': instant(clock()),
      },
    });
    return ok ? await get(of) : undefined;
  };

  return {
    get,
    move,

    begin: async (
      of: BatchRecord,
      { leads, estimateMicroUsd }: Pick<StoredBatch, 'leads' | 'estimateMicroUsd'>,
    ): Promise<StoredBatch> => {
      const now = instant(clock());
      const batch: StoredBatch = {
        id: of.batchId,
        campaignId: of.campaignId,
        status: 'running',
        leads,
        assessed: 0,
        failed: 0,
        estimateMicroUsd,
        costMicroUsd: 0,
        cursor: '',
        ended: false,
        startedAt: now,
        endedAt: null,
      };
      await table.put({ ...keyOf(of), type: 'AssessmentBatch', v: 1, ...batch, createdAt: now, updatedAt: now });
      return batch;
    },

    /** Counts a page of leads once: `false` when another worker has gone on from the same place. */
    advance: async (
      of: BatchRecord,
      from: string,
      { assessed, failed, costMicroUsd, nextCursor }: BatchStep,
    ): Promise<boolean> => {
      const { ok } = await table.update({
        Key: keyOf(of),
        UpdateExpression:
          'SET #cursor = :next, ended = :ended, assessed = assessed + :assessed, failed = failed + :failed, costMicroUsd = costMicroUsd + :cost, updatedAt = :now',
        ConditionExpression: '#cursor = :from AND ended = :no',
        ExpressionAttributeNames: { '#cursor': 'cursor' },
        ExpressionAttributeValues: {
          ':from': from,
          ':no': false,
          ':next': nextCursor ?? from,
          ':ended': nextCursor === null,
          ':assessed': assessed,
          ':failed': failed,
          ':cost': costMicroUsd,
          ':now': instant(clock()),
        },
      });
      return ok;
    },

    /** Newest first; undefined when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, campaignId: CampaignId, query: PageOf) => {
      const { pk } = assessmentBatchKey(workspaceId, campaignId, AssessmentBatchId.parse('abt_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      return page === undefined
        ? undefined
        : { items: page.items.map((item) => shownBatch(decode(item))), nextCursor: page.nextCursor };
    },
  };
};
