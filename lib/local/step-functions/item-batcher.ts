import { DATA_LIMIT } from './failures.ts';

export type BatchLimits = {
  readonly maxItems: number | undefined;
  readonly maxBytes: number | undefined;
  /** Fixed input every batch carries beside its items. */
  readonly batchInput: unknown;
};

/** Input of one child execution, as JSON text, and how many items it holds. */
export type Batch = { readonly items: number; readonly input: string };

/** Without an ItemBatcher every item is the input of a child execution of its own. */
export async function* singleItems(items: AsyncIterable<unknown>): AsyncGenerator<Batch> {
  for await (const item of items) yield { items: 1, input: JSON.stringify(item) };
}

/**
 * Groups items into `{ BatchInput, Items }`. A batch ends before it would pass `maxItems`, `maxBytes` or the 256 KiB
 * an execution's input may have; an item too large by itself makes a batch alone.
 */
export async function* batchItems(items: AsyncIterable<unknown>, limits: BatchLimits): AsyncGenerator<Batch> {
  const head = limits.batchInput === undefined ? '{' : `{"BatchInput":${JSON.stringify(limits.batchInput)},`;
  const frame = Buffer.byteLength(`${head}"Items":[]}`);
  const mostBytes = Math.min(limits.maxBytes ?? DATA_LIMIT, DATA_LIMIT);
  const mostItems = limits.maxItems ?? Number.POSITIVE_INFINITY;
  let texts: string[] = [];
  let bytes = frame;
  const close = (): Batch => ({ items: texts.length, input: `${head}"Items":[${texts.join(',')}]}` });
  for await (const item of items) {
    const text = JSON.stringify(item);
    const added = Buffer.byteLength(text) + (texts.length === 0 ? 0 : 1);
    if (texts.length > 0 && (texts.length >= mostItems || bytes + added > mostBytes)) {
      yield close();
      texts = [];
      bytes = frame;
    }
    bytes += Buffer.byteLength(text) + (texts.length === 0 ? 0 : 1);
    texts.push(text);
  }
  if (texts.length > 0) yield close();
}
