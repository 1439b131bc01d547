/** Lets receivers sleep until a queue may have news, without polling. `clock` gives epoch milliseconds. */
export function createLongPoll(clock: () => number) {
  const waiting = new Map<string, Set<() => void>>();
  return {
    /** Wakes every receiver that waits on the queue. */
    wake: (queue: string): void => {
      for (const resume of waiting.get(queue) ?? []) resume();
    },

    /** Resolves at a wake-up, at `until` (epoch milliseconds) or when the signal aborts, whichever is first. */
    sleep(queue: string, until: number, signal: AbortSignal | undefined): Promise<void> {
      return new Promise((resolve) => {
        const sleepers = waiting.get(queue) ?? new Set();
        waiting.set(queue, sleepers);
        const resume = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', resume);
          sleepers.delete(resume);
          resolve();
        };
        const timer = setTimeout(resume, Math.max(0, until - clock()));
        signal?.addEventListener('abort', resume, { once: true });
        sleepers.add(resume);
        if (signal?.aborted) resume();
      });
    },
  };
}
