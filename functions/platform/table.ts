import {
  type AttributeValue,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from './keys.ts';
import { type Meter, processMeter } from './meter.ts';

export type Item = Readonly<Record<string, unknown>>;
type Without<T> = Omit<T, 'TableName' | 'ReturnConsumedCapacity'>;
export type Update = Without<UpdateCommandInput> & { Key: Key };
export type Query = Without<QueryCommandInput>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type NoTable<T> = T extends object ? Omit<T, 'TableName'> : T;
export type Action = {
  readonly [Kind in keyof TransactItem]?: NoTable<NonNullable<TransactItem[Kind]>>;
};

/** Why a transaction did not happen: for each action in order its reason code and, when asked for, the item as it was. */
export type Cancelled = Readonly<{
  ok: false;
  reasons: readonly Readonly<{ code: string; item?: Item }>[];
  conflict: boolean;
}>;
export type ConditionFailed = Readonly<{ ok: false; item?: Item }>;
export type Page = Readonly<{ items: readonly Item[]; next?: Record<string, unknown> }>;

const BATCH_WRITE = 25;
const BATCH_GET = 100;
const TRANSACTION_TRIES = 6;

/**
 * The single table, through lib-dynamodb: adds the table's name, sums consumed capacity, repeats what a batch left over, and turns failed
 * conditions into values. Stores decode what they read.
 */
export type Table = ReturnType<typeof createTable>;

export const createTable = ({
  name,
  client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  }),
  meter = processMeter,
  sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
}: {
  name: string;
  client?: DynamoDBDocumentClient;
  meter?: Meter;
  sleep?: (milliseconds: number) => Promise<void>;
}) => {
  const common = { TableName: name, ReturnConsumedCapacity: 'TOTAL' } as const;
  const wrote = (capacity: { CapacityUnits?: number | undefined } | undefined) => {
    meter.add({ write: capacity?.CapacityUnits ?? 0 });
  };

  /** A single write meets a transaction on the same item now and then; DynamoDB refuses it and leaves the repeat to us. */
  const unlessInTransaction = async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof TransactionConflictException) || attempt === TRANSACTION_TRIES) throw error;
        await sleep(backoff(attempt));
      }
    }
  };

  const get = async (key: Key, options: { consistent?: boolean } = {}): Promise<Item | undefined> => {
    const answer = await client.send(
      new GetCommand({ ...common, Key: key, ConsistentRead: options.consistent ?? false }),
    );
    meter.add({ read: answer.ConsumedCapacity?.CapacityUnits ?? 0 });
    return answer.Item;
  };

  /** Writes an item; with a condition that fails, gives `{ ok: false, item }` with the item as it stands. */
  const put = async (
    item: Item & Key,
    condition: Pick<
      UpdateCommandInput,
      'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    > = {},
  ): Promise<{ ok: true } | ConditionFailed> => {
    try {
      const answer = await unlessInTransaction(() =>
        client.send(
          new PutCommand({ ...common, ...condition, Item: item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        ),
      );
      wrote(answer.ConsumedCapacity);
      return { ok: true };
    } catch (error) {
      return conditionFailed(error, meter);
    }
  };

  /** Changes an item and gives it as it is after (or as `ReturnValues` says); a failed condition is a value. */
  const update = async (input: Update): Promise<{ ok: true; item?: Item } | ConditionFailed> => {
    try {
      const answer = await unlessInTransaction(() =>
        client.send(new UpdateCommand({ ...common, ReturnValuesOnConditionCheckFailure: 'ALL_OLD', ...input })),
      );
      wrote(answer.ConsumedCapacity);
      return { ok: true, ...(answer.Attributes === undefined ? {} : { item: answer.Attributes }) };
    } catch (error) {
      return conditionFailed(error, meter);
    }
  };

  const remove = async (key: Key): Promise<void> => {
    wrote((await client.send(new DeleteCommand({ ...common, Key: key }))).ConsumedCapacity);
  };

  /** One page of a Query; `next` is where the following page starts, absent on the last. */
  const query = async (input: Query): Promise<Page> => {
    const answer = await client.send(new QueryCommand({ ...common, ...input }));
    meter.add({ read: answer.ConsumedCapacity?.CapacityUnits ?? 0 });
    return {
      items: answer.Items ?? [],
      ...(answer.LastEvaluatedKey === undefined ? {} : { next: answer.LastEvaluatedKey }),
    };
  };

  /** Every item of a Query, page after page. For collections known to be small. */
  const queryAll = async (input: Query): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await query({ ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
      items.push(...page.items);
      start = page.next;
    } while (start !== undefined);
    return items;
  };

  /** Reads many items; those that do not exist are left out, order is not kept. */
  const batchGet = async (keys: readonly Key[]): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for (let at = 0; at < keys.length; at += BATCH_GET) {
      let wanted: Record<string, unknown>[] = keys.slice(at, at + BATCH_GET).map((key) => ({ ...key }));
      for (let attempt = 0; wanted.length > 0; attempt += 1) {
        if (attempt > 0) await sleep(backoff(attempt));
        const answer = await client.send(
          new BatchGetCommand({ RequestItems: { [name]: { Keys: wanted } }, ReturnConsumedCapacity: 'TOTAL' }),
        );
        for (const capacity of answer.ConsumedCapacity ?? []) meter.add({ read: capacity.CapacityUnits ?? 0 });
        items.push(...(answer.Responses?.[name] ?? []));
        wanted = answer.UnprocessedKeys?.[name]?.Keys ?? [];
      }
    }
    return items;
  };

  /** Puts many items without conditions (last write wins), 25 a request, repeating what was left over. */
  const batchPut = async (items: readonly (Item & Key)[]): Promise<void> => {
    for (let at = 0; at < items.length; at += BATCH_WRITE) {
      let requests = items
        .slice(at, at + BATCH_WRITE)
        .map((item) => ({ PutRequest: { Item: { ...item } } })) as NonNullable<
        NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]['RequestItems']>[string]
      >;
      for (let attempt = 0; requests.length > 0; attempt += 1) {
        if (attempt > 0) await sleep(backoff(attempt));
        const answer = await client.send(
          new BatchWriteCommand({ RequestItems: { [name]: requests }, ReturnConsumedCapacity: 'TOTAL' }),
        );
        for (const capacity of answer.ConsumedCapacity ?? []) wrote(capacity);
        requests = answer.UnprocessedItems?.[name] ?? [];
      }
    }
  };

  /**
   * All or nothing, ≤ 100 actions. Failed conditions come back as `{ ok: false, reasons }` in the order of the actions; a mere conflict with
   * another transaction is tried again with jitter before it is given back as `conflict`.
   */
  const transact = async (
    actions: readonly Action[],
    options: { token?: string } = {},
  ): Promise<{ ok: true } | Cancelled> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await client.send(
          new TransactWriteCommand({
            TransactItems: actions.map((action) => withTable(action, name)),
            ReturnConsumedCapacity: 'TOTAL',
            ...(options.token === undefined ? {} : { ClientRequestToken: options.token }),
          }),
        );
        for (const capacity of answer.ConsumedCapacity ?? []) wrote(capacity);
        return { ok: true };
      } catch (error) {
        const cancelled = cancellation(error);
        if (!cancelled.conflict || attempt === TRANSACTION_TRIES) return cancelled;
        await sleep(backoff(attempt));
      }
    }
  };

  return { name, get, put, update, remove, query, queryAll, batchGet, batchPut, transact };
};

