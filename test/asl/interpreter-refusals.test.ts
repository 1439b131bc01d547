import { InvalidDefinition } from '../../lib/local/step-functions/parse-definition.ts';
import { only, task, world } from './interpreter-support.ts';

const problemsOf = (definition: object | string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): readonly string[] => {
  try {
    world().stepFunctions.createStateMachine('arn:aws:states:us-east-1:0:stateMachine:m', 'm', definition, type);
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
  return [];
};

const jsonata = (definition: object) => ({ QueryLanguage: 'JSONata', ...definition });
const state = (fields: object) => jsonata(only(fields));
const distributed = (fields: object, ExecutionType = 'EXPRESS') => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, ...only({ Type: 'Pass' }, 'Each') },
  ...fields,
});

test('a machine that is accepted has no problems', () => {
  expect(problemsOf(state(task()))).toEqual([]);
  expect(problemsOf(JSON.stringify(state(distributed({ Label: 'L' }))))).toEqual([]);
});

describe('JSONPath is refused', () => {
  test.each<[string, object, string]>([
    ['a machine without QueryLanguage', only({ Type: 'Pass' }), 'State machine, field "QueryLanguage"'],
    ['a machine in JSONPath', { QueryLanguage: 'JSONPath', ...only({ Type: 'Pass' }) }, 'must be "JSONata"'],
    ['a state in JSONPath', state({ Type: 'Pass', QueryLanguage: 'JSONPath' }), 'State "Only", field "QueryLanguage"'],
    ...['InputPath', 'OutputPath', 'Parameters', 'ResultSelector', 'ResultPath'].map(
      (field): [string, object, string] => [
        field,
        state(task({ [field]: '$' })),
        `State "Only", field "${field}": belongs to JSONPath; only JSONata is run`,
      ],
    ),
    ['Result of a Pass', state({ Type: 'Pass', Result: 1 }), 'State "Only", field "Result": belongs to JSONPath'],
    ['SecondsPath', state({ Type: 'Wait', SecondsPath: '$.s' }), 'field "SecondsPath": belongs to JSONPath'],
    [
      'a Choice by Variable',
      jsonata({
        StartAt: 'Which',
        States: { Which: { Type: 'Choice', Choices: [{ Variable: '$.a', BooleanEquals: true, Next: 'Which' }] } },
      }),
      'State "Which", field "Choices.0.Variable": belongs to JSONPath',
    ],
  ])('%s', (_, definition, expected) => {
    expect(problemsOf(definition).join('\n')).toContain(expected);
  });
});

describe('what is unknown is refused, naming state and field', () => {
  test.each<[string, object, string]>([
    ['a state type', state({ Type: 'Loop' }), 'State "Only", field "Type": Loop is not a state type'],
    ['no state type', state({}), 'State "Only", field "Type": nothing is not a state type'],
    ['a field of a state', state(task({ Colour: 'red' })), 'State "Only", field "Colour": is not supported'],
    ['Credentials', state(task({ Credentials: {} })), 'State "Only", field "Credentials": is not supported'],
    ['a field of the machine', jsonata({ ...only({ Type: 'Pass' }), Extra: 1 }), 'State machine, field "Extra"'],
    [
      'Assign of Succeed',
      jsonata({ StartAt: 'S', States: { S: { Type: 'Succeed', Assign: {} } } }),
      'State "S", field "Assign"',
    ],
    [
      'a Retry field',
      state(task({ Retry: [{ ErrorEquals: ['A'], Times: 2 }] })),
      'State "Only", field "Retry.0.Times"',
    ],
    [
      'a field in a nested machine',
      state({ Type: 'Parallel', Branches: [only({ Type: 'Pass', InputPath: '$' }, 'Inner')] }),
      'State "Inner", field "InputPath"',
    ],
    [
      'a field of ItemReader',
      state(
        distributed({
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'PARQUET' },
            Arguments: {},
          },
        }),
      ),
      'State "Only", field "ItemReader.ReaderConfig.InputType"',
    ],
    [
      'another reader',
      state(
        distributed({
          ItemReader: {
            Resource: 'arn:aws:states:::s3:listObjectsV2',
            ReaderConfig: { InputType: 'JSON' },
            Arguments: {},
          },
        }),
      ),
      'State "Only", field "ItemReader.Resource"',
    ],
    [
      'an old Iterator',
      state({ Type: 'Map', Iterator: only({ Type: 'Pass' }, 'Each') }),
      'State "Only", field "Iterator"',
    ],
    [
      'a plain function ARN',
      state(task({ Resource: 'arn:aws:lambda:us-east-1:0:function:f' })),
      'State "Only", field "Resource": arn:aws:lambda:us-east-1:0:function:f is not supported',
    ],
    ['a service', state(task({ Resource: 'arn:aws:states:::sqs:sendMessage' })), 'State "Only", field "Resource"'],
    [
      '.sync of Lambda',
      state(task({ Resource: 'arn:aws:states:::lambda:invoke.sync' })),
      'State "Only", field "Resource"',
    ],
    [
      'a token for a nested execution that is waited for',
      state(task({ Resource: 'arn:aws:states:::states:startExecution.sync:2.waitForTaskToken' })),
      'is not supported',
    ],
    [
      'an argument',
      state(task({ Arguments: { FunctionName: 'f', InvocationType: 'Event' } })),
      'State "Only", field "Arguments.InvocationType" is not supported',
    ],
    ['a missing argument', state(task({ Arguments: { Payload: 1 } })), 'FunctionName is missing'],
  ])('%s', (_, definition, expected) => {
    expect(problemsOf(definition).join('\n')).toContain(expected);
  });
});

