/** Time as the interpreter sees it, so that tests can run waits, retries and timeouts in virtual time. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls `run` once after `milliseconds`; the returned function cancels it. */
  readonly setTimeout: (run: () => void, milliseconds: number) => () => void;
};

/** Node fires timers beyond 2^31-1 ms (24.8 days) at once, so longer ones are chained. */
const LONGEST_TIMER = 2_147_483_647;

/** Timers of any length out of timers that may be `longest` ms at most. */
export const chainedTimers = (setTimer: Clock['setTimeout'], longest: number): Clock['setTimeout'] => {
  return (run, milliseconds) => {
    let cancel: () => void = () => undefined;
    const arm = (left: number) => {
      const step = Math.min(left, longest);
      cancel = setTimer(() => (left > step ? arm(left - step) : run()), Math.max(0, step));
    };
    arm(milliseconds);
    return () => cancel();
  };
};

const nodeTimer: Clock['setTimeout'] = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), setTimeout: chainedTimers(nodeTimer, LONGEST_TIMER) };
