import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StepFunctionsPorts } from '../../lib/local/step-functions/ports.ts';
import {
  databasePath,
  FunctionError,
  type Functions,
  machineArn,
  never,
  only,
  removeDatabases,
  settle,
  task,
  virtualClock,
  world,
} from './interpreter-support.ts';

afterAll(removeDatabases);

/**
 * Two lives of an interpreter on one database. The first is abandoned, not closed: its function calls hang, so it does
 * nothing more, like a killed process.
 */
const twoLives = (
  definition: object,
  firstFunctions: Functions,
  secondFunctions: Functions,
  firstPorts: Partial<StepFunctionsPorts> = {},
) => {
  const path = databasePath();
  const clock = virtualClock();
  const first = world(firstFunctions, { databasePath: path, ...firstPorts, clock });
  first.create(definition);
  const reborn = (changed: object = definition) => {
    // Timers of the first life die with it.
    const later = virtualClock(clock.now());
    const second = world(secondFunctions, { databasePath: path, clock: later });
    second.create(changed);
    for (const [key, text] of first.s3.objects) second.s3.objects.set(key, text);
    return second;
  };
  return { first, reborn };
};

test('a task in flight is run again, with the input and variables it had', async () => {
  const seen: unknown[] = [];
  const machine = {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { x: [1, { y: 2 }] }, Output: { given: '{% $states.input %}' }, Next: 'Work' },
      Work: {
        ...task({ Arguments: { FunctionName: 'work', Payload: '{% { "in": $states.input, "x": $x } %}' } }),
        End: true,
      },
    },
  };
  const { first, reborn } = twoLives(
    machine,
    { work: never },
    {
      work: (payload) => {
        seen.push(payload);
        return 'again';
      },
    },
  );
  const arn = first.start('in', 'run-1');
  await first.clock.advance(0);
  const second = reborn();
  expect(second.stepFunctions.resume()).toEqual({ resumed: [arn], failed: [] });
  expect(await second.closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"again"', name: 'run-1' });
  expect(seen).toEqual([{ in: { given: 'in' }, x: [1, { y: 2 }] }]);
  // The state was entered once, in the first life.
  expect(second.transitions).toEqual([]);
  expect(second.stepFunctions.resume()).toEqual({ resumed: [], failed: [] });
});

test('finished states are not run again', async () => {
  const calls: string[] = [];
  const step = (name: string, next: object) => ({ ...task({ Arguments: { FunctionName: name } }), ...next });
  const machine = {
    StartAt: 'One',
    States: { One: step('one', { Next: 'Two' }), Two: step('two', { End: true }) },
  };
  const one = () => calls.push('one');
  const { first, reborn } = twoLives(machine, { one, two: never }, { one, two: () => calls.push('two') });
  const arn = first.start();
  await first.clock.advance(0);
  const second = reborn();
  second.stepFunctions.resume();
  await second.closed(arn);
  expect(calls).toEqual(['one', 'two']);
});

test('a wait ends when it would have ended', async () => {
  const { first, reborn } = twoLives(only({ Type: 'Wait', Seconds: 100 }), {}, {});
  const arn = first.start();
  await first.clock.advance(40_000);
  const second = reborn();
  const before = second.clock.now();
  second.stepFunctions.resume();
  const { stoppedAt } = await second.closed(arn);
  expect((stoppedAt ?? 0) - before).toBe(60_000);
});

test('a retry keeps its count and its delay', async () => {
  const failing = () => {
    throw new FunctionError('Flaky');
  };
  const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 1 }];
  let calls = 0;
  const { first, reborn } = twoLives(
    only(task({ Retry })),
    { work: failing },
    {
      work: () => {
        calls += 1;
        return failing();
      },
    },
  );
  const arn = first.start();
  await first.clock.advance(14_000);
  // Two calls are made, the second retry is due in 6 s.
  const second = reborn();
  const before = second.clock.now();
  second.stepFunctions.resume();
  const { status, stoppedAt } = await second.closed(arn);
  expect({ status, calls, waited: (stoppedAt ?? 0) - before }).toEqual({ status: 'FAILED', calls: 1, waited: 6_000 });
});

