import * as z from 'zod';
import { logistic, solve } from './ridge-regression.ts';

/** Turns a model's log-odds into probabilities that happen as often as they say: logistic(slope × log-odds + shift). */
export const Calibration = z.object({ slope: z.number().positive(), shift: z.number() });
export type Calibration = z.infer<typeof Calibration>;

const ROUNDS = 30;
const SMALLEST_SLOPE = 0.05;

/**
 * Fits the calibration to log-odds of leads that the model had not learned from. Source: Platt 1999, "Probabilistic outputs for support
 * vector machines", with his smoothed targets, by Newton's method (Lin, Lin, Weng 2007). It keeps the order of leads, so AUC stays.
 */
export const fitCalibration = (margins: Float64Array, outcomes: Uint8Array): Calibration => {
  const converted = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const high = (converted + 1) / (converted + 2);
  const low = 1 / (outcomes.length - converted + 2);
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = new Float64Array(2);
    const hessian = Float64Array.of(1e-9, 0, 0, 1e-9);
    for (const [at, margin] of margins.entries()) {
      const probability = logistic(slope * margin + shift);
      const error = probability - (outcomes[at] === 1 ? high : low);
      const curve = probability * (1 - probability);
      gradient[0] = (gradient[0] ?? 0) + error * margin;
      gradient[1] = (gradient[1] ?? 0) + error;
      hessian[0] = (hessian[0] ?? 0) + curve * margin * margin;
      hessian[2] = (hessian[2] ?? 0) + curve * margin;
      hessian[3] = (hessian[3] ?? 0) + curve;
    }
    const [bySlope = 0, byShift = 0] = solve(hessian, gradient);
    slope = Math.max(SMALLEST_SLOPE, slope - bySlope);
    shift -= byShift;
    if (Math.abs(bySlope) + Math.abs(byShift) < 1e-10) break;
  }
  return { slope: Number(slope.toPrecision(9)), shift: Number(shift.toPrecision(9)) };
};

export const calibrated = ({ slope, shift }: Calibration, margin: number): number => logistic(slope * margin + shift);
