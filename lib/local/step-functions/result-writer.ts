import { Readable } from 'node:stream';
import type { BatchRecord, MapRunRecord } from './map-run-store.ts';

/** ResultWriter.WriterConfig of a distributed Map state. */
export type WriterConfig = {
  readonly Transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  readonly OutputType: 'JSON' | 'JSONL';
};

export type ResultDestination = { readonly bucket: string; readonly prefix: string };

export type WriteObject = (bucket: string, key: string, body: AsyncIterable<Uint8Array>) => Promise<void>;

type Pages = (after: number) => readonly BatchRecord[];

const FILES = ['SUCCEEDED', 'FAILED', 'PENDING'] as const;
type File = (typeof FILES)[number];

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

const fileOf = (batch: BatchRecord): File => {
  if (batch.status === 'SUCCEEDED') return 'SUCCEEDED';
  return batch.startedAt === undefined ? 'PENDING' : 'FAILED';
};

const redrive = (batch: BatchRecord) =>
  batch.status === 'SUCCEEDED'
    ? {
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven.',
      }
    : { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Redrive is not offered by the local cloud.' };

/** A child execution as the service exports it (developer guide, "ResultWriter (Map)"). */
const childExecution = (batch: BatchRecord, run: MapRunRecord) => ({
  ...(batch.cause === undefined ? {} : { Cause: batch.cause }),
  ...(batch.error === undefined ? {} : { Error: batch.error }),
  ...(batch.executionArn === undefined ? {} : { ExecutionArn: batch.executionArn }),
  Input: batch.input,
  InputDetails: { Included: true },
  ...(batch.executionArn === undefined ? {} : { Name: batch.executionArn.split(':')[7] }),
  ...(batch.output === undefined ? {} : { Output: batch.output, OutputDetails: { Included: true } }),
  RedriveCount: 0,
  ...redrive(batch),
  ...(batch.startedAt === undefined ? {} : { StartDate: iso(batch.startedAt) }),
  StateMachineArn: run.machineArn,
  Status: batch.status,
  ...(batch.stoppedAt === undefined ? {} : { StopDate: iso(batch.stoppedAt) }),
});

/** What one child adds to the results: itself in full, its output, or each member of its output. */
const resultsOf = (
  batch: BatchRecord,
  run: MapRunRecord,
  transformation: WriterConfig['Transformation'],
): unknown[] => {
  // The service shows failed children in full whatever the transformation.
  if (transformation === 'NONE' || batch.status !== 'SUCCEEDED') return [childExecution(batch, run)];
  const output: unknown = JSON.parse(batch.output ?? 'null');
  return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output];
};

const batchesOf = function* (pages: Pages): Generator<BatchRecord> {
  let after = -1;
  for (;;) {
    const page = pages(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
};

/** The Map state's result when nothing is exported: the children's outputs in the order of their items. */
export const collectResults = (run: MapRunRecord, pages: Pages, config: WriterConfig | undefined): unknown[] =>
  [...batchesOf(pages)].flatMap((batch) => resultsOf(batch, run, config?.Transformation ?? 'COMPACT'));

const encoded = (texts: Iterable<string>, measure: (bytes: number) => void): Readable =>
  Readable.from(
    (function* () {
      for (const text of texts) {
        const chunk = Buffer.from(text);
        measure(chunk.length);
        yield chunk;
      }
    })(),
  );

const jsonTexts = function* (results: Iterable<unknown>, outputType: WriterConfig['OutputType']): Generator<string> {
  let separator = '[';
  for (const result of results) {
    yield outputType === 'JSONL' ? `${JSON.stringify(result)}\n` : `${separator}${JSON.stringify(result)}`;
    separator = ',';
  }
  if (outputType === 'JSON') yield separator === '[' ? '[]' : ']';
};

const filesPresent = (pages: Pages): File[] => {
  const present = new Set<File>();
  for (const batch of batchesOf(pages)) present.add(fileOf(batch));
  return FILES.filter((file) => present.has(file));
};

/**
 * Exports a map run: SUCCEEDED_0.json, FAILED_0.json and PENDING_0.json as far as there are such children, then
 * manifest.json, all under `<prefix>/<map run id>/`. Gives the Map state's result.
 */
export const exportResults = async (
  run: MapRunRecord,
  pages: Pages,
  destination: ResultDestination,
  config: WriterConfig | undefined,
  writeObject: WriteObject,
): Promise<unknown> => {
  const { Transformation, OutputType } = config ?? { Transformation: 'NONE', OutputType: 'JSON' };
  const { bucket, prefix } = destination;
  const folder = `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}${run.arn.split(':').at(-1) ?? ''}`;
  const listed: Record<File, { Key: string; Size: number }[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const file of filesPresent(pages)) {
    const results = function* (): Generator {
      for (const batch of batchesOf(pages)) {
        if (fileOf(batch) === file) yield* resultsOf(batch, run, Transformation);
      }
    };
    const entry = { Key: `${folder}/${file}_0.${OutputType.toLowerCase()}`, Size: 0 };
    const body = encoded(jsonTexts(results(), OutputType), (bytes) => {
      entry.Size += bytes;
    });
    await writeObject(bucket, entry.Key, body);
    listed[file].push(entry);
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: run.arn, ResultFiles: listed };
  const key = `${folder}/manifest.json`;
  await writeObject(bucket, key, Readable.from([Buffer.from(JSON.stringify(manifest))]));
  return { MapRunArn: run.arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
};
