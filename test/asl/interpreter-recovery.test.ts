import { FunctionError, never, only, task, world } from './interpreter-support.ts';

const failing = (errorType: string, times = Number.POSITIVE_INFINITY) => {
  let calls = 0;
  return {
    calls: () => calls,
    work: () => {
      calls += 1;
      if (calls <= times) throw new FunctionError(errorType);
      return `call ${String(calls)}`;
    },
  };
};

const caughtBy = (catchers: object[], fields: object = {}) => ({
  StartAt: 'Work',
  States: {
    Work: { ...task(fields), Catch: catchers, End: true },
    Caught: { Type: 'Pass', Output: { input: '{% $states.input %}', saw: '{% $saw %}' }, End: true },
    'Caught too': { Type: 'Pass', Output: 'second', End: true },
  },
});

describe('Retry', () => {
  test('waits IntervalSeconds × BackoffRate^n, three times by default', async () => {
    const { work, calls } = failing('Flaky');
    const { run, clock } = world({ work });
    const before = clock.now();
    const { error } = await run(only(task({ Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2 }] })));
    expect({ error, calls: calls(), seconds: (clock.now() - before) / 1000 }).toEqual({
      error: 'Flaky',
      calls: 4,
      seconds: 2 + 4 + 8,
    });
  });

  test('waits no longer than MaxDelaySeconds', async () => {
    const { work } = failing('Flaky', 4);
    const { run, clock } = world({ work });
    const before = clock.now();
    const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 5 }];
    expect((await run(only(task({ Retry })))).output).toBe('call 5');
    expect((clock.now() - before) / 1000).toBe(1 + 3 + 5 + 5);
  });

  test('JitterStrategy FULL waits a random share', async () => {
    const { work } = failing('Flaky', 2);
    const { run, clock } = world({ work }, { random: () => 0.25 });
    const before = clock.now();
    const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 4, JitterStrategy: 'FULL' }];
    await run(only(task({ Retry })));
    expect((clock.now() - before) / 1000).toBe(1 + 2);
  });

  test('each Retrier counts its own attempts, and the context shows their sum', async () => {
    let calls = 0;
    const seen: unknown[] = [];
    const work = (payload: unknown) => {
      calls += 1;
      seen.push(payload);
      if (calls <= 4) throw new FunctionError(calls % 2 === 0 ? 'Even' : 'Odd');
      return calls;
    };
    const Retry = [
      { ErrorEquals: ['Even'], MaxAttempts: 2 },
      { ErrorEquals: ['Odd'], MaxAttempts: 2 },
    ];
    const Arguments = { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' };
    expect((await world({ work }).run(only(task({ Retry, Arguments })))).output).toBe(5);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  test('MaxAttempts 0 never retries, even when a later Retrier would', async () => {
    const { work, calls } = failing('Poison');
    const Retry = [{ ErrorEquals: ['Poison'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    expect((await world({ work }).run(only(task({ Retry })))).error).toBe('Poison');
    expect(calls()).toBe(1);
  });

  test.each<[string, string, boolean]>([
    ['States.ALL', 'Anything', true],
    ['States.TaskFailed', 'Anything', true],
    ['Other', 'Anything', false],
  ])('%s on %s: %p', async (name, errorType, retried) => {
    const { work, calls } = failing(errorType, 1);
    await world({ work }).run(only(task({ Retry: [{ ErrorEquals: [name] }] })));
    expect(calls()).toBe(retried ? 2 : 1);
  });

  test('a Lambda service exception is retried by its name', async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' });
      return 'fine';
    };
    const Retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'] }];
    expect((await world({ work }).run(only(task({ Retry })))).output).toBe('fine');
  });

  test('States.Runtime is never retried nor caught', async () => {
    const { run } = world({ work: () => 1 });
    const Arguments = '{% [1] %}';
    const machine = caughtBy([{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], {
      Arguments,
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    });
    expect(await run(machine)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('an Output that cannot be evaluated is retried and caught as States.QueryEvaluationError', async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      return calls === 1 ? {} : { value: 'there' };
    };
    const Output = '{% $states.result.Payload.value %}';
    const Retry = [{ ErrorEquals: ['States.QueryEvaluationError'] }];
    expect((await world({ work }).run(only(task({ Output, Retry })))).output).toBe('there');
  });
});

describe('Catch', () => {
  test('the error output is the input of the next state by default', async () => {
    const { work } = failing('Bad');
    const machine = {
      StartAt: 'Work',
      States: {
        Work: { ...task(), Catch: [{ ErrorEquals: ['Bad'], Next: 'Caught' }], End: true },
        Caught: { Type: 'Pass', End: true },
      },
    };
    const { output } = await world({ work }).run(machine);
    expect(output).toEqual({ Error: 'Bad', Cause: '{"errorType":"Bad","errorMessage":"failed"}' });
  });

  test('Assign and Output of the Catcher see the error output; the first Catcher that matches wins', async () => {
    const { work } = failing('Bad');
    const machine = caughtBy([
      { ErrorEquals: ['Other'], Next: 'Caught too' },
      {
        ErrorEquals: ['Else', 'Bad'],
        Next: 'Caught',
        Assign: { saw: '{% $states.errorOutput.Error %}' },
        Output: '{% $states.input.id %}',
      },
      { ErrorEquals: ['States.ALL'], Next: 'Caught too' },
    ]);
    expect((await world({ work }).run(machine, { id: 7 })).output).toEqual({ input: 7, saw: 'Bad' });
  });

  test('is asked only when retries are spent', async () => {
    const { work, calls } = failing('Bad');
    const machine = caughtBy([{ ErrorEquals: ['States.ALL'], Next: 'Caught too' }], {
      Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 2 }],
    });
    expect((await world({ work }).run(machine)).output).toBe('second');
    expect(calls()).toBe(3);
  });

  test('a Catcher whose own Output cannot be evaluated fails the execution', async () => {
    const { work } = failing('Bad');
    const machine = caughtBy([{ ErrorEquals: ['Bad'], Next: 'Caught', Output: '{% $states.input.none %}' }]);
    const { error, cause } = await world({ work }).run(machine);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain("'Catch[0]/Output'");
  });

  test('States.DataLimitExceeded is caught by its name', async () => {
    const machine = caughtBy([{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught too' }]);
    expect((await world({ work: () => 'x'.repeat(300_000) }).run(machine)).output).toBe('second');
  });
});

describe('TimeoutSeconds and HeartbeatSeconds', () => {
  test('a task that takes longer fails with States.Timeout, without a cause', async () => {
    const { run, clock } = world({ work: never });
    const before = clock.now();
    const { error, cause } = await run(only(task({ TimeoutSeconds: '{% $states.input.s %}' })), { s: 20 });
    expect({ error, cause, seconds: (clock.now() - before) / 1000 }).toEqual({
      error: 'States.Timeout',
      cause: undefined,
      seconds: 20,
    });
  });

  test('every attempt has its own time; States.TaskFailed does not cover a timeout', async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      return calls < 3 ? never() : 'late';
    };
    const Retry = [
      { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 0 },
      { ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 },
    ];
    expect((await world({ work }).run(only(task({ TimeoutSeconds: 5, Retry })))).output).toBe('late');
  });

  test('what a timed-out task answers later changes nothing', async () => {
    let answer: (value: string) => void = () => undefined;
    const work = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { run, clock } = world({ work });
    const machine = {
      StartAt: 'Work',
      States: {
        Work: { ...task({ TimeoutSeconds: 5 }), Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Wait' }], End: true },
        Wait: { Type: 'Wait', Seconds: 5, Output: 'waited', End: true },
      },
    };
    clock.setTimeout(() => {
      answer('too late');
    }, 7_000);
    expect((await run(machine)).output).toBe('waited');
  });

  test('a machine that runs longer than its TimeoutSeconds is TIMED_OUT, and nothing catches that', async () => {
    const machine = { TimeoutSeconds: 30, ...caughtBy([{ ErrorEquals: ['States.ALL'], Next: 'Caught too' }]) };
    const { run, stepFunctions } = world({ work: never });
    const { status, error, arn } = await run(machine);
    expect({ status, error }).toEqual({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(stepFunctions.history(arn).at(-1)?.type).toBe('ExecutionTimedOut');
  });
});

test('a stopped execution is ABORTED with the error given, and its task is left alone', async () => {
  const { create, start, stepFunctions, clock } = world({ work: never });
  create(caughtBy([{ ErrorEquals: ['States.ALL'], Next: 'Caught too' }]));
  const arn = start();
  await clock.advance(0);
  expect(stepFunctions.describe(arn)).toMatchObject({ status: 'RUNNING', currentStates: ['Work'] });
  const stoppedAt = stepFunctions.stop(arn, 'Enough', 'of this');
  expect(stepFunctions.describe(arn)).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'of this',
    stoppedAt,
  });
  await clock.advance(1000);
  expect(stepFunctions.history(arn).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'ExecutionAborted',
  ]);
  expect(stepFunctions.stop(arn)).toBe(stoppedAt);
  expect(stepFunctions.stop(`${arn}x`)).toBeUndefined();
});
