/** How good probabilities are, told against what came of the leads (`outcomes`: 1 converted, 0 not). */

const SMALLEST = 1e-15;
/** Ten bins of equal width, as in Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning". */
export const CALIBRATION_BINS = 10;

export type CalibrationBin = Readonly<{ from: number; leads: number; predicted: number; observed: number }>;

/**
 * Area under the ROC curve: how often a lead that converted ranks above one that did not, ties counting half (Mann and Whitney).
 * NaN when all outcomes are the same.
 */
export const aucOf = (outcomes: Uint8Array, scores: Float64Array): number => {
  const order = Int32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let rankSum = 0;
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at] ?? 0];
    let end = at;
    let tiedPositives = 0;
    while (end < order.length && scores[order[end] ?? 0] === score) {
      tiedPositives += outcomes[order[end] ?? 0] ?? 0;
      end += 1;
    }
    rankSum += (tiedPositives * (at + 1 + end)) / 2;
    positives += tiedPositives;
    at = end;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
};

/** Mean negative logarithm of the probability given to what happened, in nats; lower is better. */
export const logLossOf = (outcomes: Uint8Array, probabilities: Float64Array): number => {
  let sum = 0;
  for (const [at, probability] of probabilities.entries()) {
    const given = outcomes[at] === 1 ? probability : 1 - probability;
    sum -= Math.log(Math.max(SMALLEST, given));
  }
  return sum / probabilities.length;
};

/** What was predicted and what happened, in ten bins of probability; empty bins are left out. */
export const calibrationBins = (outcomes: Uint8Array, probabilities: Float64Array): CalibrationBin[] => {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ leads: 0, predicted: 0, observed: 0 }));
  for (const [at, probability] of probabilities.entries()) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS))];
    if (bin === undefined) throw new RangeError(`${probability} is no probability`);
    bin.leads += 1;
    bin.predicted += probability;
    bin.observed += outcomes[at] ?? 0;
  }
  return bins.flatMap(({ leads, predicted, observed }, at) =>
    leads === 0
      ? []
      : [{ from: at / CALIBRATION_BINS, leads, predicted: predicted / leads, observed: observed / leads }],
  );
};

/** Expected calibration error: the mean distance of prediction and outcome over the bins, weighted by their leads; 0 is perfect. */
export const calibrationErrorOf = (outcomes: Uint8Array, probabilities: Float64Array): number =>
  calibrationBins(outcomes, probabilities).reduce(
    (sum, { leads, predicted, observed }) => sum + (leads * Math.abs(predicted - observed)) / probabilities.length,
    0,
  );
