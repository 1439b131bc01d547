import * as z from 'zod';
import { type ProviderFailure, providerLabel } from '../platform/provider-failure.ts';

/** Rows of an answer that could be read, how many there were (and are charged for), and what is wrong with the first other one. */
export type Rows<Row> = Readonly<{ rows: readonly Row[]; given: number; wrong: string | null }>;
export const NO_ROWS: Rows<never> = { rows: [], given: 0, wrong: null };

/** From this share of unreadable rows on it is the shape that has changed, not a row that is odd. */
const CHANGED = 0.5;

const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined
    ? 'it is of another shape'
    : `${issue.path.map(String).join('.') || 'a row'}: ${issue.message}`;
};

/**
 * A list whose rows are read one by one: a row that cannot be read costs itself, not the page that was paid for. Where it is half of them or more,
 * the list is none.
 */
export const rowsOf = <Row extends z.ZodType>(row: Row) =>
  z.array(z.unknown()).transform((given, context): Rows<z.output<Row>> => {
    const rows: z.output<Row>[] = [];
    let wrong: string | null = null;
    for (const one of given) {
      const read = row.safeParse(one);
      if (read.success) rows.push(read.data);
      else wrong ??= firstIssue(read.error);
    }
    if (wrong !== null && given.length - rows.length >= given.length * CHANGED) {
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    }
    return { rows, given: given.length, wrong };
  });

/** What a person is told of rows that were left out; the same words on every page, so that a run says it once. */
export const unreadNotes = (provider: ProviderFailure['provider'], { wrong }: Rows<unknown>): readonly string[] =>
  wrong === null ? [] : [`${providerLabel(provider)} gave rows that could not be read; they were left out (${wrong}).`];
