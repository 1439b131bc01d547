import { type Clock, SECOND } from '../platform/time.ts';

const FAILURES_TO_OPEN = 3;
const OPEN_FOR = 60 * SECOND;

export type CircuitBreaker = ReturnType<typeof createCircuitBreaker>;

/** Leaves alone what failed three times in a row, for a minute; then one failure more leaves it alone for another. */
export const createCircuitBreaker = ({ clock }: { clock: Clock }) => {
  const state = new Map<string, { failures: number; restUntil: number }>();
  const of = (name: string) => state.get(name) ?? { failures: 0, restUntil: 0 };
  return {
    /** Seconds until it may be asked again; 0 when it may be now. */
    rest: (name: string): number => Math.max(0, Math.ceil((of(name).restUntil - clock()) / SECOND)),
    succeeded: (name: string): void => void state.delete(name),
    failed: (name: string): void => {
      const failures = of(name).failures + 1;
      state.set(name, { failures, restUntil: failures >= FAILURES_TO_OPEN ? clock() + OPEN_FOR : 0 });
    },
  };
};
