import { never, only, task, world } from './interpreter-support.ts';

const waiting = (fields: object = {}) =>
  task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    Output: '{% $states.result %}',
    ...fields,
  });

/** A world with a function that keeps the token it is asked with. */
const asking = (answer: () => unknown = () => ({ ignored: true })) => {
  const tokens: string[] = [];
  const ask = (payload: unknown) => {
    tokens.push((payload as { token: string }).token);
    return answer();
  };
  return { tokens, ...world({ ask }) };
};

const started = async (fields: object = {}, answer?: () => unknown) => {
  const made = asking(answer);
  made.create(only(waiting(fields)));
  const arn = made.start();
  await made.clock.advance(0);
  return { ...made, arn, token: made.tokens[0] ?? '' };
};

test('a waiting task succeeds with what its token is answered with, not with what the function returned', async () => {
  const { stepFunctions, closed, arn, token } = await started();
  expect(stepFunctions.describe(arn)?.status).toBe('RUNNING');
  expect(stepFunctions.taskSuccess(token, { approved: 3 })).toEqual({ ok: true });
  expect(await closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":3}' });
});

test('the token may be answered before the function returns', async () => {
  const { stepFunctions, closed, arn, token } = await started({}, never);
  stepFunctions.taskSuccess(token, null);
  expect(await closed(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'null' });
});

test('a failed answer fails the task with its error and cause', async () => {
  const { stepFunctions, closed, arn, token } = await started();
  stepFunctions.taskFailure(token, 'Rejected', 'by a person');
  expect(await closed(arn)).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'by a person' });
});

test('a function that fails fails the task without waiting', async () => {
  const { closed, arn } = await started({}, () => {
    throw Object.assign(new Error('down'), { name: 'ServiceException' });
  });
  expect(await closed(arn)).toMatchObject({ status: 'FAILED', error: 'Lambda.ServiceException' });
});

test('TimeoutSeconds ends the wait, and the token is over then', async () => {
  const { stepFunctions, closed, arn, token, clock } = await started({ TimeoutSeconds: 2_592_000 });
  const before = clock.now();
  expect(await closed(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
  expect(clock.now() - before).toBe(2_592_000_000);
  expect(stepFunctions.taskSuccess(token, 1)).toEqual({ ok: false, reason: 'over' });
  expect(stepFunctions.heartbeat(token)).toEqual({ ok: false, reason: 'over' });
});

test('a token is answered once', async () => {
  const { stepFunctions, closed, arn, token } = await started();
  expect(stepFunctions.taskSuccess(token, 1)).toEqual({ ok: true });
  expect(stepFunctions.taskFailure(token, 'Late')).toEqual({ ok: false, reason: 'over' });
  expect(await closed(arn)).toMatchObject({ output: '1' });
  expect(stepFunctions.taskSuccess(token, 2)).toEqual({ ok: false, reason: 'over' });
});

test('a token of no task and a string that is no token are told apart', async () => {
  const { stepFunctions, token } = await started();
  expect(stepFunctions.taskSuccess('nonsense', 1)).toEqual({ ok: false, reason: 'invalid' });
  const other = Buffer.from(`${Buffer.from(token, 'base64url').toString()}0`).toString('base64url');
  expect(stepFunctions.taskSuccess(other, 1)).toEqual({ ok: false, reason: 'unknown' });
});

test('heartbeats keep a task alive; silence fails it, under both names of the error', async () => {
  const { stepFunctions, arn, token, clock } = await started({ HeartbeatSeconds: 10, TimeoutSeconds: 600 });
  for (let beat = 0; beat < 5; beat += 1) {
    await clock.advance(8_000);
    expect(stepFunctions.heartbeat(token)).toEqual({ ok: true });
  }
  expect(stepFunctions.describe(arn)?.status).toBe('RUNNING');
  await clock.advance(10_000);
  expect(stepFunctions.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });

  for (const name of ['States.HeartbeatTimeout', 'States.Timeout']) {
    const { create, start, closed } = asking();
    const Catch = [{ ErrorEquals: [name], Next: 'Silent' }];
    const Work = { ...waiting({ HeartbeatSeconds: 10, Catch }), End: true };
    create({ StartAt: 'Work', States: { Work, Silent: { Type: 'Pass', Output: 'silent', End: true } } });
    expect(await closed(start())).toMatchObject({ output: '"silent"' });
  }
});

test('every attempt is asked with a token of its own', async () => {
  const { create, start, closed, clock, tokens, stepFunctions } = asking();
  create(only(waiting({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }] })));
  const arn = start();
  await clock.advance(7_000);
  expect(tokens).toHaveLength(2);
  expect(stepFunctions.taskSuccess(tokens[0] ?? '', 1)).toEqual({ ok: false, reason: 'over' });
  expect(stepFunctions.taskSuccess(tokens[1] ?? '', 2)).toEqual({ ok: true });
  expect(await closed(arn)).toMatchObject({ output: '2' });
});

test('stopping an execution closes its tokens', async () => {
  const { stepFunctions, arn, token } = await started();
  stepFunctions.stop(arn);
  expect(stepFunctions.taskSuccess(token, 1)).toEqual({ ok: false, reason: 'over' });
});

test('a branch that fails closes the tokens of the others', async () => {
  const { create, start, clock, tokens, stepFunctions } = asking();
  const late = { StartAt: 'Late', States: { Late: { Type: 'Wait', Seconds: 5, Next: 'No' }, No: { Type: 'Fail' } } };
  const Branches = [only(waiting(), 'Ask'), late];
  create({
    StartAt: 'Both',
    States: {
      Both: { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wait' }], End: true },
      Wait: { Type: 'Wait', Seconds: 100, End: true },
    },
  });
  const arn = start();
  await clock.advance(6_000);
  expect(stepFunctions.describe(arn)?.currentStates).toEqual(['Wait']);
  expect(stepFunctions.taskSuccess(tokens[0] ?? '', 1)).toEqual({ ok: false, reason: 'over' });
});
