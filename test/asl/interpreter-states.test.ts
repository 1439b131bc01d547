import { FunctionError, only, task, world } from './interpreter-support.ts';

const pass = (fields: object) => only({ Type: 'Pass', ...fields });

describe('Pass', () => {
  test('gives its input on when it has no Output', async () => {
    expect(await world().run(pass({}), { a: 1 })).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } });
  });

  test('evaluates expressions in string positions at any depth and leaves other strings alone', async () => {
    const Output = { a: ['{% $states.input.n + 1 %}', { b: '{% $states.input.n %}' }], c: ' {% not one %} ', d: '$x' };
    const { output } = await world().run(pass({ Output }), { n: 1 });
    expect(output).toEqual({ a: [2, { b: 1 }], c: ' {% not one %} ', d: '$x' });
  });

  test('shows execution, state machine and state in the context object', async () => {
    const { output, arn } = await world().run(pass({ Output: '{% $states.context %}' }), { n: 1 });
    expect(output).toEqual({
      Execution: {
        Id: arn,
        Input: { n: 1 },
        Name: arn.split(':')[7],
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' },
      State: { Name: 'Only', EnteredTime: '2026-01-01T00:00:00.000Z' },
    });
  });
});

describe('the functions Step Functions adds to JSONata', () => {
  test.each<[string, unknown]>([
    ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$random()', 0.5],
    ['$random(7) = $random(7) and $random(7) != $random(8)', true],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ["$now('[Y0001]-[M01]')", '2026-01'],
    ['$millis()', Date.parse('2026-01-01T00:00:00.000Z')],
    ['$length($uuid())', 36],
  ])('%s', async (expression, expected) => {
    expect((await world().run(pass({ Output: `{% ${expression} %}` }))).output).toEqual(expected);
  });

  test.each(['$partition([1], 0)', '$range(0, 1, 0)', "$hash('a', 'CRC')", "$parse('{')", '$error("no")'])(
    '%s is a query evaluation error',
    async (expression) => {
      const { error } = await world().run(pass({ Output: `{% ${expression} %}` }));
      expect(error).toBe('States.QueryEvaluationError');
    },
  );
});

describe('query evaluation errors', () => {
  test('an expression that gives nothing fails the state and says where', async () => {
    const { status, error, cause } = await world().run(pass({ Output: { a: ['{% $states.input.none %}'] } }));
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toBe(
      "An error occurred while executing the state 'Only'. The JSONata expression '$states.input.none' specified " +
        "for the field 'Output/a[0]' returned nothing (undefined).",
    );
  });

  test('a key of nothing inside an object constructor is left out, as in JSONata', async () => {
    const { output } = await world().run(pass({ Output: "{% {'a': $states.input.none, 'b': 1} %}" }));
    expect(output).toEqual({ b: 1 });
  });

  test('a value of the wrong type is named', async () => {
    const { cause } = await world().run(only({ Type: 'Wait', Seconds: "{% 'soon' %}" }));
    expect(cause).toContain(
      "the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string'",
    );
  });
});

