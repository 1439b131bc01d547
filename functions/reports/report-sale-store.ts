import type { ReportId, ReportLinkId, WorkspaceId } from '../platform/ids.ts';
import { reportKey, reportPartition, reportSaleKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { ReportSale } from './report.ts';

export type ReportSaleStore = ReturnType<typeof createReportSaleStore>;

/** What the pages of a report must know of its purchases; payments tell it. */
export const createReportSaleStore = (table: Pick<Table, 'get' | 'put' | 'update' | 'queryAll'>, clock: Clock) => ({
  /** Notes that somebody paid. Told again, it is the same sale as it stands. */
  recordSale: async (
    workspaceId: WorkspaceId,
    id: ReportId,
    { purchaseId, to, linkId = null }: Readonly<{ purchaseId: string; to: string; linkId?: ReportLinkId | null }>,
  ): Promise<ReportSale> => {
    const now = instant(clock());
    const sale: ReportSale = {
      reportId: id,
      purchaseId,
      linkId,
      to,
      state: 'paid',
      version: null,
      createdAt: now,
      updatedAt: now,
    };
    const put = await table.put(
      { ...reportSaleKey(workspaceId, id, purchaseId), type: 'ReportSale', v: 1, ...sale },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    await table.update({
      Key: reportKey(workspaceId, id),
      UpdateExpression: 'SET #status = :paid, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk) AND #status = :teaser',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':paid': 'paid', ':teaser': 'teaser', ':now': now },
    });
    return put.ok ? sale : ReportSale.parse(put.item);
  },

  /** Notes that a sale's version reached its buyer; a sale that was refunded meanwhile stays refunded. */
  deliverSale: async (
    workspaceId: WorkspaceId,
    id: ReportId,
    { purchaseId, version }: Readonly<{ purchaseId: string; version: number }>,
  ): Promise<void> => {
    const now = instant(clock());
    await table.update({
      Key: reportSaleKey(workspaceId, id, purchaseId),
      UpdateExpression: 'SET #state = :delivered, version = :version, updatedAt = :now',
      ConditionExpression: '#state = :paid',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':delivered': 'delivered', ':paid': 'paid', ':version': version, ':now': now },
    });
    await table.update({
      Key: reportKey(workspaceId, id),
      UpdateExpression: 'SET #status = :delivered, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':delivered': 'delivered', ':now': now },
    });
  },

  /** What payments know of a sale after it was made: refunded, disputed, or won back. `false` when there is no such sale. */
  settleSale: async (
    workspaceId: WorkspaceId,
    id: ReportId,
    purchaseId: string,
    state: ReportSale['state'],
  ): Promise<boolean> => {
    const { ok } = await table.update({
      Key: reportSaleKey(workspaceId, id, purchaseId),
      UpdateExpression: 'SET #state = :state, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state, ':now': instant(clock()) },
    });
    return ok;
  },

  sale: async (workspaceId: WorkspaceId, id: ReportId, purchaseId: string): Promise<ReportSale | undefined> => {
    const item = await table.get(reportSaleKey(workspaceId, id, purchaseId), { consistent: true });
    return item === undefined ? undefined : ReportSale.parse(item);
  },

  /** Every sale of a report, in the order of their purchases' ids. */
  sales: async (workspaceId: WorkspaceId, id: ReportId): Promise<readonly ReportSale[]> =>
    (
      await table.queryAll({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
        ExpressionAttributeValues: { ':pk': reportPartition(workspaceId, id), ':start': 'SALE#' },
        ConsistentRead: true,
      })
    ).map((item) => ReportSale.parse(item)),
});
