import * as z from 'zod';

/**
 * The clock of a run. In live mode it is the clock on the wall; in a sandbox it starts at the run's first planned mail, for nobody needs to wait
 * for a Monday morning, and passes `factor` times as fast.
 */
export const RunClock = z.object({ releasedAt: z.number(), startsAt: z.number(), factor: z.number().min(1) });
export type RunClock = z.infer<typeof RunClock>;

/**
 * When it is really time for what a run planned, milliseconds since the epoch. Never before `now`: what is put into the due index behind the
 * dispatcher would wait to be found.
 */
export const realTime = ({ releasedAt, startsAt, factor }: RunClock, planned: number, now: number): number =>
  Math.max(now, Math.ceil(releasedAt + (planned - startsAt) / factor));