const backoff = (attempt: number): number => Math.random() * Math.min(2_000, 25 * 2 ** attempt);

const withTable = (action: Action, table: string): TransactItem =>
  Object.fromEntries(
    Object.entries(action).map(([kind, input]) => [
      kind,
      { ReturnValuesOnConditionCheckFailure: 'ALL_OLD', ...(input as object), TableName: table },
    ]),
  );

/** lib-dynamodb unmarshalls answers but not errors: the item of a failed condition still has DynamoDB's own types. */
const plain = (item: Record<string, AttributeValue>): Item => unmarshall(item);

const conditionFailed = (error: unknown, meter: Meter): ConditionFailed => {
  if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  // A failed condition still consumes the write; DynamoDB's error does not say how much, one unit is the least.
  meter.add({ write: 1 });
  return 'Item' in error && typeof error.Item === 'object' && error.Item !== null
    ? { ok: false, item: plain(error.Item as Record<string, AttributeValue>) }
    : { ok: false };
};

const cancellation = (error: unknown): Cancelled => {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = (error.CancellationReasons ?? []).map(({ Code, Item: item }) => ({
    code: Code ?? 'None',
    ...(item === undefined ? {} : { item: plain(item) }),
  }));
  const failed = reasons.filter(({ code }) => code !== 'None');
  return {
    ok: false,
    reasons,
    conflict: failed.length > 0 && failed.every(({ code }) => code === 'TransactionConflict'),
  };
};