describe('a waiting task token', () => {
  const waiting = only(
    task({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
      Output: '{% $states.result %}',
      TimeoutSeconds: 1000,
    }),
  );
  const lives = (answer: () => unknown = () => null) => {
    const asked: unknown[] = [];
    const ask = (payload: unknown) => {
      asked.push(payload);
      return answer();
    };
    return { asked, ...twoLives(waiting, { ask }, { ask }) };
  };

  test('stays valid, and the function is not asked again', async () => {
    const { first, reborn, asked } = lives();
    const arn = first.start();
    await first.clock.advance(1_000);
    const second = reborn();
    second.stepFunctions.resume();
    await second.clock.advance(1_000);
    expect(second.stepFunctions.taskSuccess(String(asked[0]), { yes: true })).toEqual({ ok: true });
    expect(await second.closed(arn)).toMatchObject({ output: '{"yes":true}' });
    expect(asked).toHaveLength(1);
  });

  test('the function is asked again with the same token when it had not returned', async () => {
    const { first, reborn, asked } = lives(never);
    const arn = first.start();
    await first.clock.advance(0);
    const second = reborn();
    second.stepFunctions.resume();
    await second.clock.advance(0);
    expect(asked).toEqual([asked[0], asked[0]]);
    second.stepFunctions.taskFailure(String(asked[0]), 'No');
    expect(await second.closed(arn)).toMatchObject({ status: 'FAILED', error: 'No' });
  });

  test('keeps its deadline', async () => {
    const { first, reborn } = lives();
    const arn = first.start();
    await first.clock.advance(400_000);
    const second = reborn();
    const before = second.clock.now();
    second.stepFunctions.resume();
    expect(await second.closed(arn)).toMatchObject({ error: 'States.Timeout', stoppedAt: before + 600_000 });
  });

  test('an answer given before the execution is resumed is kept', async () => {
    const { first, reborn, asked } = lives();
    const arn = first.start();
    await first.clock.advance(0);
    const second = reborn();
    expect(second.stepFunctions.taskSuccess(String(asked[0]), 5)).toEqual({ ok: true });
    const third = reborn();
    third.stepFunctions.resume();
    expect(await third.closed(arn)).toMatchObject({ output: '5' });
  });
});

test('branches that ended are kept, those under way go on where they were', async () => {
  const calls: string[] = [];
  const branch = (name: string) => ({
    StartAt: `${name} first`,
    States: {
      [`${name} first`]: { Type: 'Pass', Assign: { mine: name }, Next: `${name} work` },
      [`${name} work`]: { ...task({ Arguments: { FunctionName: name, Payload: '{% $mine & $outer %}' } }), End: true },
    },
  });
  const machine = {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { outer: '!' }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [branch('a'), branch('b')], End: true },
    },
  };
  const echo = (payload: unknown) => {
    calls.push(String(payload));
    return payload;
  };
  const { first, reborn } = twoLives(machine, { a: echo, b: never }, { a: echo, b: echo });
  const arn = first.start();
  await first.clock.advance(0);
  expect(first.stepFunctions.describe(arn)?.currentStates).toEqual(['Both', 'b work']);
  const second = reborn();
  second.stepFunctions.resume();
  expect(await second.closed(arn)).toMatchObject({ output: '["a!","b!"]' });
  expect(calls).toEqual(['a!', 'b!']);
});

test('iterations of an inline Map are kept with the items they had', async () => {
  const calls: unknown[] = [];
  const machine = only({
    Type: 'Map',
    Items: '{% [$uuid(), $uuid(), $uuid()] %}',
    MaxConcurrency: 1,
    ItemProcessor: only(task(), 'Each'),
  });
  const echo = (payload: unknown) => {
    calls.push(payload);
    return payload;
  };
  const { first, reborn } = twoLives(
    machine,
    { work: (payload) => (calls.length === 1 ? never() : echo(payload)) },
    { work: echo },
  );
  const arn = first.start();
  await first.clock.advance(0);
  const second = reborn();
  second.stepFunctions.resume();
  const { output } = await second.closed(arn);
  expect(calls).toHaveLength(3);
  expect(JSON.parse(output ?? '')).toEqual(calls);
});

describe('a distributed Map', () => {
  const machine = (ExecutionType: string, fields: object = {}) =>
    only({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSONL' },
        Arguments: { Bucket: 'data', Key: 'in' },
      },
      ItemBatcher: { MaxItemsPerBatch: 10 },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, ...only(task(), 'Each') },
      MaxConcurrency: 2,
      Output: '{% $sum($states.result) %}',
      ...fields,
    });
  const rows = Array.from({ length: 200 }, (_, n) => String(n)).join('\n');

  const sumOf = (payload: unknown) => (payload as { Items: number[] }).Items.reduce((sum, n) => sum + n, 0);

  test.each(['EXPRESS', 'STANDARD'])('goes on with the batches not yet done (%s children)', async (type) => {
    const done: unknown[] = [];
    const work = (payload: unknown) => {
      const sum = sumOf(payload);
      done.push(sum);
      return sum;
    };
    const { first, reborn } = twoLives(
      machine(type),
      { work: (p) => (done.length >= 8 ? never() : work(p)) },
      { work },
    );
    first.s3.objects.set('data/in', rows);
    const arn = first.start();
    await first.clock.advance(0);
    await settle(200);
    expect(done).toHaveLength(8);
    const second = reborn();
    // The dataset was written down: the object is not read again.
    second.s3.objects.clear();
    second.stepFunctions.resume();
    expect(await second.closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: '19900' });
    expect(done).toHaveLength(20);
    expect(new Set(done).size).toBe(20);
    const [run] = second.stepFunctions.mapRuns(arn);
    expect(second.stepFunctions.mapRun(run?.arn ?? '')).toMatchObject({
      status: 'SUCCEEDED',
      counts: { SUCCEEDED: { items: 200, executions: 20 } },
    });
  });

  test('reads a dataset again that was not read to its end', async () => {
    const endless = async function* () {
      yield Buffer.from(`${Array.from({ length: 5_000 }, () => '1').join('\n')}\n`);
      await never();
    };
    const { first, reborn } = twoLives(machine('EXPRESS'), {}, { work: sumOf }, { readObject: endless });
    const arn = first.start();
    await first.clock.advance(0);
    const [run] = first.stepFunctions.mapRuns(arn);
    expect(first.stepFunctions.mapRun(run?.arn ?? '')?.counts.PENDING.executions).toBeGreaterThan(0);
    const second = reborn();
    second.s3.objects.set('data/in', rows);
    second.stepFunctions.resume();
    expect(await second.closed(arn)).toMatchObject({ output: '19900' });
  });

  test('failures of before the restart count', async () => {
    let calls = 0;
    const spoiled = () => {
      calls += 1;
      if (calls > 2) return never();
      throw new FunctionError('Bad');
    };
    const { first, reborn } = twoLives(
      machine('EXPRESS', { ToleratedFailureCount: 25 }),
      { work: spoiled },
      { work: (payload) => (sumOf(payload) > 1900 ? spoiledForGood() : 1) },
    );
    const spoiledForGood = () => {
      throw new FunctionError('Bad');
    };
    first.s3.objects.set('data/in', rows);
    const arn = first.start();
    await first.clock.advance(0);
    const second = reborn();
    second.stepFunctions.resume();
    expect(await second.closed(arn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });
});

