import * as z from 'zod';
import type { Files } from '../platform/files.ts';
import { assessmentFileKey } from '../platform/files-layout.ts';
import { type AssessmentBatchId, AssessmentId, type WorkspaceId } from '../platform/ids.ts';
import { assessmentByBatch, assessmentByDomain, assessmentKey, type Key } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { emptyAssessment } from './assessment.ts';
import { Assessment, type AssessmentFailure, AssessmentSummary } from './contract.ts';
import { ImpactAssumptions } from './impact/contract.ts';

/** The machine ends after five minutes at the latest; what is still running then has died. */
const LONGEST_WORK = 6 * MINUTE;

const AssessmentItem = AssessmentSummary.extend({
  assumptions: ImpactAssumptions,
  /** How often the whole was written; 0 while there is none. */
  rev: z.int().min(0),
});
type Stored = z.infer<typeof AssessmentItem>;
const KeyOf: z.ZodType<Key> = z.object({ pk: z.string(), sk: z.string() });
type Filter = Readonly<{ domain?: string | undefined; batch?: AssessmentBatchId | undefined }>;

export type Revised = Readonly<
  { ok: true; assessment: Assessment } | { ok: false; reason: 'gone' | 'frozen' | 'unfinished' }
>;
export type AssessmentStore = ReturnType<typeof createAssessmentStore>;

/**
 * Assessments: a small item each, which lists show, and the whole in the data bucket. An assessment that a report rests on is frozen: it is neither revised nor
 * deleted.
 */
