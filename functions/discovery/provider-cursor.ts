import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { BadCursor } from './provider.ts';

/** What a provider needs to know to go on, as one opaque text. */
export const writeCursor = (state: unknown): string => Buffer.from(JSON.stringify(state), 'utf8').toString('base64url');

/** @throws BadCursor when it is not one of ours */
export const readCursor = <S extends z.ZodType>(schema: S, cursor: string): z.output<S> => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new BadCursor('is not a cursor of this search; start without one');
  }
};

const MARK = 10;

/** How a token is remembered: they may be long, and a cursor holds all of them. */
export const markOf = (token: string): string => createHash('sha256').update(token).digest('base64url').slice(0, MARK);

/**
 * The marks after this token, or undefined when a provider repeats one (or gives none): then there is nothing further. Without it a provider that
 * hands out the same page again would be asked, and paid, for ever.
 */
export const markedAfter = (
  marks: readonly string[],
  token: string | null | undefined,
): readonly string[] | undefined => {
  if (token === null || token === undefined || token === '') return undefined;
  const mark = markOf(token);
  return marks.includes(mark) ? undefined : [...marks, mark];
};
