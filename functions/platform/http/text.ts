import * as z from 'zod';

/** One line of text a person typed: trimmed, not empty, no control characters (a newline in a name could become a mail header). */
export const singleLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters');