test('a nested execution that was waited for is waited for again, not started twice', async () => {
  const child = only(task({ Arguments: { FunctionName: 'child' } }));
  const parent = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: machineArn('child'), Input: { a: 1 } },
    Output: '{% $states.result.Output %}',
  });
  let calls = 0;
  const { first, reborn } = twoLives(
    parent,
    { child: never },
    {
      child: () => {
        calls += 1;
        return 'grown';
      },
    },
  );
  first.create(child, 'STANDARD', 'child');
  const arn = first.start();
  await first.clock.advance(0);
  const second = reborn();
  second.create(child, 'STANDARD', 'child');
  expect(second.stepFunctions.resume().resumed).toHaveLength(2);
  expect(await second.closed(arn)).toMatchObject({ output: '"grown"' });
  expect(calls).toBe(1);
  expect(second.stepFunctions.list({ machineArn: machineArn('child'), limit: 10 })).toHaveLength(1);
});

describe('an execution that cannot go on is marked FAILED with the reason', () => {
  test('when its state machine is gone', async () => {
    const path = databasePath();
    const first = world({ work: never }, { databasePath: path });
    first.create(only(task()));
    const arn = first.start();
    await first.clock.advance(0);
    const second = world({}, { databasePath: path });
    expect(second.stepFunctions.resume()).toEqual({ resumed: [], failed: [arn] });
    expect(second.stepFunctions.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(second.stepFunctions.describe(arn)?.cause).toContain('no longer exists');
  });

  test('when the state it was in is gone', async () => {
    const { first, reborn } = twoLives(only(task(), 'Old'), { work: never }, {});
    const arn = first.start();
    await first.clock.advance(0);
    const second = reborn(only(task(), 'New'));
    second.stepFunctions.resume();
    const { status, error, cause } = await second.closed(arn);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(cause).toContain("no state 'Old'");
  });

  test('when its TimeoutSeconds has passed meanwhile', async () => {
    const { first, reborn } = twoLives({ TimeoutSeconds: 60, ...only(task()) }, { work: never }, { work: never });
    const arn = first.start();
    await first.clock.advance(0);
    const second = reborn();
    await second.clock.advance(100_000);
    second.stepFunctions.resume();
    expect(await second.closed(arn)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });
});

test('close leaves executions RUNNING for the next life', async () => {
  const { first, reborn } = twoLives(only(task()), { work: never }, { work: () => 1 });
  const arn = first.start();
  await first.clock.advance(0);
  await first.stepFunctions.close();
  await settle();
  expect(first.faults).toEqual([]);
  const second = reborn();
  expect(second.stepFunctions.describe(arn)?.status).toBe('RUNNING');
  second.stepFunctions.resume();
  expect(await second.closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
});

test('a process killed with SIGKILL loses nothing it had written', async () => {
  const path = databasePath();
  const script = fileURLToPath(new URL('interpreter-killed-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  const exited = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), exited]);
  child.kill('SIGKILL');
  await exited;
  const arn = String(said[0]).trim();
  const second = world({ work: (payload) => payload }, { databasePath: path });
  second.create({
    StartAt: 'Set',
    States: { Set: { Type: 'Pass', Next: 'Work' }, Work: { ...task({ Output: '{% $kept %}' }), End: true } },
  });
  expect(second.stepFunctions.resume().resumed).toEqual([arn]);
  expect(await second.closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"kept"' });
});