export const createAssessmentStore = ({
  table,
  files,
  clock,
}: {
  table: Table;
  files: Pick<Files, 'readText' | 'writeText'>;
  clock: Clock;
}) => {
  /** What died while it worked is told as failed: nobody will finish it. */
  const decode = (item: Item): Stored => {
    const stored = AssessmentItem.parse(item);
    return stored.status === 'running' && Date.parse(stored.startedAt) + LONGEST_WORK < clock()
      ? { ...stored, status: 'failed', finishedAt: stored.startedAt, failure: INTERRUPTED }
      : stored;
  };

  const find = async (workspaceId: WorkspaceId, id: AssessmentId): Promise<Stored | undefined> => {
    const item = await table.get(assessmentKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  const itemOf = (assessment: Assessment, rev: number) => ({
    ...assessmentKey(assessment.workspaceId, assessment.id),
    ...assessmentByDomain(assessment.workspaceId, assessment.domain, assessment.id),
    type: 'Assessment',
    v: 1,
    ...summaryOf(assessment),
    assumptions: assessment.assumptions,
    rev,
    createdAt: assessment.startedAt,
    updatedAt: instant(clock()),
  });

  const readWhole = async (workspaceId: WorkspaceId, stored: Stored): Promise<Assessment> => {
    const { id, rev, status, failure, finishedAt, assumptions, url, domain, companyName, startedAt } = stored;
    const text = rev === 0 ? undefined : await files.readText(assessmentFileKey(workspaceId, id, rev));
    if (text !== undefined) return Assessment.parse(JSON.parse(text));
    return emptyAssessment(
      { id, workspaceId, url, domain, companyName, startedAt },
      status === 'running' ? 'running' : 'failed',
      { finishedAt, assumptions, ...(failure === undefined ? {} : { failure }) },
    );
  };

  /** Items of which an index gave the keys, in its order: indexes carry only what lists of leads and messages show. */
  const whole = async (rows: readonly Item[]): Promise<readonly Item[]> => {
    const keys = rows.map((row) => KeyOf.parse(row));
    const items = new Map((await table.batchGet(keys)).map((item) => [item['sk'], item]));
    return keys.flatMap(({ sk }): readonly Item[] => {
      const item = items.get(sk);
      return item === undefined ? [] : [item];
    });
  };

  /** Writes what an assessment has become in place of what was read of it, unless it was deleted, frozen or changed meanwhile. */
  const replace = async (
    assessment: Assessment,
    { rev }: Stored,
  ): Promise<'written' | 'gone' | 'frozen' | 'changed'> => {
    const next = rev + 1;
    await files.writeText(assessmentFileKey(assessment.workspaceId, assessment.id, next), JSON.stringify(assessment));
    const put = await table.put(itemOf(assessment, next), {
      ConditionExpression: 'attribute_exists(pk) AND frozen = :no AND rev = :rev',
      ExpressionAttributeValues: { ':no': false, ':rev': rev },
    });
    if (put.ok) return 'written';
    if (put.item === undefined) return 'gone';
    return put.item['frozen'] === true ? 'frozen' : 'changed';
  };

  return {
    get: async (workspaceId: WorkspaceId, id: AssessmentId): Promise<Assessment | undefined> => {
      const stored = await find(workspaceId, id);
      return stored === undefined ? undefined : await readWhole(workspaceId, stored);
    },

    /** Opens an assessment. `false` when there is one of this id. */
    begin: async (assessment: Assessment): Promise<boolean> => {
      const put = await table.put(itemOf(assessment, 0), { ConditionExpression: 'attribute_not_exists(pk)' });
      return put.ok;
    },

    /** Keeps what came of an assessment that was begun; again with the same does no harm, and what was deleted stays deleted. */
    finish: async (assessment: Assessment): Promise<void> => {
      const known = await find(assessment.workspaceId, assessment.id);
      if (known !== undefined && known.rev === 0) await replace(assessment, known);
    },

    /** Keeps an assessment that was made in one process, whole; one of this id that is there stays as it is. */
    keep: async (assessment: Assessment, batchId?: AssessmentBatchId): Promise<void> => {
      const { workspaceId, id } = assessment;
      if ((await find(workspaceId, id)) !== undefined) return;
      await files.writeText(assessmentFileKey(workspaceId, id, 1), JSON.stringify(assessment));
      const ofBatch = batchId === undefined ? {} : assessmentByBatch(workspaceId, batchId, id);
      await table.put({ ...itemOf(assessment, 1), ...ofBatch }, { ConditionExpression: 'attribute_not_exists(pk)' });
    },

    /** Puts other amounts in place of an assessment's; not when a report rests on it. */
    revise: async (
      workspaceId: WorkspaceId,
      id: AssessmentId,
      change: (assessment: Assessment) => Assessment,
    ): Promise<Revised> => {
      for (;;) {
        const stored = await find(workspaceId, id);
        if (stored === undefined) return { ok: false, reason: 'gone' };
        if (stored.frozen) return { ok: false, reason: 'frozen' };
        if (stored.status !== 'completed') return { ok: false, reason: 'unfinished' };
        const assessment = change(await readWhole(workspaceId, stored));
        const outcome = await replace(assessment, stored);
        if (outcome === 'written') return { ok: true, assessment };
        // Whoever changed it in between is read again; each turn somebody gets on.
        if (outcome !== 'changed') return { ok: false, reason: outcome };
      }
    },

    /** Freezes a completed assessment since a report rests on it; again does no harm. `false` when there is none. */
    freeze: async (workspaceId: WorkspaceId, id: AssessmentId): Promise<boolean> => {
      const { ok } = await table.update({
        Key: assessmentKey(workspaceId, id),
        UpdateExpression: 'SET frozen = :yes, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk) AND #status = :completed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':yes': true, ':now': instant(clock()), ':completed': 'completed' },
      });
      return ok;
    },

    /** Newest first, of all sites, of one, or of a batch; undefined when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, { domain, batch, ...query }: PageOf & Filter) => {
      const any = AssessmentId.parse('asm_0000000000');
      const collection =
        batch !== undefined
          ? { index: 'gsi2' as const, partition: assessmentByBatch(workspaceId, batch, any).gsi2pk }
          : domain !== undefined
            ? { index: 'gsi1' as const, partition: assessmentByDomain(workspaceId, domain, any).gsi1pk }
            : { partition: assessmentKey(workspaceId, any).pk };
      const page = await listPage(table, { ...collection, newestFirst: true }, query);
      if (page === undefined) return undefined;
      const items = 'index' in collection ? await whole(page.items) : page.items;
      return { items: items.map((item) => AssessmentSummary.parse(decode(item))), nextCursor: page.nextCursor };
    },

    remove: async (workspaceId: WorkspaceId, id: AssessmentId): Promise<'removed' | 'gone' | 'frozen'> => {
      const stored = await find(workspaceId, id);
      if (stored === undefined) return 'gone';
      if (stored.frozen) return 'frozen';
      await table.remove(assessmentKey(workspaceId, id));
      return 'removed';
    },
  };
};

/** What a list shows of an assessment that no report rests on. */
export const summaryOf = ({ categories, findings, ...assessment }: Assessment): AssessmentSummary => ({
  ...AssessmentSummary.omit({ scores: true, findings: true, frozen: true }).parse(assessment),
  scores: {
    performance: categories.performance.score,
    security: categories.security.score,
    seo: categories.seo.score,
    email: categories.email.score,
    accessibility: categories.accessibility.score,
    visual: categories.visual.score,
    presence: categories.presence.score,
    content: categories.content.score,
  },
  findings: findings.length,
  frozen: false,
});

const INTERRUPTED: AssessmentFailure = {
  reason: 'failed',
  detail: 'The work on this broke off on our side. Assess the site again.',
};
