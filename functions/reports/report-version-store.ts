import type { AssessmentId, ReportId, WorkspaceId } from '../platform/ids.ts';
import { reportFailed, reportKey, reportPartition, reportVersionKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { ReportFailure, type ReportPdf, ReportVersion } from './report.ts';

/** What a finished version consists of. */
export type MadeVersion = Readonly<{
  assessmentId: AssessmentId;
  rulesVersion: string;
  contentKey: string;
  htmlKey: string;
  lineageKey: string;
  pdf: ReportPdf;
}>;

/** Two makings that are asked for at the same moment take the next number one after the other. */
const NUMBER_TRIES = 5;

/** The versions of reports. One that is ready is never written again. */
export const createReportVersionStore = (table: Pick<Table, 'get' | 'put' | 'update' | 'queryAll'>, clock: Clock) => {
  const versions = async (workspaceId: WorkspaceId, id: ReportId): Promise<readonly ReportVersion[]> =>
    (
      await table.queryAll({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
        ExpressionAttributeValues: { ':pk': reportPartition(workspaceId, id), ':start': 'VERSION#' },
        ConsistentRead: true,
      })
    ).map((item) => ReportVersion.parse(item));

  /** A making that failed is begun again under its own number. */
  const again = async (workspaceId: WorkspaceId, { reportId, version }: ReportVersion): Promise<ReportVersion> => {
    const { item } = await table.update({
      Key: reportVersionKey(workspaceId, reportId, version),
      UpdateExpression: 'SET #state = :making, failure = :none, updatedAt = :now',
      ConditionExpression: '#state = :failed',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':making': 'making',
        ':failed': 'failed',
        ':none': null,
        ':now': instant(clock()),
      },
      ReturnValues: 'ALL_NEW',
    });
    return ReportVersion.parse(item);
  };

  return {
    versions,

    version: async (workspaceId: WorkspaceId, id: ReportId, version: number): Promise<ReportVersion | undefined> => {
      const item = await table.get(reportVersionKey(workspaceId, id, version), { consistent: true });
      return item === undefined ? undefined : ReportVersion.parse(item);
    },

    /**
     * Takes the next version for what asks for it. Asked again (a repeated step, a retry after a failure) it is the same version, in making again unless it is
     * ready.
     */
    beginVersion: async (
      workspaceId: WorkspaceId,
      id: ReportId,
      { askedBy, purchaseId }: Readonly<{ askedBy: string; purchaseId: string | null }>,
    ): Promise<ReportVersion> => {
      for (let attempt = 1; ; attempt += 1) {
        const known = await versions(workspaceId, id);
        const mine = known.find((version) => version.askedBy === askedBy);
        if (mine !== undefined) return mine.state === 'failed' ? await again(workspaceId, mine) : mine;
        const now = instant(clock());
        const made: ReportVersion = {
          reportId: id,
          version: known.length + 1,
          askedBy,
          purchaseId,
          assessmentId: null,
          rulesVersion: null,
          state: 'making',
          contentKey: null,
          htmlKey: null,
          lineageKey: null,
          pdf: null,
          failure: null,
          createdAt: now,
          readyAt: null,
        };
        const put = await table.put(
          { ...reportVersionKey(workspaceId, id, made.version), type: 'ReportVersion', v: 1, ...made, updatedAt: now },
          { ConditionExpression: 'attribute_not_exists(pk)' },
        );
        if (put.ok) return made;
        if (attempt === NUMBER_TRIES) throw new Error(`Report ${id} could not be given a version number`);
      }
    },

    /** Ends a version's making and shows it as the report's newest. What is ready already stays as it is. */
    finishVersion: async (
      workspaceId: WorkspaceId,
      id: ReportId,
      version: number,
      made: MadeVersion,
    ): Promise<ReportVersion> => {
      const now = instant(clock());
      const set = await table.update({
        Key: reportVersionKey(workspaceId, id, version),
        UpdateExpression:
          'SET #state = :ready, assessmentId = :assessment, rulesVersion = :rules, contentKey = :content, htmlKey = :html, lineageKey = :lineage, pdf = :pdf, failure = :none, readyAt = :now, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk) AND #state <> :ready',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':ready': 'ready',
          ':assessment': made.assessmentId,
          ':rules': made.rulesVersion,
          ':content': made.contentKey,
          ':html': made.htmlKey,
          ':lineage': made.lineageKey,
          ':pdf': made.pdf,
          ':none': null,
          ':now': now,
        },
        ReturnValues: 'ALL_NEW',
      });
      if (set.item === undefined) throw new Error(`Report ${id} has no version ${String(version)} to finish`);
      const ready = ReportVersion.parse(set.item);
      await table.update({
        Key: reportKey(workspaceId, id),
        UpdateExpression:
          'SET version = :version, pdf = :pdf, htmlKey = :html, failure = :none, updatedAt = :now REMOVE gsi1pk, gsi1sk',
        // A version that was begun later may have been finished before.
        ConditionExpression: 'attribute_exists(pk) AND version <= :version',
        ExpressionAttributeValues: {
          ':version': version,
          ':pdf': ready.pdf,
          ':html': ready.htmlKey,
          ':none': null,
          ':now': now,
        },
      });
      return ready;
    },

    /** Keeps why a version could not be made, where the team sees it. */
    failVersion: async (
      workspaceId: WorkspaceId,
      id: ReportId,
      askedBy: string,
      failed: Omit<ReportFailure, 'at'>,
    ): Promise<void> => {
      const now = instant(clock());
      const failure = ReportFailure.parse({ ...failed, at: now });
      const mine = (await versions(workspaceId, id)).find((version) => version.askedBy === askedBy);
      if (mine !== undefined)
        await table.update({
          Key: reportVersionKey(workspaceId, id, mine.version),
          UpdateExpression: 'SET #state = :failed, failure = :failure, updatedAt = :now',
          ConditionExpression: '#state <> :ready',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':failed': 'failed', ':ready': 'ready', ':failure': failure, ':now': now },
        });
      const { gsi1pk, gsi1sk } = reportFailed(workspaceId, now, id);
      await table.update({
        Key: reportKey(workspaceId, id),
        UpdateExpression: 'SET failure = :failure, gsi1pk = :pk, gsi1sk = :sk, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':failure': failure, ':pk': gsi1pk, ':sk': gsi1sk, ':now': now },
      });
    },
  };
};
