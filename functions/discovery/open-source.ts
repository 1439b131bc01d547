import { openCsv } from './open-csv.ts';
import { openJsonl } from './open-jsonl.ts';
import type { OpenSource, SourceRest, SourceSettings } from './source-rows.ts';
import { createLineReader } from './text-lines.ts';

const HEAD_BYTES = 4_096;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', 'an Excel workbook or a ZIP archive'],
  ['d0cf11e0', 'an old Excel workbook'],
  ['25504446', 'a PDF'],
  ['1f8b', 'a gzip archive'],
  ['89504e47', 'an image'],
  ['ffd8ff', 'an image'],
  ['fffe', 'text in UTF-16'],
  ['feff', 'text in UTF-16'],
];

/** What is wrong with a file as a whole, judged by its first bytes; undefined when it can be tried. */
const problemOf = (head: Buffer, format: 'csv' | 'jsonl'): string | undefined => {
  const wanted = format === 'csv' ? 'CSV in UTF-8 with a header line' : 'JSONL in UTF-8, one object a line';
  const hex = head.subarray(0, 8).toString('hex');
  const found = SIGNATURES.find(([signature]) => hex.startsWith(signature))?.[1];
  if (found !== undefined) return `The file is ${found}. Save it as ${wanted}.`;
  if (head.includes(0)) return `The file is not text. Save it as ${wanted}.`;
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') return 'The file is empty.';
  if (/^<(?:!doctype|html|\?xml)/i.test(text)) return `The file is a web page or XML. Save it as ${wanted}.`;
  if (format === 'csv')
    return /^(?:\{\s*["}]|\[\s*[{["\]])/.test(text)
      ? 'The file holds JSON, but was announced as CSV. Announce it as jsonl, with one object a line.'
      : undefined;
  if (text.startsWith('['))
    return 'The file is one JSON array. JSONL holds one object a line, without brackets and commas around them.';
  const firstLine = /^[^\r\n]{0,80}/.exec(text)?.[0] ?? '';
  return /^\s*\{/m.test(text)
    ? undefined
    : `The file was announced as JSONL, but its lines are no JSON objects; the first is “${firstLine}”.`;
};

/**
 * Opens a list for import: looks at its first bytes, finds its columns and gives its rows in batches as they are read; those of `rest` when
 * reading goes on. Nothing but what a batch needs is held.
 */
export const openSource = async (
  stream: AsyncIterable<Uint8Array>,
  format: 'csv' | 'jsonl',
  settings: SourceSettings,
  rest?: SourceRest,
): Promise<OpenSource> => {
  const chunks = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const chunk = await chunks.next();
    if (chunk.done === true) break;
    first.push(chunk.value);
    bytes += chunk.value.byteLength;
  }
  const head = Buffer.concat(first);
  const problem = problemOf(head.subarray(0, HEAD_BYTES), format);
  if (problem !== undefined) {
    await chunks.return?.();
    return { ok: false, problem };
  }
  const whole = async function* () {
    yield head;
    for (let chunk = await chunks.next(); chunk.done !== true; chunk = await chunks.next()) yield chunk.value;
  };
  // Old Mac files end their lines with CR alone.
  const breakByte = !head.includes(NEWLINE) && head.includes(RETURN) ? RETURN : NEWLINE;
  const lines = createLineReader(whole(), { breakByte });
  const ahead = rest === undefined ? undefined : createLineReader(rest.stream, { breakByte, from: rest.from });
  const opened = await (format === 'csv'
    ? openCsv(lines, settings, ahead)
    : openJsonl(lines, settings, ahead === undefined ? undefined : { ...ahead, names: rest?.from.names ?? [] }));
  // Nothing but the columns was wanted of the head of a file whose reading goes on further down.
  if (!opened.ok || rest !== undefined) await chunks.return?.();
  return opened;
};
