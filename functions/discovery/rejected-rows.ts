import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { mendOf } from './rejection-mends.ts';
import { type SpoolLog, sendFile } from './row-spool.ts';
import type { Rejection } from './source-rows.ts';

const VALUE_LIMIT = 1_000;
const WRITE_CHARACTERS = 64 * 1024;
const HEADER = 'line,column,reason,value,mend\r\n';

/**
 * A CSV cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.
 * Source: OWASP, "CSV Injection".
 */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
 * The list of rows that could not be used, as CSV on local disk until the import ends: line, column, reason, value, and what to do. `restored` is
 * what an earlier attempt had written of it, header included.
 */
export const createRejectedRows = async (directory: string, restored: AsyncIterable<Uint8Array> | null = null) => {
  const path = join(directory, 'rejected.csv');
  const file = openSync(path, 'w');
  let bytes = 0;
  let waiting = '';
  const write = (data: Uint8Array): void => {
    writeSync(file, data);
    bytes += data.byteLength;
  };
  const flush = (): void => {
    write(Buffer.from(waiting, 'utf8'));
    waiting = '';
  };
  if (restored === null) waiting = HEADER;
  else for await (const part of restored) write(part);

  return {
    add: ({ line, column, reason, value }: Rejection): void => {
      const cells = [String(line), column, reason, value.slice(0, VALUE_LIMIT), mendOf(reason)];
      waiting += `${cells.map(cell).join(',')}\r\n`;
      if (waiting.length >= WRITE_CHARACTERS) flush();
    },
    log: (): SpoolLog => {
      flush();
      return { path, bytes };
    },
    /** Hands the whole list to what sends it off. */
    send: async (send: (body: Readable) => Promise<void>): Promise<void> => {
      flush();
      await sendFile(path, undefined, send);
    },
    close: (): void => closeSync(file),
  };
};
export type RejectedRows = Awaited<ReturnType<typeof createRejectedRows>>;
