import type { StreamRecord } from '../../../lib/local/database/shard-reader.ts';
import { createFilter } from '../../../lib/local/event-sources/filter.ts';
import { createPendingBatches } from '../../../lib/local/event-sources/pending-batches.ts';
import { createStreamHandler, StreamSourceProperties } from '../../../lib/local/event-sources/stream-source.ts';
import type { Outcome } from '../../../lib/local/lambda/function-environment.ts';

const record = (sequence: number, type = 'wanted'): StreamRecord => ({
  eventID: `e${sequence}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(sequence), NewImage: { type: { S: type }, blob: { B: new Uint8Array([1, 2]) } } },
});
const sequences = (...numbers: number[]): StreamRecord[] => numbers.map((sequence) => record(sequence));

type Event = { Records: { dynamodb: { SequenceNumber: string; NewImage: unknown } }[] };
const setUp = (more: object, answer: (batch: string[]) => Outcome) => {
  const batches: string[][] = [];
  const given: { count: number; problem: string }[] = [];
  let last: Event | undefined;
  const pending = createPendingBatches(':memory:');
  const handle = createStreamHandler({
    properties: StreamSourceProperties.parse({
      EventSourceArn: 'arn:stream',
      FunctionName: 'project',
      StartingPosition: 'TRIM_HORIZON',
      ...more,
    }),
    consumer: 'c',
    pending,
    invoke: async (_name, event) => {
      last = event as Event;
      const batch = last.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      batches.push(batch);
      return answer(batch);
    },
    giveUp: (records, problem) => given.push({ count: records.length, problem }),
  });
  return { handle, batches, given, pending, event: () => last };
};
const done: Outcome = { ok: true, payload: 'null' };
const failed: Outcome = { ok: false, error: { errorType: 'Error', errorMessage: 'no' } };

test('a batch reaches the function in order, in Lambda’s shape', async () => {
  const { handle, batches, event } = setUp({}, () => done);
  expect(await handle(sequences(1, 2, 3))).toBeUndefined();
  expect(batches).toEqual([['1', '2', '3']]);
  expect(event()?.Records[0]?.dynamodb.NewImage).toEqual({ type: { S: 'wanted' }, blob: { B: 'AQI=' } });
});

test('what fails comes again from its first record, and is given up after its tries', async () => {
  const { handle, given } = setUp({ MaximumRetryAttempts: 1 }, () => failed);
  expect(await handle(sequences(1, 2))).toEqual({ firstFailed: '1' });
  expect(given).toEqual([]);
  expect(await handle(sequences(1, 2))).toBeUndefined();
  expect(given).toEqual([{ count: 2, problem: 'Error: no' }]);
});

test('without a bound nothing is ever given up', async () => {
  const { handle, given } = setUp({}, () => failed);
  for (let tries = 0; tries < 50; tries++) expect(await handle(sequences(1))).toEqual({ firstFailed: '1' });
  expect(given).toEqual([]);
});

test('a failing batch is halved until only the bad record is given up', async () => {
  const { handle, given, batches } = setUp({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 }, (batch) =>
    batch.includes('3') ? failed : done,
  );
  expect(await handle(sequences(1, 2, 3, 4))).toBeUndefined();
  expect(batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['4']]);
  expect(given).toEqual([{ count: 1, problem: 'Error: no' }]);
});

test('a function that reports single failures is given the batch from the earliest on', async () => {
  const { handle } = setUp({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, () => ({
    ok: true,
    payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier: '10' }, { itemIdentifier: '9' }] }),
  }));
  expect(await handle(sequences(8, 9, 10))).toEqual({ firstFailed: '9' });
});

test('a batch that was interrupted is handed over again as it was, and what came since apart', async () => {
  const { handle, batches, pending } = setUp({}, () => done);
  pending.begin('c', '1', '2');
  expect(await handle(sequences(1, 2, 3, 4))).toBeUndefined();
  expect(batches).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(pending.lastOf('c', '1')).toBeUndefined();
});

test('only records that pass the filter reach the function', async () => {
  const { handle, batches } = setUp(
    {
      FilterCriteria: {
        Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"type":{"S":["wanted",{"prefix":"also"}]}}}}' }],
      },
    },
    () => done,
  );
  expect(await handle([record(1), record(2, 'other'), record(3, 'also-me')])).toBeUndefined();
  expect(await handle([record(4, 'other')])).toBeUndefined();
  expect(batches).toEqual([['1', '3']]);
});

test.each([
  ['{"a":[1]}', { a: 1 }, true],
  ['{"a":[1]}', { a: '1' }, false],
  ['{"a":[null]}', { a: null }, true],
  ['{"a":[{"exists":false}]}', {}, true],
  ['{"a":{"b":[{"exists":true}]}}', { a: {} }, false],
  ['{"a":[{"anything-but":["x","y"]}]}', { a: 'z' }, true],
  ['{"a":[{"anything-but":"x"}]}', { a: 'x' }, false],
  ['{"a":[{"suffix":".com"}],"b":[true]}', { a: 'x.com', b: true }, true],
  ['{"a":["x"]}', { a: ['y', 'x'] }, true],
])('%s on %j: %s', (Pattern, value, expected) => {
  expect(createFilter({ Filters: [{ Pattern }] })(value)).toBe(expected);
});

test('a rule that is not known is refused', () => {
  expect(() => createFilter({ Filters: [{ Pattern: '{"a":[{"numeric":[">",1]}]}' }] })).toThrow('numeric');
});