describe('variables', () => {
  test('Assign and Output both see the variables of before, later states the new ones', async () => {
    const { output } = await world().run({
      StartAt: 'One',
      States: {
        One: { Type: 'Pass', Assign: { x: 1 }, Next: 'Two' },
        Two: { Type: 'Pass', Assign: { x: '{% $x + 1 %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'Three' },
        Three: { Type: 'Pass', Output: { input: '{% $states.input %}', x: '{% $x %}', y: '{% $y %}' }, End: true },
      },
    });
    expect(output).toEqual({ input: 1, x: 2, y: 1 });
  });

  test('branches read outer variables, and what they assign stays inside', async () => {
    const branch = (add: number) => ({
      StartAt: `Set ${String(add)}`,
      States: {
        [`Set ${String(add)}`]: {
          Type: 'Pass',
          Assign: { inner: `{% $outer + ${String(add)} %}` },
          Next: `Show ${String(add)}`,
        },
        [`Show ${String(add)}`]: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    });
    const { output } = await world().run({
      StartAt: 'Set outer',
      States: {
        'Set outer': { Type: 'Pass', Assign: { outer: 10 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch(1), branch(2)], Next: 'After' },
        After: { Type: 'Pass', Output: { results: '{% $states.input %}', seen: '{% $exists($inner) %}' }, End: true },
      },
    });
    expect(output).toEqual({ results: [11, 12], seen: false });
  });

  test('variables over 256 KiB in one state are too much', async () => {
    const { error } = await world().run(pass({ Assign: { big: "{% $pad('', 262145, 'x') %}" } }));
    expect(error).toBe('States.DataLimitExceeded');
  });
});

describe('Choice', () => {
  const choice = (fields: object = {}) => ({
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Next: 'Many', Assign: { size: 'many' }, Output: 'big' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'Many', Assign: { size: 'some' } },
        ],
        ...fields,
      },
      Many: { Type: 'Pass', Output: { size: '{% $size %}', input: '{% $states.input %}' }, End: true },
      Few: { Type: 'Pass', Output: { few: '{% $size %}', input: '{% $states.input %}' }, End: true },
    },
  });

  test('takes the first rule that holds, with its Assign and Output', async () => {
    expect((await world().run(choice(), { n: 11 })).output).toEqual({ size: 'many', input: 'big' });
    expect((await world().run(choice(), { n: 6 })).output).toEqual({ size: 'some', input: { n: 6 } });
  });

  test('takes Default with the Assign and Output of the state', async () => {
    const fields = { Default: 'Few', Assign: { size: 'few' }, Output: 'small' };
    expect((await world().run(choice(fields), { n: 1 })).output).toEqual({ few: 'few', input: 'small' });
  });

  test('fails with States.NoChoiceMatched without a Default', async () => {
    expect(await world().run(choice(), { n: 1 })).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  test('a Condition that is not a boolean is a query evaluation error', async () => {
    const fields = { Choices: [{ Condition: '{% 1 %}', Next: 'Few' }] };
    expect(await world().run(choice(fields))).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('Wait', () => {
  test.each<[string, object, number]>([
    ['Seconds', { Seconds: 90 }, 90],
    ['Seconds from an expression', { Seconds: '{% $states.input.s * 2 %}' }, 60],
    ['Timestamp', { Timestamp: '2026-01-01T01:00:00Z' }, 3600],
    ['a Timestamp from an expression', { Timestamp: '{% $states.input.at %}' }, 7200],
    ['a Timestamp in the past', { Timestamp: '2025-01-01T00:00:00Z' }, 0],
    ['longer than a Node timer', { Seconds: 3_000_000 }, 3_000_000],
  ])('waits for %s', async (_, fields, seconds) => {
    const { run, clock } = world();
    const before = clock.now();
    const { status } = await run(only({ Type: 'Wait', ...fields }), { s: 30, at: '2026-01-01T02:00:00Z' });
    expect({ status, waited: clock.now() - before }).toEqual({ status: 'SUCCEEDED', waited: seconds * 1000 });
  });

  test('a Timestamp that is none fails', async () => {
    const { error } = await world().run(only({ Type: 'Wait', Timestamp: "{% 'never' %}" }));
    expect(error).toBe('States.QueryEvaluationError');
  });
});

describe('Succeed and Fail', () => {
  test('Succeed ends the execution with its Output', async () => {
    const machine = { StartAt: 'Done', States: { Done: { Type: 'Succeed', Output: '{% $states.input.a %}' } } };
    expect(await world().run(machine, { a: 5 })).toMatchObject({ status: 'SUCCEEDED', output: 5 });
  });

  test('Fail ends it with an evaluated Error and Cause', async () => {
    const Fail = { Type: 'Fail', Error: "{% 'E' & $states.input.n %}", Cause: 'because' };
    const ended = await world().run({ StartAt: 'No', States: { No: Fail } }, { n: 1 });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'E1', cause: 'because' });
  });
});

describe('Task', () => {
  test('invokes a function with the evaluated payload and gives the service’s answer as result', async () => {
    const { output } = await world({ work: (payload) => ({ got: payload }) }).run(
      only(task({ Output: '{% $states.result %}' })),
      { a: 1 },
    );
    expect(output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { got: { a: 1 } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
      StatusCode: 200,
    });
  });

  test('a function error has the errorType as name and the payload as cause', async () => {
    const failing = () => {
      throw new FunctionError('QuotaExceeded', 'too many');
    };
    const { error, cause } = await world({ work: failing }).run(only(task()));
    expect({ error, cause: JSON.parse(cause ?? '') as unknown }).toEqual({
      error: 'QuotaExceeded',
      cause: { errorType: 'QuotaExceeded', errorMessage: 'too many' },
    });
  });

  test('an exception of the Lambda service is named after it; anything else is Lambda.Unknown', async () => {
    expect((await world().run(only(task()))).error).toBe('Lambda.ResourceNotFoundException');
    const broken = () => {
      throw new Error('socket hang up');
    };
    expect(await world({ work: broken }).run(only(task()))).toMatchObject({
      error: 'Lambda.Unknown',
      cause: 'socket hang up',
    });
  });

  test('a result over 256 KiB exceeds the data limit', async () => {
    const { error, cause } = await world({ work: () => 'x'.repeat(262_145) }).run(only(task({ Output: 1 })));
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toContain('Only');
  });

  test('arguments that cannot be evaluated fail the task', async () => {
    const { error } = await world({ work: () => 1 }).run(
      only(task({ Arguments: { FunctionName: 'work', Payload: '{% $states.input.none %}' } })),
    );
    expect(error).toBe('States.QueryEvaluationError');
  });

  test('an added SDK integration is called with the arguments; its errors carry its prefix', async () => {
    const resource = 'arn:aws:states:::aws-sdk:sqs:sendMessage';
    const calls: unknown[] = [];
    const sdkIntegrations = {
      [resource]: {
        errorPrefix: 'Sqs',
        call: (args: unknown) => {
          calls.push(args);
          if (calls.length === 1) return Promise.resolve({ MessageId: 'm1' });
          return Promise.reject(Object.assign(new Error('gone'), { name: 'QueueDoesNotExist' }));
        },
      },
    };
    const machine = only({ Type: 'Task', Resource: resource, Arguments: { MessageBody: '{% $states.input %}' } });
    const { run } = world({}, { sdkIntegrations });
    expect((await run(machine, 'hello')).output).toEqual({ MessageId: 'm1' });
    expect(calls).toEqual([{ MessageBody: 'hello' }]);
    expect((await run(machine, 'hello')).error).toBe('Sqs.QueueDoesNotExistException');
  });
});

describe('Parallel', () => {
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: { End: true, ...state } } });

  test('gives Arguments to every branch and their outputs in order', async () => {
    const Branches = [
      branch('Slow', { Type: 'Wait', Seconds: 5 }),
      branch('Fast', { Type: 'Pass', Output: '{% $states.input.n + 1 %}' }),
    ];
    const { output } = await world().run(only({ Type: 'Parallel', Branches, Arguments: { n: 1 } }));
    expect(output).toEqual([{ n: 1 }, 2]);
  });

  test('fails with the error of the branch that fails first and stops the others', async () => {
    const { run, clock } = world();
    const before = clock.now();
    const Branches = [
      branch('Endless', { Type: 'Wait', Seconds: 1000 }),
      { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Broken', Cause: 'yes' } } },
    ];
    const ended = await run(only({ Type: 'Parallel', Branches }));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'yes' });
    expect(clock.now()).toBe(before);
  });

  test('a failed branch can be caught, and retried as a whole', async () => {
    let calls = 0;
    const flaky = () => {
      calls += 1;
      if (calls < 3) throw new FunctionError('Flaky');
      return calls;
    };
    const Branches = [branch('Work', task()), branch('Wait', { Type: 'Wait', Seconds: 1 })];
    const retried = await world({ work: flaky }).run(
      only({ Type: 'Parallel', Branches, Retry: [{ ErrorEquals: ['Flaky'] }], Output: '{% $states.result[0] %}' }),
    );
    expect(retried.output).toBe(3);
    const caught = await world({
      work: () => {
        throw new FunctionError('Flaky');
      },
    }).run({
      StartAt: 'Both',
      States: {
        Both: { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true },
        Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      },
    });
    expect(caught.output).toBe('Flaky');
  });
});

