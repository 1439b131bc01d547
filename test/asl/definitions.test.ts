import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { PROJECT_ROOT } from '../../lib/bundling/entries.ts';
import { assertSubstitutions, readDefinition } from '../../lib/constructs/asl-definition.ts';

const Report = z.object({ isValid: z.boolean(), errors: z.array(z.looseObject({})) });
const validate: (definition: unknown) => unknown = createRequire(import.meta.url)('asl-validator');

const State = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), JitterStrategy: z.string().optional() })).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
});
type Machine = { StartAt: string; States: Record<string, z.infer<typeof State>>; QueryLanguage?: string | undefined };
const Machine: z.ZodType<Machine> = z.looseObject({
  QueryLanguage: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), State),
});

const DIRECTORY = join(PROJECT_ROOT, 'state-machines');
const readMachine = (name: string): Machine =>
  Machine.parse(JSON.parse(readFileSync(join(DIRECTORY, `${name}.asl.json`), 'utf8')));
const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
};

/** Written in two parts, since a linter takes it for a forgotten template string. */
const OPEN = ['$', '{'].join('');

const NAMES = ['campaign-run', 'company-batch', 'assessment', 'report'] as const;
/** The states that record a failure themselves: nothing is left to catch theirs. */
const LAST_RESORTS = ['Fail run', 'Fail report'];

describe.each(NAMES)('%s', (name) => {
  const machine = readMachine(name);
  const tasks = Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task');

  test('is valid Amazon States Language', () => {
    const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
    const text = readDefinition(name).text.replaceAll(/\$\{\w+\}/g, arn);
    expect(Report.parse(validate(JSON.parse(text)))).toEqual({ isValid: true, errors: [], errorsText: undefined });
  });

  test('speaks JSONata', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
  });

  test('names its states as sentences and says what its tasks and maps are for', () => {
    for (const [state, { Type, Comment }] of Object.entries(machine.States)) {
      expect(state).toMatch(/^[A-Z][a-z]+( [a-z]+)*\??$/);
      if (Type === 'Task' || Type === 'Map')
        expect({ state, said: Comment !== undefined }).toEqual({ state, said: true });
    }
  });

  test('gives every task a time limit, retries of service errors with jitter, and a catch of everything', () => {
    for (const [state, { TimeoutSeconds, Retry = [], Catch = [] }] of tasks) {
      expect({ state, limited: TimeoutSeconds !== undefined }).toEqual({ state, limited: true });
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('Lambda.TooManyRequestsException');
      for (const { JitterStrategy } of Retry) expect(JitterStrategy).toBe('FULL');
      const catchesAll = Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
      expect({ state, catchesAll }).toEqual({ state, catchesAll: !LAST_RESORTS.includes(state) });
    }
  });

  test('keeps expressions short enough to read', () => {
    const expressions = strings(machine).filter((text) => text.startsWith('{%'));
    expect(expressions.filter((text) => text.length > 140)).toEqual([]);
  });
});

test('a batch of companies ends within the five minutes of an Express execution', () => {
  const limits = Object.values(readMachine('company-batch').States).map(({ TimeoutSeconds = 0 }) => TimeoutSeconds);
  expect(limits.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(300);
});

test('the map’s child stands in the run’s definition as its own file has it', () => {
  const run = z
    .object({ States: z.object({ 'Prepare companies': z.object({ ItemProcessor: z.looseObject({}) }) }) })
    .parse(JSON.parse(readDefinition('campaign-run').text));
  const { StartAt, States } = JSON.parse(readDefinition('company-batch').text) as Machine;
  expect(run.States['Prepare companies'].ItemProcessor).toEqual({
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt,
    States,
  });
});

describe('reading a definition', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'throughline-asl-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const write = (name: string, definition: unknown): void =>
    writeFileSync(join(directory, `${name}.asl.json`), JSON.stringify(definition));

  test('a ${ that is no placeholder is refused: CloudFormation would replace it', () => {
    write('m', { StartAt: 'A', States: { A: { Type: 'Pass', Output: `{% "${OPEN} $x }" %}`, End: true } } });
    expect(() => readDefinition('m', directory)).toThrow('not a placeholder');
  });

  test('placeholders of included machines count too', () => {
    write('child', { StartAt: 'A', States: { A: { Type: 'Task', Resource: `${OPEN}ChildArn}` } } });
    write('m', { StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor: { Include: 'child.asl.json' } } } });
    expect(readDefinition('m', directory).placeholders).toEqual(['ChildArn']);
  });

  test('a distributed map must have a label, since rights are granted by it', () => {
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'A', States: {} };
    write('m', { StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor } } });
    expect(() => readDefinition('m', directory)).toThrow('needs a Label');
  });

  test('an included file that is no machine is refused by name', () => {
    write('child', { States: {} });
    write('m', { StartAt: 'M', States: { M: { ItemProcessor: { Include: 'child.asl.json' } } } });
    expect(() => readDefinition('m', directory)).toThrow('child.asl.json has no StartAt and States');
  });

  test('placeholders and substitutions match in both directions', () => {
    const placeholders = ['AArn', 'BArn'];
    expect(() => assertSubstitutions('m', { placeholders }, ['AArn', 'BArn'])).not.toThrow();
    expect(() => assertSubstitutions('m', { placeholders }, ['AArn'])).toThrow('Placeholders without a value: BArn.');
    expect(() => assertSubstitutions('m', { placeholders }, ['AArn', 'BArn', 'CArn'])).toThrow(
      'Values without a placeholder: CArn.',
    );
  });
});
