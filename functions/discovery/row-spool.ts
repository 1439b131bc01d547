import { closeSync, createReadStream, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A file of lines that only grows, up to so many bytes. */
export type SpoolLog = Readonly<{ path: string; bytes: number }>;

const WRITE_BYTES = 1024 * 1024;

/** Gives a directory of its own below the system's temporary one, and the way to remove it with all that is in it. */
export const temporaryDirectory = (): Readonly<{ path: string; remove: () => void }> => {
  const path = mkdtempSync(join(tmpdir(), 'throughline-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/**
 * Hands a file, or a part of it, to what sends it off. When sending fails before the file was opened, opening it must not fail later on: the
 * directory may be gone by then, and nobody would listen.
 */
export const sendFile = async (
  path: string,
  part: Readonly<{ start: number; end: number }> | undefined,
  send: (body: Readable) => Promise<void>,
): Promise<void> => {
  const body = createReadStream(path, part);
  try {
    await send(body);
  } finally {
    body.on('error', () => undefined);
    body.destroy();
  }
};

const grown = <Kind extends Float64Array | Uint32Array>(array: Kind, make: (length: number) => Kind): Kind => {
  const larger = make(array.length * 2);
  larger.set(array);
  return larger;
};

const TEXTS_AT_ONCE = 500;
const NEWLINE = Buffer.from('\n');

/**
 * A list may be larger than memory, yet merging duplicates needs earlier rows again: they wait here, a line each. A replaced row is written
 * anew at the end of the file, so that the file is a log: who reads its lines in order comes to the same rows.
 */
export const createRowSpool = (directory: string, name = 'rows') => {
  const path = join(directory, name);
  const file = openSync(path, 'w+');
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
    waiting.push(bytes, NEWLINE);
    waitingBytes += bytes.length + 1;
    if (waitingBytes >= WRITE_BYTES) flush();
  };

  const read = (row: number): string => {
    const offset = offsets[row];
    const length = lengths[row];
    if (offset === undefined || length === undefined || row >= count) throw new Error(`There is no row ${String(row)}`);
    if (offset + length > written) flush();
    const bytes = Buffer.allocUnsafe(length);
    readSync(file, bytes, 0, length, offset);
    return bytes.toString('utf8');
  };

  function* texts(): Generator<string> {
    for (let start = 0; start < count; start += TEXTS_AT_ONCE) {
      const rows = Math.min(TEXTS_AT_ONCE, count - start);
      yield Array.from({ length: rows }, (_, at) => `${read(start + at)}\n`).join('');
    }
  }

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
    read,
    /** All rows as lines, some hundred at a time. */
    texts: (): Generator<string> => texts(),
    /** Everything that was kept and replaced so far: the file and how long it is. */
    log: (): SpoolLog => {
      flush();
      return { path, bytes: written };
    },
    count: (): number => count,
    close: (): void => closeSync(file),
  };
};