describe('what can never work is refused', () => {
  const next = (Next: string) => jsonata({ StartAt: 'A', States: { A: { Type: 'Pass', Next } } });
  const inner = (fields: object) => only({ Type: 'Pass', ...fields }, 'Inner');

  test.each<[string, object, string]>([
    [
      'a StartAt nowhere',
      jsonata({ StartAt: 'B', States: { A: { Type: 'Succeed' } } }),
      '"B" is not a state of its scope',
    ],
    ['a Next nowhere', next('B'), 'State "A", leads to "B"'],
    ['neither Next nor End', jsonata({ StartAt: 'A', States: { A: { Type: 'Pass' } } }), 'needs exactly one of'],
    ['both Next and End', state({ Type: 'Pass', Next: 'Only' }), 'needs exactly one of'],
    ['a Catch nowhere', state(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] })), 'leads to "B"'],
    [
      'a Next into a branch',
      jsonata({
        StartAt: 'A',
        States: { A: { Type: 'Pass', Next: 'Inner' }, P: { Type: 'Parallel', Branches: [inner({})], End: true } },
      }),
      'State "A", leads to "Inner"',
    ],
    [
      'States.ALL before the last',
      state(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
      'field "Retry": States.ALL must stand alone and in the last entry',
    ],
    ['States.ALL with others', state(task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })), 'must stand alone'],
    [
      'a name twice',
      jsonata({ StartAt: 'Inner', States: { Inner: { Type: 'Parallel', Branches: [inner({})], End: true } } }),
      'has the name of another state',
    ],
    ['Wait for nothing', state({ Type: 'Wait' }), 'needs exactly one of the fields "Seconds" and "Timestamp"'],
    ['a negative Wait', state({ Type: 'Wait', Seconds: -1 }), 'field "Seconds"'],
    [
      'a heartbeat as long as the timeout',
      state(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })),
      'field "HeartbeatSeconds"',
    ],
    ['an Assign to $states', state({ Type: 'Pass', Assign: { states: 1 } }), 'Assign.states'],
    ['an Assign to no name', state({ Type: 'Pass', Assign: { 'a-b': 1 } }), 'Assign.a-b'],
    [
      'an Assign to a variable of an outer scope',
      state({ Type: 'Parallel', Assign: { x: 1 }, Branches: [inner({ Assign: { x: 2 } })] }),
      'State "Inner", field "Assign": "x" is a variable of an outer scope',
    ],
    [
      'ItemReader inline',
      state({ Type: 'Map', ItemProcessor: inner({}), Label: 'L' }),
      'field "Label": is for a Map in DISTRIBUTED mode',
    ],
    [
      'Items beside ItemReader',
      state(
        distributed({
          Items: [],
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' }, Arguments: {} },
        }),
      ),
      'exclude each other',
    ],
    ['an ItemBatcher without a limit', state(distributed({ ItemBatcher: {} })), 'field "ItemBatcher"'],
    [
      'a ResultWriter half told',
      state(distributed({ ResultWriter: { Resource: 'arn:aws:states:::s3:putObject' } })),
      'field "ResultWriter"',
    ],
  ])('%s', (_, definition, expected) => {
    expect(problemsOf(definition).join('\n')).toContain(expected);
  });

  test('text that is no JSON', () => {
    expect(problemsOf('{').join()).toContain('is not JSON');
  });

  test('a distributed Map may assign what its parent assigns: its children are executions of their own', () => {
    const { ItemProcessor } = distributed({});
    const processor = { ...ItemProcessor, ...inner({ Assign: { x: 2 } }) };
    expect(problemsOf(state(distributed({ Assign: { x: 1 }, ItemProcessor: processor })))).toEqual([]);
  });
});

describe('expressions that can never be evaluated are refused', () => {
  test.each<[string, string]>([
    ['$states.input.(', 'is not valid JSONata'],
    ['input.name', 'uses a field name that no variable precedes'],
    ["{'key': name}", 'uses a field name that no variable precedes'],
    ['$', 'uses $ or $$ outside a path'],
    ['$$.a', 'uses $ or $$ outside a path'],
    ["$eval('1')", 'uses the function $eval'],
  ])('%s', (source, expected) => {
    const Output = { deep: [{ in: `{% ${source} %}` }] };
    const [problem] = problemsOf(state({ Type: 'Pass', Output }));
    expect(problem).toContain('State "Only", field "Output.deep[0].in"');
    expect(problem).toContain(expected);
  });

  test.each([
    '$states.input.items[price > 10].{"name": name, "self": $}',
    '$map($states.input, function($item) { $item.name })',
    '$states.input ~> |items|{"seen": true}|',
    '$states.input^(>price)',
    '$states.input{category: $sum(price)}',
    '$replace($states.input.name, /[a-z]+/, "x")',
  ])('%s is accepted', (source) => {
    expect(problemsOf(state({ Type: 'Pass', Output: `{% ${source} %}` }))).toEqual([]);
  });
});

describe('an EXPRESS machine cannot', () => {
  test.each<[string, object, string]>([
    [
      'wait for a task token',
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'an EXPRESS machine cannot use',
    ],
    [
      'wait for a nested execution',
      { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments: { StateMachineArn: 'x' } },
      'an EXPRESS machine cannot use',
    ],
    ['run a distributed Map', distributed({}), 'an EXPRESS machine cannot run a distributed Map'],
  ])('%s', (_, fields, expected) => {
    expect(problemsOf(state(fields), 'EXPRESS').join()).toContain(expected);
    expect(problemsOf(state(fields), 'STANDARD')).toEqual([]);
    const processor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...only(fields, 'Each') };
    expect(problemsOf(state(distributed({ ItemProcessor: processor }))).join()).toContain(expected);
  });
});
