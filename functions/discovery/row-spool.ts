import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rows kept on local disk while a file is read: by number, in any order, with 12 bytes of memory a row. */
export type RowSpool = ReturnType<typeof createRowSpool>;

const WRITE_BYTES = 1024 * 1024;

/** Gives a directory of its own below the system's temporary one, and the way to remove it with all that is in it. */
export const temporaryDirectory = (): Readonly<{ path: string; remove: () => void }> => {
  const path = mkdtempSync(join(tmpdir(), 'throughline-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const grown = <Kind extends Float64Array | Uint32Array>(array: Kind, make: (length: number) => Kind): Kind => {
  const larger = make(array.length * 2);
  larger.set(array);
  return larger;
};

/**
 * A list may be larger than memory, yet merging duplicates needs earlier rows again: they wait here. A replaced row is written anew at the
 * end of the file.
 */
export const createRowSpool = (directory: string, name = 'rows') => {
  const file = openSync(join(directory, name), 'w+');
  let offsets = new Float64Array(1_024);
  let lengths = new Uint32Array(1_024);
  let count = 0;
  let written = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;

  const flush = (): void => {
    if (waitingBytes === 0) return;
    writeSync(file, Buffer.concat(waiting), 0, waitingBytes, written);
    written += waitingBytes;
    waiting = [];
    waitingBytes = 0;
  };

  const store = (at: number, text: string): void => {
    const bytes = Buffer.from(text, 'utf8');
    offsets[at] = written + waitingBytes;
    lengths[at] = bytes.length;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= WRITE_BYTES) flush();
  };

  return {
    /** Keeps a row and gives its number, counted from 0. */
    append: (text: string): number => {
      if (count === lengths.length) {
        offsets = grown(offsets, (length) => new Float64Array(length));
        lengths = grown(lengths, (length) => new Uint32Array(length));
      }
      store(count, text);
      count += 1;
      return count - 1;
    },
    replace: (row: number, text: string): void => store(row, text),
    read: (row: number): string => {
      const offset = offsets[row];
      const length = lengths[row];
      if (offset === undefined || length === undefined || row >= count) throw new Error(`There is no row ${row}`);
      if (offset + length > written) flush();
      const bytes = Buffer.allocUnsafe(length);
      readSync(file, bytes, 0, length, offset);
      return bytes.toString('utf8');
    },
    count: (): number => count,
    close: (): void => closeSync(file),
  };
};
