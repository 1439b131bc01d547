import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Rejection } from './source-rows.ts';

const VALUE_LIMIT = 1_000;
const WRITE_CHARACTERS = 64 * 1024;
const HEADER = 'line,column,reason,value\r\n';

/**
 * A CSV cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.
 * Source: OWASP, "CSV Injection".
 */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The list of rows that could not be used, as CSV on local disk until the import ends: line, column, reason, value. */
export const createRejectedRows = (directory: string) => {
  const path = join(directory, 'rejected.csv');
  const file = openSync(path, 'w');
  let waiting = HEADER;
  const flush = (): void => {
    writeSync(file, waiting);
    waiting = '';
  };
  return {
    add: ({ line, column, reason, value }: Rejection): void => {
      waiting += `${[String(line), column, reason, value.slice(0, VALUE_LIMIT)].map(cell).join(',')}\r\n`;
      if (waiting.length >= WRITE_CHARACTERS) flush();
    },
    /** Ends the list and gives it as a stream. */
    finish: (): Readable => {
      flush();
      closeSync(file);
      return createReadStream(path);
    },
  };
};
