import { chainedTimers } from '../../lib/local/step-functions/clock.ts';
import { EVENTS_KEPT } from '../../lib/local/step-functions/execution-store.ts';
import { FunctionError, machineArn, never, only, task, virtualClock, world } from './interpreter-support.ts';

describe('starting', () => {
  const waiting = only({ Type: 'Wait', Seconds: 60 });
  const start = (made: ReturnType<typeof world>, input: string, name = 'run-1') =>
    made.stepFunctions.start({ machineArn: machineArn(), name, input });

  test('the same name and input while it runs gives the same execution', () => {
    const made = world();
    made.create(waiting);
    const first = start(made, '{"a":1}');
    made.clock.setTimeout(() => undefined, 1);
    expect(start(made, '{ "a": 1 }')).toEqual(first);
    expect(first).toEqual({
      ok: true,
      executionArn: 'arn:aws:states:us-east-1:000000000000:execution:machine:run-1',
      startedAt: made.clock.now(),
    });
  });

  test('another input, or an execution that has ended, is ExecutionAlreadyExists', async () => {
    const made = world();
    made.create(waiting);
    start(made, '1');
    expect(start(made, '2')).toMatchObject({ ok: false, error: 'ExecutionAlreadyExists' });
    await made.clock.advance(60_000);
    expect(start(made, '1')).toMatchObject({ ok: false, error: 'ExecutionAlreadyExists' });
  });

  test('what cannot be started is said why', () => {
    const made = world();
    made.create(waiting);
    expect(start(made, '{')).toMatchObject({ error: 'InvalidExecutionInput' });
    expect(start(made, JSON.stringify('x'.repeat(262_143)))).toMatchObject({ error: 'InvalidExecutionInput' });
    expect(start(made, '1', 'a b')).toMatchObject({ error: 'InvalidName' });
    expect(start(made, '1', 'x'.repeat(81))).toMatchObject({ error: 'InvalidName' });
    expect(made.stepFunctions.start({ machineArn: machineArn('none'), input: '1' })).toMatchObject({
      error: 'StateMachineDoesNotExist',
    });
  });

  test('executions are listed newest first, by machine and status, a page at a time', async () => {
    const made = world();
    made.create(only({ Type: 'Wait', Seconds: '{% $states.input %}' }));
    for (const seconds of [1, 5, 9]) {
      start(made, String(seconds), `wait-${String(seconds)}`);
      await made.clock.advance(100);
    }
    await made.clock.advance(6_000);
    const names = (query: object) =>
      made.stepFunctions.list({ machineArn: machineArn(), limit: 10, ...query }).map(({ name }) => name);
    expect(names({})).toEqual(['wait-9', 'wait-5', 'wait-1']);
    expect(names({ status: 'RUNNING' })).toEqual(['wait-9']);
    expect(names({ limit: 1, offset: 1 })).toEqual(['wait-5']);
    expect(names({ machineArn: machineArn('other') })).toEqual([]);
  });
});

test(`an execution keeps its newest ${String(EVENTS_KEPT)} events`, async () => {
  const made = world();
  const { arn } = await made.run(
    {
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Output: '{% $states.input + 1 %}', Next: 'More' },
        More: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 300 %}', Next: 'Count' }], Default: 'Done' },
        Done: { Type: 'Succeed' },
      },
    },
    0,
  );
  const events = made.stepFunctions.history(arn);
  expect(events).toHaveLength(EVENTS_KEPT);
  expect(events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded', id: 1 + 4 * 300 + 2 + 1 });
});

describe('Express executions', () => {
  const express = (definition: object, functions = {}) => {
    const made = world(functions);
    made.create(definition, 'EXPRESS');
    return made;
  };
  const sync = (made: ReturnType<typeof world>, input = '{}') =>
    made.stepFunctions.startSync({ machineArn: machineArn(), input });
  const ended = async (made: ReturnType<typeof world>, input?: string) => {
    let result: Awaited<ReturnType<typeof sync>> | undefined;
    void sync(made, input).then((value) => {
      result = value;
    });
    await made.clock.runUntil(() => result !== undefined);
    return result;
  };

  test('give their output when run synchronously', async () => {
    const made = express(only(task()), { work: (payload: unknown) => [payload] });
    const result = await ended(made, '{"a":1}');
    expect(result).toMatchObject({
      ok: true,
      execution: { status: 'SUCCEEDED', output: '[{"a":1}]', input: '{"a":1}' },
    });
    expect(made.transitions).toEqual(['EXPRESS machine']);
  });

  test('give their error', async () => {
    const failing = () => {
      throw new FunctionError('Bad');
    };
    expect(await ended(express(only(task()), { work: failing }))).toMatchObject({
      ok: true,
      execution: { status: 'FAILED', error: 'Bad' },
    });
  });

  test.each([
    [undefined, 300],
    [20, 20],
    [900, 300],
  ])('with TimeoutSeconds %p time out after %p s', async (TimeoutSeconds, seconds) => {
    const made = express(
      { ...only(task()), ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds }) },
      { work: never },
    );
    const before = made.clock.now();
    expect(await ended(made)).toMatchObject({
      execution: { status: 'TIMED_OUT', error: 'States.Timeout', stoppedAt: before + seconds * 1000 },
    });
  });

  test('run side by side when started without waiting, under names that may repeat', async () => {
    const made = express(only({ Type: 'Wait', Seconds: 1 }));
    const start = () => made.stepFunctions.start({ machineArn: machineArn(), name: 'same', input: '{}' });
    const [one, other] = [start(), start()];
    if (!one.ok || !other.ok) throw new Error('not started');
    expect(one.executionArn).toMatch(/^arn:aws:states:us-east-1:000000000000:express:machine:same:/);
    expect(one.executionArn).not.toBe(other.executionArn);
    await made.clock.advance(1_000);
    expect(made.stepFunctions.list({ machineArn: machineArn(), limit: 10 }).map(({ status }) => status)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  });

  test('a Standard machine cannot be run synchronously', async () => {
    const made = world();
    made.create(only({ Type: 'Pass' }));
    expect(await sync(made)).toMatchObject({ ok: false, error: 'StateMachineTypeNotSupported' });
  });
});

