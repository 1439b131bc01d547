import * as z from 'zod';
import type { MapState } from './definition.ts';
import { bindingsOf, type StateVisit } from './engine.ts';
import { StateFailure } from './failures.ts';
import { type Batch, batchItems, singleItems } from './item-batcher.ts';
import { type Bytes, readItems } from './item-reader.ts';
import { mapItems, selectedItem } from './run-branches.ts';

export type ReadObject = (bucket: string, key: string) => Bytes | Promise<Bytes>;

const objectAddress = z.strictObject({ Bucket: z.string(), Key: z.string() });
const resultAddress = z.strictObject({ Bucket: z.string(), Prefix: z.string().default('') });

const addressOf = <T>(schema: z.ZodType<T>, value: unknown, field: string): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new StateFailure('States.Runtime', `The field '${field}' is not understood: ${z.prettifyError(result.error)}`);
};

async function* taken(items: AsyncIterable<unknown>, most: number): AsyncGenerator {
  let count = 0;
  for await (const item of items) {
    if (count >= most) return;
    count += 1;
    yield item;
  }
}

async function* selected(visit: StateVisit, state: MapState, items: AsyncIterable<unknown>): AsyncGenerator {
  let index = 0;
  for await (const item of items) {
    yield await selectedItem(visit, state, index, item);
    index += 1;
  }
}

async function* each(items: readonly unknown[]): AsyncGenerator {
  await Promise.resolve();
  yield* items;
}

const itemsOf = async (visit: StateVisit, state: MapState, readObject: ReadObject): Promise<AsyncIterable<unknown>> => {
  const { expressions } = visit.engine;
  const reader = state.ItemReader;
  if (reader === undefined) return each(await mapItems(visit, state));
  const bindings = bindingsOf(visit);
  const given = await expressions.evaluate(reader.Arguments, 'ItemReader/Arguments', bindings);
  const { Bucket, Key } = addressOf(objectAddress, given, 'ItemReader/Arguments');
  const items = readItems(reader.ReaderConfig, () => readObject(Bucket, Key));
  const { MaxItems } = reader.ReaderConfig;
  if (MaxItems === undefined) return items;
  const field = 'ItemReader/ReaderConfig/MaxItems';
  return taken(items, await expressions.evaluateNumber(MaxItems, field, bindings, { minimum: 1 }));
};

/**
 * The inputs of a distributed Map's children: the items of its dataset, each through ItemSelector, in batches.
 *
 * @throws StateFailure States.ItemReaderFailed when the dataset cannot be read, while it is iterated
 */
export const datasetBatches = async (
  visit: StateVisit,
  state: MapState,
  readObject: ReadObject,
): Promise<AsyncIterable<Batch>> => {
  const items = selected(visit, state, await itemsOf(visit, state, readObject));
  const batcher = state.ItemBatcher;
  if (batcher === undefined) return singleItems(items);
  const { expressions } = visit.engine;
  const bindings = bindingsOf(visit);
  const limit = (field: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch') => {
    const template = batcher[field];
    if (template === undefined) return undefined;
    return expressions.evaluateNumber(template, `ItemBatcher/${field}`, bindings, { minimum: 1 });
  };
  const batchInput =
    batcher.BatchInput === undefined
      ? undefined
      : await expressions.evaluate(batcher.BatchInput, 'ItemBatcher/BatchInput', bindings);
  const maxItems = await limit('MaxItemsPerBatch');
  return batchItems(items, { maxItems, maxBytes: await limit('MaxInputBytesPerBatch'), batchInput });
};

/** Where a Map's ResultWriter exports to. */
export const resultDestination = async (
  visit: StateVisit,
  args: unknown,
): Promise<{ readonly bucket: string; readonly prefix: string }> => {
  const field = 'ResultWriter/Arguments';
  const given = await visit.engine.expressions.evaluate(args, field, bindingsOf(visit));
  const { Bucket, Prefix } = addressOf(resultAddress, given, field);
  return { bucket: Bucket, prefix: Prefix };
};
