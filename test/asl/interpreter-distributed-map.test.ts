import { FunctionError, machineArn, only, task, world } from './interpreter-support.ts';

const LABEL = 'Preparecompanies';

/** A machine of one distributed Map over s3://data/in. */
const machine = (fields: object = {}, processor: object = task(), ExecutionType = 'EXPRESS') => ({
  StartAt: 'Prepare companies',
  States: {
    'Prepare companies': {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSONL' },
        Arguments: { Bucket: 'data', Key: 'in' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
        ...only(processor, 'Prepare batch'),
      },
      ...fields,
      End: true,
    },
  },
});

const writer = {
  ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'data', Prefix: 'out' } },
};
const lines = (count: number) => Array.from({ length: count }, (_, n) => JSON.stringify({ n })).join('\n');
type Batch = { Items: { n: number }[]; BatchInput?: unknown };

const reading = (text: string, functions = {}, changes = {}) => {
  const made = world({ work: (payload: unknown) => payload, ...functions }, changes);
  made.s3.objects.set('data/in', text);
  return made;
};

describe('1,000 rows of JSONL in batches of 25', () => {
  const batcher = { ItemBatcher: { MaxItemsPerBatch: 25, BatchInput: { run: '{% $states.input.run %}' } } };
  const work = (payload: unknown) => {
    const { Items } = payload as Batch;
    if (Items.some(({ n }) => n % 250 === 0)) throw new FunctionError('BadBatch', 'poisoned');
    return Items.length;
  };
  // Rows 0, 250, 500 and 750 each spoil one batch: 100 items of 1,000 fail.
  const tolerant = machine({ ...batcher, ...writer, ToleratedFailurePercentage: 10 });

  test('gives the map run and its manifest as result, and exports every child by how it ended', async () => {
    const { run, s3, stepFunctions, transitions } = reading(lines(1000), { work });
    const { status, output, arn } = await run(tolerant, { run: 'r1' });
    expect(status).toBe('SUCCEEDED');
    const [mapRun] = stepFunctions.mapRuns(arn);
    const runArn = mapRun?.arn ?? '';
    const id = runArn.split(':').at(-1) ?? '';
    expect(runArn).toMatch(/^arn:aws:states:us-east-1:000000000000:mapRun:machine\/Preparecompanies:[0-9a-f-]{36}$/);
    expect(output).toEqual({
      MapRunArn: runArn,
      ResultWriterDetails: { Bucket: 'data', Key: `out/${id}/manifest.json` },
    });
    const succeeded = s3.objects.get(`data/out/${id}/SUCCEEDED_0.json`) ?? '';
    const failed = s3.objects.get(`data/out/${id}/FAILED_0.json`) ?? '';
    expect(s3.json(`data/out/${id}/manifest.json`)).toEqual({
      DestinationBucket: 'data',
      MapRunArn: runArn,
      ResultFiles: {
        FAILED: [{ Key: `out/${id}/FAILED_0.json`, Size: Buffer.byteLength(failed) }],
        PENDING: [],
        SUCCEEDED: [{ Key: `out/${id}/SUCCEEDED_0.json`, Size: Buffer.byteLength(succeeded) }],
      },
    });
    const succeededChildren = JSON.parse(succeeded) as { Input: string; Output: string }[];
    expect(succeededChildren).toHaveLength(36);
    const [first] = succeededChildren;
    expect(first).toEqual({
      ExecutionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:000000000000:express:machine\/Preparecompanies:/,
      ) as unknown,
      Input: JSON.stringify({
        BatchInput: { run: 'r1' },
        Items: Array.from({ length: 25 }, (_, n) => ({ n: n + 25 })),
      }),
      InputDetails: { Included: true },
      Name: expect.any(String) as unknown,
      Output: '25',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven.',
      StartDate: '2026-01-01T00:00:00.000Z',
      StateMachineArn: `${machineArn()}/${LABEL}`,
      Status: 'SUCCEEDED',
      StopDate: '2026-01-01T00:00:00.000Z',
    });
    expect(JSON.parse(failed)).toHaveLength(4);
    expect((JSON.parse(failed) as object[])[0]).toMatchObject({
      Status: 'FAILED',
      Error: 'BadBatch',
      Cause: '{"errorType":"BadBatch","errorMessage":"poisoned"}',
    });
    expect(stepFunctions.mapRun(runArn)).toMatchObject({
      status: 'SUCCEEDED',
      counts: { SUCCEEDED: { items: 900, executions: 36 }, FAILED: { items: 100, executions: 4 } },
    });
    expect(transitions.filter((kind) => kind === `EXPRESS machine/${LABEL}`)).toHaveLength(40);
    expect(transitions.filter((kind) => kind === 'STANDARD machine')).toHaveLength(1);
  });

  test.each([
    [{ ToleratedFailurePercentage: 9.9 }],
    [{ ToleratedFailureCount: 99 }],
    [{ ToleratedFailureCount: 1000, ToleratedFailurePercentage: 5 }],
    [{}],
  ])('fails over the threshold %j, and still exports what ran', async (tolerance) => {
    const { run, s3, stepFunctions } = reading(lines(1000), { work });
    const { error, arn } = await run(machine({ ...batcher, ...writer, ...tolerance }), { run: 'r' });
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
    const [mapRun] = stepFunctions.mapRuns(arn);
    const id = mapRun?.arn.split(':').at(-1) ?? '';
    expect(mapRun?.status).toBe('FAILED');
    expect(s3.json(`data/out/${id}/manifest.json`)).toMatchObject({ MapRunArn: mapRun?.arn });
    const failed = s3.json(`data/out/${id}/FAILED_0.json`) as { Error: string }[];
    expect(failed[0]?.Error).toBe('BadBatch');
  });

  test('tolerates a count of failed items exactly', async () => {
    const { run } = reading(lines(1000), { work });
    expect(
      (await run(machine({ ...batcher, ToleratedFailureCount: '{% 100 %}', Output: 1 }), { run: 'r' })).status,
    ).toBe('SUCCEEDED');
  });

  test('the failed Map can be caught', async () => {
    const { run } = reading(lines(50), { work });
    const states = machine({
      ...batcher,
      Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Partly' }],
    });
    const Partly = { Type: 'Pass', Output: '{% $states.input.Cause %}', End: true };
    const { output } = await run({ ...states, States: { ...states.States, Partly } }, { run: 'r' });
    expect(output).toBe('The specified tolerated failure threshold was exceeded');
  });
});

