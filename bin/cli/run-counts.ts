import * as z from 'zod';

/** What a local system counts of its own work. */
export const Counts = z.object({
  transitions: z.number(),
  lambdaInvocations: z.number(),
  sqsRequests: z.number(),
  writeUnits: z.number(),
  readUnits: z.number(),
});
export type Counts = z.infer<typeof Counts>;

/** What the local system has counted so far, or null on a system that does not count (AWS: see CloudWatch). */
export const readCounts = async (url: string): Promise<Counts | null> => {
  const answer = await fetch(`${url}/local/counts`).catch(() => undefined);
  if (answer?.ok !== true) return null;
  return Counts.safeParse(await answer.json().catch(() => undefined)).data ?? null;
};

export const countsBetween = (before: Counts | null, after: Counts | null): Counts | null =>
  before === null || after === null
    ? null
    : {
        transitions: after.transitions - before.transitions,
        lambdaInvocations: after.lambdaInvocations - before.lambdaInvocations,
        sqsRequests: after.sqsRequests - before.sqsRequests,
        writeUnits: after.writeUnits - before.writeUnits,
        readUnits: after.readUnits - before.readUnits,
      };
