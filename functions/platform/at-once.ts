/**
 * Does something for every value, at most `limit` at a time, in the order of the values; gives the results in that order. The first failure is thrown when those
 * already begun have ended, and no further value is begun.
 */
export const mapAtOnce = async <Value, Result>(
  values: readonly Value[],
  limit: number,
  work: (value: Value) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const waiting = values.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [at, value] of waiting) {
      if (failed) return;
      try {
        results[at] = await work(value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: Math.min(limit, values.length) }, worker));
  const failure = done.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
};
