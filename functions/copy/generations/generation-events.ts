import * as z from 'zod';

/** What a stream tells, in the order in which it may come (spec/copy.md, "Endpoints"). */
export const EVENTS = ['stage', 'delta', 'asset', 'usage', 'error', 'done'] as const;

/** An event as it is told and kept. `at` counts from 1 within its generation. */
export const GenerationEvent = z.object({ at: z.int().min(1), event: z.enum(EVENTS), data: z.unknown() });
export type GenerationEvent = z.infer<typeof GenerationEvent>;

/** What the work tells while it goes on; the number is given when it is kept. */
export type Tell = (event: GenerationEvent['event'], data: unknown) => void;

export const isLast = ({ event }: Pick<GenerationEvent, 'event'>): boolean => event === 'done' || event === 'error';

/** The id of an event on the wire: `<generation>:<number>`, so that a client that comes back says both. */
export const eventId = (generationId: string, at: number): string => `${generationId}:${String(at)}`;

/** Reads what a client sends as Last-Event-ID; undefined when it is none of ours. */
export const readEventId = (text: string | undefined): Readonly<{ generationId: string; at: number }> | undefined => {
  const found = /^(gen_[0-9a-z]{10,64}):(\d{1,6})$/.exec(text ?? '');
  return found === null ? undefined : { generationId: found[1] ?? '', at: Number(found[2]) };
};