describe('inline Map', () => {
  const map = (fields: object, processor: object = { Type: 'Pass' }) =>
    only({ Type: 'Map', ItemProcessor: only(processor, 'Each'), ...fields });

  test('iterates its input, or Items', async () => {
    expect((await world().run(map({}), [1, 2])).output).toEqual([1, 2]);
    expect((await world().run(map({ Items: '{% $states.input.list %}' }), { list: ['a'] })).output).toEqual(['a']);
    expect((await world().run(map({ Items: [1, '{% $states.input %}'] }), 7)).output).toEqual([1, 7]);
    expect((await world().run(map({}), [])).output).toEqual([]);
  });

  test('ItemSelector sees index and item; the iteration sees them in its context', async () => {
    const ItemSelector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $count($states.input) %}',
    };
    const each = { Type: 'Pass', Output: { in: '{% $states.input %}', again: '{% $states.context.Map.Item.Value %}' } };
    const { output } = await world().run(map({ ItemSelector }, each), ['a', 'b']);
    expect(output).toEqual([
      { in: { i: 0, v: 'a', all: 2 }, again: 'a' },
      { in: { i: 1, v: 'b', all: 2 }, again: 'b' },
    ]);
  });

  test('never runs more iterations at once than MaxConcurrency', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 1;
    };
    const limited = map({ MaxConcurrency: '{% 1 + 1 %}' }, task());
    expect((await world({ work }).run(limited, [1, 2, 3, 4, 5])).output).toEqual([1, 1, 1, 1, 1]);
    expect(most).toBe(2);
  });

  test('fails with the error of the iteration that fails', async () => {
    const each = task({ Retry: [{ ErrorEquals: ['Never'] }] });
    const work = (n: unknown) => {
      if (n === 2) throw new FunctionError('Two');
      return n;
    };
    expect((await world({ work }).run(map({}, each), [1, 2, 3])).error).toBe('Two');
  });

  test('items that are no array are a query evaluation error', async () => {
    expect((await world().run(map({}), { a: 1 })).error).toBe('States.QueryEvaluationError');
  });
});

