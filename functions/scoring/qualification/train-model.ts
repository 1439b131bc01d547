import { createHash } from 'node:crypto';
import type { Instant } from '../../platform/time.ts';
import { type ChooseOptions, chooseColumns, LEAKAGE_AUC } from './choose-columns.ts';
import { fitModel } from './fit-model.ts';
import type { History } from './history.ts';
import { judgeModel } from './judge-model.ts';
import type { ModelKind, QualificationModel } from './model.ts';

/** Fewer outcomes than these teach nothing that lasts (spec/discovery.md, Qualification). */
export const LEADS_FLOOR = 200;
export const CONVERTED_FLOOR = 30;

export type Refusal = Readonly<{
  ok: false;
  reason: 'below_floor' | 'no_features' | 'leakage' | 'one_outcome';
  problem: string;
}>;
export type Trained = Readonly<{ ok: true; model: QualificationModel }> | Refusal;

/** Why a model cannot be trained on so many leads; undefined when there are enough. */
export const belowFloor = (leads: number, converted: number): string | undefined => {
  const others = leads - converted;
  if (leads >= LEADS_FLOOR && converted >= CONVERTED_FLOOR && others >= CONVERTED_FLOOR) return undefined;
  return (
    `There are ${String(leads)} leads with an outcome, ${String(converted)} of them converted; a model needs at least ` +
    `${String(LEADS_FLOOR)} leads, ${String(CONVERTED_FLOOR)} converted and ${String(CONVERTED_FLOOR)} not. Until then leads are ranked by ICP fit alone.`
  );
};

const refused = (reason: Refusal['reason'], problem: string): Refusal => ({ ok: false, reason, problem });

/** Whether a history can be learned from at all, or why not. */
export const checkHistory = (history: History, options: ChooseOptions): Refusal | undefined => {
  const { outcomes } = history;
  const low = belowFloor(
    outcomes.length,
    outcomes.reduce((sum, outcome) => sum + outcome, 0),
  );
  if (low !== undefined) return refused('below_floor', low);
  const { kept, leftOut } = chooseColumns(history, options);
  if (kept.length > 0) return undefined;
  const why = leftOut.map(({ column, detail }) => `${column} (${detail})`).join('; ');
  return refused('no_features', `No column is left to learn from: ${why || 'the file has none'}.`);
};

/** Why results too good to be true are refused, naming the columns to look at first; undefined when they are plausible. */
export const leakageRefusal = (auc: number, columns: readonly string[]): Refusal | undefined =>
  auc <= LEAKAGE_AUC
    ? undefined
    : refused(
        'leakage',
        `AUC ${auc.toFixed(3)} is above ${String(LEAKAGE_AUC)}: some column was written down after the outcome. ` +
          `Look at ${columns.slice(0, 3).join(', ')} first and leave out what is not known before contact (--drop).`,
      );

/**
 * Trains a model on a history and says how good it is on leads it had not seen. Refuses too few outcomes, and results so good that the
 * answer must have been among the columns.
 */
export const trainModel = (
  kind: ModelKind,
  history: History,
  { now, ...options }: ChooseOptions & Readonly<{ now: Instant }>,
): Trained => {
  const unfit = checkHistory(history, options);
  if (unfit !== undefined) return unfit;
  const metrics = judgeModel(kind, history, options);
  const { leftOut, ...fitted } = fitModel(kind, history, options);
  const leaking = leakageRefusal(
    metrics.auc,
    fitted.importance.map(({ column }) => column),
  );
  if (leaking !== undefined) return leaking;
  const { outcomes } = history;
  const content = {
    schema: 1 as const,
    ...fitted,
    leads: outcomes.length,
    converted: outcomes.reduce((sum, outcome) => sum + outcome, 0),
    leftOut: [...leftOut],
    metrics,
  };
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { ok: true, model: { ...content, version: `qm_${hash.slice(0, 16)}`, trainedAt: now } };
};
