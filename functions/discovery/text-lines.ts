import { isUtf8 } from 'node:buffer';

/** One physical line of a file, counted from 1, without its line break. */
export type Line = Readonly<{
  number: number;
  text: string;
  /** Bytes that are not UTF-8 stand as U+FFFD in `text`; such a row cannot be trusted. */
  broken: boolean;
  /** Longer than any row may be; `text` is its beginning. */
  tooLong: boolean;
}>;

export const LINE_LIMIT_BYTES = 1024 * 1024;
const SHOWN_BYTES = 200;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How far a file is read: so many bytes, which were so many lines. Reading can go on from there. */
export type Position = Readonly<{ offset: number; line: number }>;
export const START: Position = { offset: 0, line: 0 };

type LinesOptions = Readonly<{ breakByte?: typeof NEWLINE | typeof RETURN; from?: Position }>;

/**
 * Splits a stream of bytes into lines, a batch for each chunk, in constant memory. A broken byte spoils its own line only, and a line over
 * 1 MiB is passed on cut, so that one bad line never costs the rest of the file. Breaks are LF and CR LF; CR alone when `breakByte` says so.
 */
export const readLines = (
  source: AsyncIterable<Uint8Array>,
  breakByte: typeof NEWLINE | typeof RETURN = NEWLINE,
): AsyncGenerator<readonly Line[]> => createLineReader(source, { breakByte }).batches;

/**
 * The same, for a reader that may have to go on later: `position` tells where the batch given last ends, null within a line that is passed
 * over. A stream that begins in the middle of a file says so by `from`.
 */
export const createLineReader = (
  source: AsyncIterable<Uint8Array>,
  { breakByte = NEWLINE, from = START }: LinesOptions = {},
): Readonly<{ batches: AsyncGenerator<readonly Line[]>; position: () => Position | null }> => {
  const state = { number: from.line, seen: from.offset, carriedBytes: 0, skipping: false };
  return {
    batches: splitLines(source, breakByte, state),
    position: () => (state.skipping ? null : { offset: state.seen - state.carriedBytes, line: state.number }),
  };
};

async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  breakByte: typeof NEWLINE | typeof RETURN,
  state: { number: number; seen: number; carriedBytes: number; skipping: boolean },
): AsyncGenerator<readonly Line[]> {
  let carried: Buffer[] = [];

  const lineOf = (bytes: Buffer, tooLong = false): Line => {
    state.number += 1;
    const shown = tooLong ? bytes.subarray(0, SHOWN_BYTES) : bytes;
    const end = shown.at(-1) === RETURN ? -1 : undefined;
    return {
      number: state.number,
      text: shown.toString('utf8', 0, shown.length + (end ?? 0)),
      broken: !tooLong && !isUtf8(shown),
      tooLong,
    };
  };

  for await (const chunk of source) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (state.seen === 0 && bytes.subarray(0, 3).equals(BOM)) bytes = bytes.subarray(3);
    state.seen += chunk.byteLength;
    const lines: Line[] = [];
    const last = bytes.lastIndexOf(breakByte);
    if (last === -1) {
      if (!state.skipping) {
        carried.push(bytes);
        state.carriedBytes += bytes.length;
      }
    } else {
      const first = bytes.indexOf(breakByte);
      if (state.skipping) state.skipping = false;
      else lines.push(lineOf(Buffer.concat([...carried, bytes.subarray(0, first)])));
      if (first < last) {
        const block = bytes.subarray(first + 1, last);
        if (isUtf8(block)) {
          for (const text of block.toString('utf8').split(String.fromCharCode(breakByte))) {
            state.number += 1;
            lines.push({
              number: state.number,
              text: text.endsWith('\r') ? text.slice(0, -1) : text,
              broken: false,
              tooLong: false,
            });
          }
        } else {
          for (let at = 0; at <= block.length; ) {
            const next = block.indexOf(breakByte, at);
            const end = next === -1 ? block.length : next;
            lines.push(lineOf(block.subarray(at, end)));
            at = end + 1;
          }
        }
      }
      carried = [bytes.subarray(last + 1)];
      state.carriedBytes = bytes.length - last - 1;
    }
    if (state.carriedBytes > LINE_LIMIT_BYTES) {
      lines.push(lineOf(Buffer.concat(carried), true));
      carried = [];
      state.carriedBytes = 0;
      state.skipping = true;
    }
    if (lines.length > 0) yield lines;
  }
  if (state.skipping || state.carriedBytes === 0) return;
  state.carriedBytes = 0;
  yield [lineOf(Buffer.concat(carried))];
}
