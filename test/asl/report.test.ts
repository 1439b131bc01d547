import { readDefinition } from '../../lib/constructs/asl-definition.ts';
import { FunctionError, type Functions, machineArn, world } from './interpreter-support.ts';

const OPEN = ['$', '{'].join('');
type Name = 'prepare' | 'gather' | 'render' | 'deliver' | 'fail';

const INPUT = { workspaceId: 'ws_1', reportId: 'rpt_1', purchaseId: 'pur_1', to: 'jo@buyer.example' };
const WORK = { ...INPUT, askedBy: 'pur_1', version: 1, assessmentId: 'asm_2', assess: true, ready: false };

/** The machine of the file over pretended functions, beside an assessment machine of one step. */
const report = (
  functions: Partial<Record<Name, (payload: unknown) => unknown>> = {},
  assess?: (payload: unknown) => unknown,
) => {
  const calls: Readonly<{ name: string; payload: unknown }>[] = [];
  const plain: Record<Name | 'assess', (payload: unknown) => unknown> = {
    prepare: () => WORK,
    assess: assess ?? (() => 'done'),
    gather: (payload) => payload,
    render: (payload) => ({ ...(payload as object), ready: true }),
    deliver: () => ({ mailed: true }),
    fail: () => ({}),
    ...functions,
  };
  const heard: Functions = Object.fromEntries(
    Object.entries(plain).map(([name, answer]) => [
      name,
      (payload: unknown) => {
        calls.push({ name, payload });
        return answer(payload);
      },
    ]),
  );
  const substitutions: Readonly<Record<string, string>> = {
    PrepareReportFunctionArn: 'prepare',
    GatherContentFunctionArn: 'gather',
    RenderVersionFunctionArn: 'render',
    DeliverReportFunctionArn: 'deliver',
    FailReportFunctionArn: 'fail',
    AssessmentMachineArn: machineArn('assessment'),
  };
  const text = Object.entries(substitutions).reduce(
    (definition, [name, value]) => definition.replaceAll(`${OPEN}${name}}`, value),
    readDefinition('report').text,
  );
  const { create, run } = world(heard);
  create(
    {
      StartAt: 'Assess',
      States: {
        Assess: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'assess', Payload: '{% $states.input %}' },
          End: true,
        },
      },
    },
    'EXPRESS',
    'assessment',
  );
  return { run: () => run(JSON.parse(text) as object, INPUT), calls, names: () => calls.map(({ name }) => name) };
};

test('an order is prepared, the site assessed anew, the version made and delivered', async () => {
  const { run, calls, names } = report();
  expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: { mailed: true } });
  expect(names()).toEqual(['prepare', 'assess', 'gather', 'render', 'deliver']);
  expect(calls[0]?.payload).toEqual(INPUT);
  expect(calls[1]?.payload).toEqual({ workspaceId: 'ws_1', id: 'asm_2' });
  expect(calls[2]?.payload).toEqual(WORK);
  expect(calls[4]?.payload).toEqual({ ...WORK, ready: true });
});

test('what is ready is only delivered', async () => {
  const { run, names } = report({ prepare: () => ({ ...WORK, ready: true, assess: false }) });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(names()).toEqual(['prepare', 'deliver']);
});

test('without the wish for a fresh look no site is assessed', async () => {
  const { run, names } = report({ prepare: () => ({ ...WORK, assess: false }) });
  await run();
  expect(names()).toEqual(['prepare', 'gather', 'render', 'deliver']);
});

test('an assessment that fails stops nothing: the content is gathered from what there is', async () => {
  const { run, names } = report({}, () => {
    throw new FunctionError('Unreachable');
  });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(names().slice(-3)).toEqual(['gather', 'render', 'deliver']);
});

test.each(['prepare', 'gather', 'render'] as const)(
  'when %s fails at every try, the failure is kept and the execution fails',
  async (name) => {
    const { run, calls, names } = report({
      [name]: () => {
        throw new FunctionError('NothingToReport', 'no assessment');
      },
    });
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'NothingToReport' });
    expect(names().filter((one) => one === name)).toHaveLength(3);
    const last = calls.at(-1);
    expect(last).toMatchObject({ name: 'fail', payload: { input: INPUT, failure: { Error: 'NothingToReport' } } });
  },
);

test('a mail that does not leave is tried for hours before the report counts as failed', async () => {
  let tries = 0;
  const { run, names } = report({
    deliver: () => {
      tries += 1;
      if (tries < 6) throw new FunctionError('MailNotSent', 'throttled');
      return { mailed: true };
    },
  });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(names().filter((name) => name === 'deliver')).toHaveLength(6);
});

test('a step that fails once by chance is tried again', async () => {
  let tries = 0;
  const { run, names } = report({
    render: (payload) => {
      tries += 1;
      if (tries === 1) throw new FunctionError('Lambda.Unknown');
      return payload;
    },
  });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(names()).not.toContain('fail');
});
