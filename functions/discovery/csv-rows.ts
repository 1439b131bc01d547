import { CsvError, parse } from 'csv-parse/sync';
import type { Line } from './text-lines.ts';

/** A record of a CSV file: its fields, or why it could not be read (`column` counts from 0). */
export type CsvRecord =
  | Readonly<{ ok: true; line: number; fields: readonly string[] }>
  | Readonly<{ ok: false; line: number; reason: string; column: number | null; value: string }>;

/** A quoted field may run over so many lines before its opening quote counts as a slip. */
const RECORD_LINES = 200;
const PARSED_AT_ONCE = 500;

const quotesIn = (text: string): number => {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes;
};

/** Whether a quoted field that begins in this text ends beyond it. */
export const hasOpenQuote = (text: string): boolean => quotesIn(text) % 2 === 1;
const isOdd = (line: Line): boolean => hasOpenQuote(line.text);

type Whole = Readonly<{ line: number; text: string }>;

/**
 * Reads CSV records (RFC 4180) from lines, without letting one slip take other rows with it. A stray quote would make a plain parser swallow
 * everything up to the next one; here a record is first put together by counting quotes, and when it then does not parse or has another
 * number of columns, only its first line is rejected and the lines after it are read anew.
 */
export const createCsvReader = ({ delimiter, width }: { delimiter: string; width: number }) => {
  let open: Line[] = [];
  let ready: Whole[] = [];

  const parseText = (text: string, trim = false): string[][] =>
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      ...(trim ? { ltrim: true, rtrim: true } : {}),
    });

  const parseOne = ({ line, text }: Whole): CsvRecord => {
    try {
      const records = parseText(text, delimiter !== '\t');
      const fields = records[0];
      return records.length === 1 && fields !== undefined
        ? sized(line, fields, text)
        : { ok: false, line, reason: 'wrong_quote', column: null, value: text };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const column = typeof error['column'] === 'number' ? error['column'] : null;
      return { ok: false, line, reason: 'wrong_quote', column, value: text };
    }
  };

  /** Surplus empty cells are how spreadsheets end a row; anything else shifts values into wrong columns. */
  const sized = (line: number, fields: readonly string[], text: string): CsvRecord => {
    if (fields.length === width) return { ok: true, line, fields };
    if (fields.length > width && fields.slice(width).every((field) => field.trim() === ''))
      return { ok: true, line, fields: fields.slice(0, width) };
    return { ok: false, line, reason: 'wrong_column_count', column: null, value: text };
  };

  const flush = (out: CsvRecord[]): void => {
    if (ready.length === 0) return;
    const batch = ready;
    ready = [];
    try {
      const records = parseText(batch.map(({ text }) => text).join('\n'));
      if (records.length === batch.length) {
        for (const [at, { line, text }] of batch.entries()) out.push(sized(line, records[at] ?? [], text));
        return;
      }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    for (const whole of batch) out.push(parseOne(whole));
  };

  const rejectLine = ({ number, text, tooLong }: Line, out: CsvRecord[]): void => {
    if (tooLong) {
      out.push({ ok: false, line: number, reason: 'line_too_long', column: null, value: text });
      return;
    }
    const parsed = parseOne({ line: number, text: text.replaceAll('"', '') });
    const at = parsed.ok ? parsed.fields.findIndex((field) => field.includes('\uFFFD')) : -1;
    out.push({ ok: false, line: number, reason: 'broken_utf8', column: at === -1 ? null : at, value: text });
  };

  /** Takes an open record whose quotes are balanced now; if it is no record, its first line is at fault and the rest is read anew. */
  const close = (out: CsvRecord[]): void => {
    const [first, ...rest] = open;
    open = [];
    if (first === undefined) return;
    const parsed = parseOne({ line: first.number, text: [first, ...rest].map(({ text }) => text).join('\n') });
    if (parsed.ok) {
      flush(out);
      out.push(parsed);
    } else giveUp(first, rest, out);
  };

  const giveUp = (first: Line, rest: readonly Line[], out: CsvRecord[]): void => {
    flush(out);
    const alone = parseOne({ line: first.number, text: first.text });
    out.push({
      ok: false,
      line: first.number,
      reason: 'wrong_quote',
      column: alone.ok ? null : alone.column,
      value: first.text,
    });
    for (const line of rest) take(line, out);
  };

  const take = (line: Line, out: CsvRecord[]): void => {
    if (line.broken || line.tooLong) {
      // A record cannot go on over a line that cannot be read.
      endOpen(out);
      flush(out);
      rejectLine(line, out);
    } else if (open.length > 0) {
      open.push(line);
      if (isOdd(line)) close(out);
      else if (open.length > RECORD_LINES) endOpen(out);
    } else if (isOdd(line)) open = [line];
    else if (line.text.trim() !== '') {
      ready.push({ line: line.number, text: line.text });
      if (ready.length >= PARSED_AT_ONCE) flush(out);
    }
  };

  const endOpen = (out: CsvRecord[]): void => {
    while (open.length > 0) {
      const [first, ...rest] = open;
      open = [];
      if (first !== undefined) giveUp(first, rest, out);
    }
  };

  return {
    /** Whether a record has begun whose end is not read yet. */
    isOpen: (): boolean => open.length > 0,
    /** Records that these lines complete. */
    read: (lines: readonly Line[]): CsvRecord[] => {
      const out: CsvRecord[] = [];
      for (const line of lines) take(line, out);
      flush(out);
      return out;
    },
    /** What is left at the end of the file. */
    end: (): CsvRecord[] => {
      const out: CsvRecord[] = [];
      endOpen(out);
      flush(out);
      return out;
    },
  };
};
