import { Readable } from 'node:stream';
import { parse as csvParser } from 'csv-parse';
import { StateFailure } from './failures.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** How an S3 object holds the items of a distributed Map (ASL ItemReader.ReaderConfig). */
export type ReaderConfig = {
  readonly InputType: 'JSON' | 'JSONL' | 'CSV';
  readonly CSVHeaders?: readonly string[] | undefined;
  readonly CSVDelimiter?: 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB' | undefined;
};

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

async function* linesOf(body: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}

async function* jsonLines(body: Bytes): AsyncGenerator {
  for await (const line of linesOf(body)) {
    if (line.trim() !== '') yield JSON.parse(line);
  }
}

async function* jsonArray(body: Bytes): AsyncGenerator {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString());
  if (!Array.isArray(parsed)) throw new Error('the JSON object does not hold an array');
  yield* parsed;
}

async function* csvRows(body: Bytes, config: ReaderConfig): AsyncGenerator {
  const parser = csvParser({
    bom: true,
    columns: config.CSVHeaders === undefined ? true : [...config.CSVHeaders],
    delimiter: DELIMITERS[config.CSVDelimiter ?? 'COMMA'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // pipe() does not carry a source's failure on, so the parser is ended with it by hand.
  const source = Readable.from(body);
  source.on('error', (error) => parser.destroy(error));
  for await (const row of source.pipe(parser)) yield row;
}

/**
 * The items of a dataset, one by one and in order; JSONL and CSV are never held whole in memory.
 *
 * @throws StateFailure States.ItemReaderFailed when the object cannot be read or is not what InputType says
 */
export async function* readItems(config: ReaderConfig, open: () => Bytes | Promise<Bytes>): AsyncGenerator {
  try {
    const body = await open();
    if (config.InputType === 'JSONL') yield* jsonLines(body);
    else if (config.InputType === 'JSON') yield* jsonArray(body);
    else yield* csvRows(body, config);
  } catch (error) {
    throw new StateFailure('States.ItemReaderFailed', error instanceof Error ? error.message : String(error));
  }
}