test('an output over 256 KiB exceeds the data limit and States.ALL does not catch it', async () => {
  const { error } = await world({ work: () => 1 }).run({
    StartAt: 'Big',
    States: {
      Big: {
        ...task({ Output: "{% $pad('', 262145, 'x') %}" }),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    },
  });
  expect(error).toBe('States.DataLimitExceeded');
});

test('every state entered and every retry counts as a transition', async () => {
  let calls = 0;
  const work = () => {
    calls += 1;
    if (calls === 1) throw new FunctionError('Once');
    return 1;
  };
  const { run, transitions, stepFunctions } = world({ work });
  const { arn } = await run({
    StartAt: 'One',
    States: {
      One: { Type: 'Pass', Next: 'Two' },
      Two: { ...task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), Next: 'Each' },
      Each: { Type: 'Map', Items: [1, 2], ItemProcessor: only({ Type: 'Pass' }, 'Item'), Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  });
  expect(transitions).toEqual(Array(7).fill('STANDARD machine'));
  expect(stepFunctions.history(arn).map(({ id, type, state, error }) => [id, type, state ?? error])).toEqual([
    [1, 'ExecutionStarted', undefined],
    [2, 'PassStateEntered', 'One'],
    [3, 'PassStateExited', 'One'],
    [4, 'TaskStateEntered', 'Two'],
    [5, 'TaskFailed', 'Two'],
    [6, 'TaskStateExited', 'Two'],
    [7, 'MapStateEntered', 'Each'],
    [8, 'PassStateEntered', 'Item'],
    [9, 'PassStateEntered', 'Item'],
    [10, 'PassStateExited', 'Item'],
    [11, 'PassStateExited', 'Item'],
    [12, 'MapStateExited', 'Each'],
    [13, 'SucceedStateEntered', 'Done'],
    [14, 'SucceedStateExited', 'Done'],
    [15, 'ExecutionSucceeded', undefined],
  ]);
});
