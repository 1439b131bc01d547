import * as z from 'zod';
import type { WorkspaceId } from '../../platform/ids.ts';
import { qualificationKey } from '../../platform/keys.ts';
import type { Item, Table } from '../../platform/table.ts';
import { type Clock, Instant, instant, MINUTE } from '../../platform/time.ts';
import { ModelSummary, QUALIFICATION_STATUSES, type Qualification } from './qualification-contract.ts';

/** `train-qualification` may run for fifteen minutes; one that has not ended after longer has died. */
const DEAD_AFTER = 16 * MINUTE;
const ALONE = 'Leads are ranked by ICP fit alone.';

/** Where the qualification of a workspace stands. A model stays active while another is trained, and when that one comes to nothing. */
const State = z.object({
  status: z.enum(QUALIFICATION_STATUSES),
  problem: z.string().nullable(),
  model: ModelSummary.nullable(),
  trainingId: z.string(),
  updatedAt: Instant,
});
export type QualificationState = z.infer<typeof State>;
const decode = (item: Item): QualificationState => State.parse(item);

const messageOf = ({ status, problem, model }: QualificationState): string => {
  const inUse = model === null ? ALONE : `Runs use the model ${model.version}.`;
  if (status === 'training') return `A model is being trained. ${inUse}`;
  if (status === 'ready' && model !== null)
    return `Runs that start now give each lead the probability of ${model.version}, learned from ${String(model.leads)} leads.`;
  return [
    problem ?? '',
    model === null && !(problem ?? '').includes('ICP fit alone') ? ALONE : '',
    model === null ? '' : inUse,
  ]
    .filter(Boolean)
    .join(' ');
};

/** The qualification as the API shows it. */
export const viewQualification = (state: QualificationState | undefined): Qualification => ({
  status: state?.status ?? 'untrained',
  leadsGet: state?.model ? 'icp_score_and_probability' : 'icp_score',
  message:
    state === undefined
      ? `No model was trained yet: that takes 200 leads with an outcome, 30 of them interested. ${ALONE}`
      : messageOf(state),
  model: state?.model ?? null,
  updatedAt: state?.updatedAt ?? null,
});

export type QualificationStore = ReturnType<typeof createQualificationStore>;

export const createQualificationStore = (table: Pick<Table, 'get' | 'update'>, clock: Clock) => {
  const change = async (
    workspaceId: WorkspaceId,
    fields: Partial<QualificationState>,
    condition: Readonly<{ expression: string; values: Readonly<Record<string, unknown>> }>,
  ): Promise<QualificationState | undefined> => {
    const set = Object.entries({ ...fields, type: 'Qualification', v: 1, updatedAt: instant(clock()) });
    const kept = fields.model === undefined ? ', #model = if_not_exists(#model, :none)' : '';
    const { ok, item } = await table.update({
      Key: qualificationKey(workspaceId),
      UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}, createdAt = if_not_exists(createdAt, :updatedAt)${kept}`,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: {
        ...(fields.model === undefined ? { '#model': 'model' } : {}),
        ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...(fields.model === undefined ? { ':none': null } : {}),
        ...condition.values,
        ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      },
      ReturnValues: 'ALL_NEW',
    });
    return ok && item !== undefined ? decode(item) : undefined;
  };

  return {
    get: async (workspaceId: WorkspaceId): Promise<QualificationState | undefined> => {
      const item = await table.get(qualificationKey(workspaceId), { consistent: true });
      return item === undefined ? undefined : decode(item);
    },

    /** Begins a training; undefined when one is under way. */
    begin: (workspaceId: WorkspaceId, trainingId: string): Promise<QualificationState | undefined> =>
      change(
        workspaceId,
        { status: 'training', problem: null, trainingId },
        {
          expression: 'attribute_not_exists(pk) OR #status <> :busy OR #updatedAt < :dead',
          values: { ':busy': 'training', ':dead': instant(clock() - DEAD_AFTER) },
        },
      ),

    /** Ends a training; one that was overtaken by a later one changes nothing. */
    end: async (
      workspaceId: WorkspaceId,
      trainingId: string,
      outcome: Readonly<{ status: QualificationState['status']; problem: string | null; model?: ModelSummary }>,
    ): Promise<void> => {
      await change(workspaceId, outcome, { expression: 'trainingId = :training', values: { ':training': trainingId } });
    },
  };
};
