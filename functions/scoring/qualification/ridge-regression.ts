/** Rows of few entries that are not 0: entry `at` of row r lies at r × width + at; unused ones point at weight 0 with value 0. */
export type SparseRows = Readonly<{ width: number; indices: Int32Array; values: Float64Array; weights: number }>;

const ROUNDS = 50;
const CLOSE_ENOUGH = 1e-7;

export const logistic = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

export const marginOf = ({ width, indices, values }: SparseRows, weights: Float64Array, row: number): number => {
  let sum = 0;
  for (let at = row * width; at < (row + 1) * width; at += 1)
    sum += (values[at] ?? 0) * (weights[indices[at] ?? 0] ?? 0);
  return sum;
};

/** Solves A x = b for a symmetric positive definite A (row by row, overwritten) by Cholesky's decomposition. */
export const solve = (a: Float64Array, b: Float64Array): Float64Array => {
  const n = b.length;
  for (let j = 0; j < n; j += 1) {
    for (let i = j; i < n; i += 1) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] ?? 1);
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (a[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = (x[i] ?? 0) - (a[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * n + i] ?? 1);
  }
  return x;
};

type Problem = Readonly<{ design: SparseRows; outcomes: Uint8Array; rows: Int32Array; ridge: number }>;

const objective = ({ design, outcomes, rows, ridge }: Problem, weights: Float64Array): number => {
  let sum = 0;
  for (const row of rows) {
    const margin = marginOf(design, weights, row);
    sum += softplus(margin) - (outcomes[row] ?? 0) * margin;
  }
  // Weight 0 is the intercept, which is not held back: the mean of the predictions is that of the outcomes.
  for (let at = 1; at < weights.length; at += 1) sum += (ridge / 2) * (weights[at] ?? 0) ** 2;
  return sum;
};

/** Gradient and second derivatives of the objective (lower triangle). */
const derivatives = ({ design, outcomes, rows, ridge }: Problem, weights: Float64Array) => {
  const n = weights.length;
  const { width, indices, values } = design;
  const gradient = Float64Array.from(weights, (weight, at) => (at === 0 ? 0 : ridge * weight));
  const hessian = new Float64Array(n * n);
  for (let at = 0; at < n; at += 1) hessian[at * n + at] = at === 0 ? 1e-9 : ridge;
  for (const row of rows) {
    const probability = logistic(marginOf(design, weights, row));
    const error = probability - (outcomes[row] ?? 0);
    const curve = probability * (1 - probability);
    const end = (row + 1) * width;
    for (let at = row * width; at < end; at += 1) {
      const i = indices[at] ?? 0;
      const value = values[at] ?? 0;
      if (value === 0) continue;
      gradient[i] = (gradient[i] ?? 0) + error * value;
      for (let other = row * width; other < end; other += 1) {
        const j = indices[other] ?? 0;
        if (j <= i) hessian[i * n + j] = (hessian[i * n + j] ?? 0) + curve * value * (values[other] ?? 0);
      }
    }
  }
  return { gradient, hessian };
};

/**
 * Weights of a logistic regression with a ridge penalty (ridge/2 · Σ w², the intercept free), by Newton's method with halved steps. The
 * objective is strictly convex, so the result does not depend on where it starts. Source: Hastie, Tibshirani, Friedman 2009, §4.4.
 */
export const fitRidge = (problem: Problem, start?: Float64Array): Float64Array => {
  let weights = start ?? new Float64Array(problem.design.weights);
  let value = objective(problem, weights);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { gradient, hessian } = derivatives(problem, weights);
    const step = solve(hessian, gradient);
    let share = 1;
    let next = weights.map((weight, at) => weight - (step[at] ?? 0));
    let nextValue = objective(problem, next);
    while (nextValue > value && share > 1e-4) {
      share /= 2;
      const taken = share;
      next = weights.map((weight, at) => weight - taken * (step[at] ?? 0));
      nextValue = objective(problem, next);
    }
    const gained = value - nextValue;
    if (gained <= 0) break;
    weights = next;
    value = nextValue;
    if (gained < CLOSE_ENOUGH * Math.max(1, value)) break;
  }
  return weights;
};