describe('without a ResultWriter', () => {
  test('the result is the outputs in the order of the items, with failed children in full', async () => {
    const work = async (payload: unknown) => {
      const { n } = payload as { n: number };
      if (n === 1) throw new FunctionError('One');
      for (let turn = n; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return n * 10;
    };
    const { run } = reading(lines(4), { work });
    const { output } = await run(machine({ ToleratedFailureCount: 1 }));
    expect(output).toEqual([0, expect.objectContaining({ Status: 'FAILED', Error: 'One', Input: '{"n":1}' }), 20, 30]);
  });

  test('an empty dataset gives an empty array', async () => {
    expect((await reading('').run(machine())).output).toEqual([]);
  });

  test('WriterConfig FLATTEN joins arrays and NONE shows children in full', async () => {
    const flatten = { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } };
    const work = (payload: unknown) => [payload, payload];
    expect((await reading(lines(2), { work }).run(machine({ ResultWriter: flatten }))).output).toEqual([
      { n: 0 },
      { n: 0 },
      { n: 1 },
      { n: 1 },
    ]);
    const none = { WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' } };
    expect((await reading(lines(1)).run(machine({ ResultWriter: none }))).output).toMatchObject([
      { Output: '{"n":0}' },
    ]);
  });
});

describe('datasets', () => {
  const reader = (ReaderConfig: object) => ({
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig, Arguments: { Bucket: 'data', Key: 'in' } },
  });

  test.each<[string, object, string, unknown]>([
    ['a JSON array', { InputType: 'JSON' }, '[1,{"a":2}]', [1, { a: 2 }]],
    ['JSON Lines with blank lines', { InputType: 'JSONL' }, '{"a":1}\n\n{"a":"é"}\n', [{ a: 1 }, { a: 'é' }]],
    [
      'CSV with a header row',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      '\ufeffa,b\n1,"x, y"\n2,\n',
      [
        { a: '1', b: 'x, y' },
        { a: '2', b: '' },
      ],
    ],
    [
      'CSV with headers given and another delimiter',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'], CSVDelimiter: 'SEMICOLON' },
      '1;2\n',
      [{ x: '1', y: '2' }],
    ],
    ['no more than MaxItems', { InputType: 'JSONL', MaxItems: '{% 2 %}' }, lines(9), [{ n: 0 }, { n: 1 }]],
  ])('reads %s', async (_, config, text, expected) => {
    expect((await reading(text).run(machine(reader(config)))).output).toEqual(expected);
  });

  test.each<[string, object, string]>([
    ['a missing object', { InputType: 'JSONL' }, ''],
    ['lines that are no JSON', { InputType: 'JSONL' }, 'a,b'],
    ['JSON that is no array', { InputType: 'JSON' }, '{}'],
    ['broken CSV', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,b\n"1,2\n'],
  ])('%s fails with States.ItemReaderFailed', async (_, config, text) => {
    const made = reading(text);
    if (text === '') made.s3.objects.clear();
    expect((await made.run(machine(reader(config)))).error).toBe('States.ItemReaderFailed');
  });

  test('Items and ItemSelector feed children, who begin without variables of their parent', async () => {
    const { States } = machine(
      {
        ItemReader: undefined,
        Items: '{% [1..3] %}',
        ItemSelector: {
          v: '{% $states.context.Map.Item.Value * $factor %}',
          i: '{% $states.context.Map.Item.Index %}',
        },
      },
      { Type: 'Pass', Output: { got: '{% $states.input %}', factor: '{% $exists($factor) %}' } },
    );
    const { output } = await world().run({
      StartAt: 'Set',
      States: { Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Prepare companies' }, ...States },
    });
    expect(output).toEqual([1, 2, 3].map((n) => ({ got: { v: n * 10, i: n - 1 }, factor: false })));
  });
});

describe('batches', () => {
  test('end before MaxInputBytesPerBatch', async () => {
    const { run } = reading(lines(10), {
      work: (payload: unknown) => [JSON.stringify(payload).length, (payload as Batch).Items.length],
    });
    const { output } = await run(machine({ ItemBatcher: { MaxInputBytesPerBatch: 40 } }));
    expect(output).toEqual([
      [35, 3],
      [35, 3],
      [35, 3],
      [19, 1],
    ]);
  });

  test('never pass 256 KiB, whatever MaxItemsPerBatch says', async () => {
    const text = Array.from({ length: 5 }, () => JSON.stringify('x'.repeat(100_000))).join('\n');
    const { run } = reading(text, { work: (payload: unknown) => (payload as Batch).Items.length });
    expect((await run(machine({ ItemBatcher: { MaxItemsPerBatch: 100 } }))).output).toEqual([2, 2, 1]);
  });

  test('an item too large for an execution fails its own child, and in the result the Map', async () => {
    const text = `${JSON.stringify('x'.repeat(300_000))}\n1`;
    const { run } = reading(text, { work: () => 'done' });
    expect((await run(machine({ ToleratedFailureCount: 1, Output: 1 }))).error).toBe('States.DataLimitExceeded');
    const counted = await run(machine({ ToleratedFailureCount: 1, ...writer, Output: 'exported' }));
    expect(counted.output).toBe('exported');
  });
});

describe('children', () => {
  test('at most MaxConcurrency run at once, and never more than the cap of the machine', async () => {
    for (const [asked, cap, expected] of [
      [3, 8, 3],
      [100, 2, 2],
      [0, 2, 2],
    ]) {
      let running = 0;
      let most = 0;
      const work = async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return 1;
      };
      const { run } = reading(lines(20), { work }, { mapConcurrency: cap });
      await run(machine({ MaxConcurrency: asked, Output: 1 }));
      expect(most).toBe(expected);
    }
  });

  test('an Express child over five minutes is TIMED_OUT and counts as failed', async () => {
    const { run, stepFunctions, clock } = reading(lines(1));
    const before = clock.now();
    const { error, arn } = await run(machine({}, { Type: 'Wait', Seconds: 301 }));
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
    expect(clock.now() - before).toBe(300_000);
    expect(stepFunctions.mapRun(stepFunctions.mapRuns(arn)[0]?.arn ?? '')?.counts.TIMED_OUT.items).toBe(1);
  });

  test('Standard children are executions that can be listed and described', async () => {
    const { run, stepFunctions, transitions } = reading(lines(3));
    const { arn, output } = await run(machine({}, { Type: 'Wait', Seconds: 400 }, 'STANDARD'));
    expect(output).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    const mapRunArn = stepFunctions.mapRuns(arn)[0]?.arn ?? '';
    const children = stepFunctions.list({ mapRunArn, limit: 10 });
    expect(children.map(({ status, machineArn: machineOf, input }) => [status, machineOf, input])).toEqual(
      [2, 1, 0].map((n) => ['SUCCEEDED', `${machineArn()}/${LABEL}`, JSON.stringify({ n })]),
    );
    expect(transitions).toHaveLength(4);
  });

  test('stopping the parent aborts its map run and its children', async () => {
    const { create, start, stepFunctions, clock } = reading(lines(9), {}, { mapConcurrency: 2 });
    create(machine({}, { Type: 'Wait', Seconds: 400 }, 'STANDARD'));
    const arn = start();
    await clock.advance(0);
    const mapRunArn = stepFunctions.mapRuns(arn)[0]?.arn ?? '';
    expect(stepFunctions.mapRun(mapRunArn)?.counts.RUNNING.executions).toBe(2);
    stepFunctions.stop(arn);
    await clock.advance(1_000_000);
    expect(stepFunctions.mapRun(mapRunArn)).toMatchObject({
      status: 'ABORTED',
      counts: { ABORTED: { executions: 2 }, PENDING: { executions: 7 } },
    });
    expect(stepFunctions.list({ mapRunArn, limit: 9 }).map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });

  test('a writer that cannot write fails the Map with States.ResultWriterFailed', async () => {
    const writeObject = () => Promise.reject(new Error('AccessDenied'));
    const { run } = reading(lines(1), {}, { writeObject });
    expect(await run(machine(writer))).toMatchObject({ error: 'States.ResultWriterFailed', cause: 'AccessDenied' });
  });
});