describe('nested executions', () => {
  const nesting = (resource: string, fields: object = {}, args: object = {}) =>
    only({
      Type: 'Task',
      Resource: `arn:aws:states:::${resource}`,
      Arguments: { StateMachineArn: machineArn('child'), Input: { a: '{% $states.input %}' }, ...args },
      ...fields,
    });
  const family = (child: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD', functions = {}) => {
    const made = world(functions);
    made.create(child, type, 'child');
    return made;
  };

  test('startExecution gives the ARN and goes on', async () => {
    const made = family(only({ Type: 'Wait', Seconds: 100 }));
    const { output } = await made.run(nesting('states:startExecution', {}, { Name: 'kid' }), 1);
    const ExecutionArn = 'arn:aws:states:us-east-1:000000000000:execution:child:kid';
    expect(output).toEqual({ ExecutionArn, StartDate: made.clock.now() });
    expect(made.stepFunctions.describe(ExecutionArn)).toMatchObject({ status: 'RUNNING', input: '{"a":1}' });
  });

  test('startExecution.sync:2 waits and gives the output parsed', async () => {
    const made = family(only({ Type: 'Wait', Seconds: 100 }));
    const { output } = await made.run(nesting('states:startExecution.sync:2'), 1);
    expect(output).toMatchObject({
      Status: 'SUCCEEDED',
      Input: { a: 1 },
      Output: { a: 1 },
      StateMachineArn: machineArn('child'),
    });
  });

  test('a child that fails fails the task as States.TaskFailed with its description', async () => {
    const made = family({ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Broken', Cause: 'why' } } });
    const { error, cause } = await made.run(nesting('states:startExecution.sync:2'), 1);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({
      Status: 'FAILED',
      Error: 'Broken',
      Cause: 'why',
      Input: '{"a":1}',
    });
  });

  test('a child takes no longer than its task may, and ends with its parent', async () => {
    const made = family(only({ Type: 'Wait', Seconds: 100 }));
    const children = () => made.stepFunctions.list({ machineArn: machineArn('child'), limit: 10 });
    expect((await made.run(nesting('states:startExecution.sync:2', { TimeoutSeconds: 5 }), 1)).error).toBe(
      'States.Timeout',
    );
    expect(children().map(({ status }) => status)).toEqual(['ABORTED']);
    const arn = made.start(1);
    await made.clock.advance(0);
    made.stepFunctions.stop(arn);
    await made.clock.advance(0);
    expect(children().map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });

  test('a child that cannot be started names the service error', async () => {
    const { error } = await world().run(nesting('states:startExecution.sync:2'), 1);
    expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
    const sync = await family(only({ Type: 'Pass' })).run(nesting('aws-sdk:sfn:startSyncExecution'), 1);
    expect(sync.error).toBe('Sfn.StateMachineTypeNotSupportedException');
    const waited = await family(only({ Type: 'Pass' }), 'EXPRESS').run(nesting('states:startExecution.sync:2'), 1);
    expect(waited.error).toBe('StepFunctions.StateMachineTypeNotSupportedException');
  });

  test('startSyncExecution gives how the Express child ended, failed or not, with its output as text', async () => {
    const good = family(only(task({ Output: '{% $states.result.Payload %}' })), 'EXPRESS', { work: () => ({ b: 2 }) });
    const { output } = await good.run(nesting('aws-sdk:sfn:startSyncExecution'), 1);
    expect(output).toMatchObject({ Status: 'SUCCEEDED', Input: '{"a":1}', Output: '{"b":2}' });
    expect(good.transitions).toEqual(['STANDARD machine', 'EXPRESS child']);
    const bad = family({ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Broken' } } }, 'EXPRESS');
    const failed = await bad.run(nesting('aws-sdk:sfn:startSyncExecution'), 1);
    expect(failed).toMatchObject({ status: 'SUCCEEDED', output: { Status: 'FAILED', Error: 'Broken' } });
  });
});

describe('timers longer than Node allows', () => {
  const set = () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    const timers = chainedTimers((run, milliseconds) => {
      if (milliseconds > 100) throw new RangeError('too long');
      return clock.setTimeout(run, milliseconds);
    }, 100);
    return { clock, fired, cancel: timers(() => fired.push(clock.now()), 350) };
  };

  test('fire when they are due, not at once', async () => {
    const { clock, fired } = set();
    await clock.advance(1_000);
    expect(fired).toEqual([350]);
  });

  test('stay silent when cancelled, also after their first stretch', async () => {
    const { clock, fired, cancel } = set();
    await clock.advance(250);
    cancel();
    await clock.advance(1_000);
    expect(fired).toEqual([]);
  });
});
