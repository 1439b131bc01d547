import { type AssessmentId, newId, ReportId, type WorkspaceId } from '../platform/ids.ts';
import { reportFailed, reportKey } from '../platform/keys.ts';
import { itemsBehind, listPage, type PageOf } from '../platform/list-page.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Report, type ReportOffer } from './report.ts';
import { createReportSaleStore } from './report-sale-store.ts';
import { createReportVersionStore } from './report-version-store.ts';

export type NewReport = Readonly<{
  workspaceId: WorkspaceId;
  assessmentId: AssessmentId;
  domain: string;
  companyName: string | null;
  lineage?: ReportOffer | null;
  /** Given where the same report may be made twice: an id derived from what it is for. */
  id?: ReportId;
}>;

type Ports = Pick<Table, 'get' | 'put' | 'update' | 'query' | 'queryAll' | 'batchGet'>;
export type ReportStore = ReturnType<typeof createReportStore>;

/** Reports, their versions and their sales. A version that is ready is never written again. */
export const createReportStore = (table: Ports, clock: Clock) => {
  const get = async (workspaceId: WorkspaceId, id: ReportId): Promise<Report | undefined> => {
    const item = await table.get(reportKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : Report.parse(item);
  };

  return {
    ...createReportVersionStore(table, clock),
    ...createReportSaleStore(table, clock),
    get,

    /** Makes a report, as a teaser; one of the same id that exists already is given back as it stands. */
    create: async ({
      workspaceId,
      lineage = null,
      id = newId(ReportId, 'rpt'),
      ...rest
    }: NewReport): Promise<Report> => {
      const now = instant(clock());
      const report: Report = {
        id,
        workspaceId,
        ...rest,
        version: 0,
        status: 'teaser',
        lineage,
        pdf: null,
        htmlKey: null,
        failure: null,
        createdAt: now,
        updatedAt: now,
      };
      const put = await table.put(
        { ...reportKey(workspaceId, id), type: 'Report', v: 1, ...report },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
      return put.ok ? report : Report.parse(put.item);
    },

    /** Newest first; `undefined` for a cursor of another list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = reportKey(workspaceId, ReportId.parse('rpt_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      return page === undefined
        ? undefined
        : { items: page.items.map((item) => Report.parse(item)), nextCursor: page.nextCursor };
    },

    /** Those whose making failed, the one that failed last first; `undefined` for a cursor of another list. */
    listFailed: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { gsi1pk } = reportFailed(workspaceId, '', ReportId.parse('rpt_0000000000'));
      const page = await listPage(table, { index: 'gsi1', partition: gsi1pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      const items = await itemsBehind(table, page.items);
      return { items: items.map((item) => Report.parse(item)), nextCursor: page.nextCursor };
    },
  };
};
