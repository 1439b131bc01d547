import type { RunView, Stage } from '../../../../functions/campaigns/contract.ts';
import { STAGE_ORDER } from './stage-order.ts';

/** The counts of a run at one moment; `at` in milliseconds. */
export type Sample = Readonly<{ at: number; stages: RunView['stages'] }>;
export type Pace = Readonly<{ stage: Stage; perSecond: number }>;

const WINDOW_MS = 10_000;

/** Adds what was just seen and drops what is older than ten seconds, but for one sample to measure from. */
export const remember = (samples: readonly Sample[], now: Sample): readonly Sample[] => {
  const recent = samples.filter(({ at }) => now.at - at <= WINDOW_MS);
  const before = samples.filter(({ at }) => now.at - at > WINDOW_MS).at(-1);
  return [...(before === undefined ? [] : [before]), ...recent, now];
};

/** How fast the stage nearest to sending moved over the samples; undefined when none moved. */
export const paceOf = (samples: readonly Sample[]): Pace | undefined => {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return undefined;
  const moving = STAGE_ORDER.toReversed().find((stage) => last.stages[stage] > first.stages[stage]);
  return moving === undefined
    ? undefined
    : { stage: moving, perSecond: ((last.stages[moving] - first.stages[moving]) * 1_000) / (last.at - first.at) };
};

/** The mean pace of a run that has ended: companies through the whole of it. */
export const meanPace = (run: Pick<RunView, 'stages' | 'seconds'>): Pace | undefined =>
  run.seconds <= 0 || run.stages.discovered === 0
    ? undefined
    : { stage: 'discovered', perSecond: run.stages.discovered / run.seconds };
