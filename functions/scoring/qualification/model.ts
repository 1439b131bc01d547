import * as z from 'zod';
import { Instant } from '../../platform/time.ts';
import { BoostedModel } from './boosted-model.ts';
import { Calibration } from './calibration.ts';
import { Feature } from './features.ts';
import { LogisticModel } from './logistic-model.ts';

export const MODEL_KINDS = ['logistic', 'gbdt'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** A column that a model does not get to see, and why. */
export const LeftOut = z.object({
  column: z.string(),
  reason: z.enum(['leakage', 'identifier', 'constant', 'asked']),
  detail: z.string(),
});
export type LeftOut = z.infer<typeof LeftOut>;

/** How good a model is on leads that it had not learned from. */
export const Metrics = z.object({
  /** `newest`: the newest fifth of the leads, by their time; `folds`: each fifth in turn, when no time is known. */
  judgedOn: z.enum(['newest', 'folds']),
  leads: z.int(),
  converted: z.int(),
  auc: z.number(),
  logLoss: z.number(),
  /** Expected calibration error over ten bins of equal width, all judged leads together. */
  ece: z.number(),
  bins: z.array(z.object({ from: z.number(), leads: z.int(), predicted: z.number(), observed: z.number() })),
});
export type Metrics = z.infer<typeof Metrics>;

/** How much a column moves a model's answer: mean distance from the average lead's, in log-odds. */
export const Importance = z.object({ column: z.string(), effect: z.number() });
export type Importance = z.infer<typeof Importance>;

/** A trained model as it is stored. The version is made of its content: the same leads give the same version. */
export const QualificationModel = z.object({
  schema: z.literal(1),
  version: z.string().regex(/^qm_[0-9a-f]{16}$/),
  kind: z.enum(MODEL_KINDS),
  trainedAt: Instant,
  leads: z.int(),
  converted: z.int(),
  features: z.array(Feature),
  leftOut: z.array(LeftOut),
  learned: z.discriminatedUnion('kind', [LogisticModel, BoostedModel]),
  calibration: Calibration,
  /** What the features add to the log-odds of the average lead; explanations are told against it. */
  averageEffects: z.array(z.number()),
  importance: z.array(Importance),
  metrics: Metrics,
});
export type QualificationModel = z.infer<typeof QualificationModel>;
