import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Clock } from '../../lib/local/step-functions/clock.ts';
import type { MachineType } from '../../lib/local/step-functions/definition.ts';
import type { ExecutionRecord } from '../../lib/local/step-functions/execution-store.ts';
import type { StepFunctions, StepFunctionsPorts } from '../../lib/local/step-functions/ports.ts';
import { createStepFunctions } from '../../lib/local/step-functions/step-functions.ts';

const MACHINES = 'arn:aws:states:us-east-1:000000000000:stateMachine:';
export const machineArn = (name = 'machine'): string => `${MACHINES}${name}`;

export type VirtualClock = Clock & {
  /** Lets work settle and jumps from timer to timer until `until` holds (or, without it, `milliseconds` passed). */
  readonly runUntil: (until: () => boolean) => Promise<void>;
  readonly advance: (milliseconds: number) => Promise<void>;
};

const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Some turns of the event loop, in which promises and immediate I/O settle. */
export const settle = async (turns = 12): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A clock that stands still until a test moves it. */
export const virtualClock = (start = START): VirtualClock => {
  let now = start;
  const timers = new Set<{ at: number; run: () => void }>();
  const fireNext = (limit: number): boolean => {
    const next = [...timers].sort((one, other) => one.at - other.at)[0];
    if (next === undefined || next.at > limit) return false;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    return true;
  };
  return {
    now: () => now,
    setTimeout: (run, milliseconds) => {
      const timer = { at: now + Math.max(0, milliseconds), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    runUntil: async (until) => {
      for (let turn = 0; turn < 10_000; turn += 1) {
        await settle();
        if (until()) return;
        fireNext(Number.POSITIVE_INFINITY);
      }
      throw new Error('the condition was never met');
    },
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      await settle();
      while (fireNext(end)) await settle();
      now = end;
      await settle();
    },
  };
};

/** Objects of a pretended S3. */
export const objectStore = () => {
  const objects = new Map<string, string>();
  return {
    objects,
    json: (key: string): unknown => JSON.parse(objects.get(key) ?? 'null'),
    readObject: (bucket: string, key: string) => {
      const text = objects.get(`${bucket}/${key}`);
      if (text === undefined) throw new Error(`NoSuchKey: ${bucket}/${key}`);
      return Readable.from([Buffer.from(text)]);
    },
    writeObject: async (bucket: string, key: string, body: AsyncIterable<Uint8Array>) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      objects.set(`${bucket}/${key}`, Buffer.concat(chunks).toString());
    },
  };
};

export type Functions = Record<string, (payload: unknown) => unknown>;

/** Throw it from a function to make Lambda report a function error. */
export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message = 'failed') {
    super(message);
    this.errorType = errorType;
  }
}

export const never = (): Promise<never> => new Promise(() => undefined);

/** Lambda over plain functions by name. */
export const lambdas =
  (functions: Functions): StepFunctionsPorts['invokeLambda'] =>
  async (name, payload) => {
    const handler = functions[name];
    if (handler === undefined) throw Object.assign(new Error(`no ${name}`), { name: 'ResourceNotFoundException' });
    try {
      return { payload: await handler(payload) };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const { errorType, message } = error;
      return { payload: { errorType, errorMessage: message }, functionError: 'Unhandled' };
    }
  };

const directories: string[] = [];

/** A path for a database that `removeDatabases` deletes. */
export const databasePath = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'executions-'));
  directories.push(directory);
  return join(directory, 'executions.sqlite');
};

export const removeDatabases = (): void => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
};

/** An interpreter with pretended surroundings. Everything can be replaced. */
export const world = (
  functions: Functions = {},
  changes: Partial<StepFunctionsPorts> & { clock?: VirtualClock } = {},
) => {
  const clock = changes.clock ?? virtualClock();
  const s3 = objectStore();
  const transitions: string[] = [];
  const faults: unknown[] = [];
  const stepFunctions: StepFunctions = createStepFunctions({
    databasePath: ':memory:',
    invokeLambda: lambdas(functions),
    readObject: s3.readObject,
    writeObject: s3.writeObject,
    random: () => 0.5,
    onTransition: (arn, kind) => transitions.push(`${kind} ${arn.slice(MACHINES.length)}`),
    onFault: (message, fault) => faults.push([message, fault]),
    ...changes,
    clock,
  });
  const create = (definition: object, type: MachineType = 'STANDARD', name = 'machine') => {
    stepFunctions.createStateMachine(machineArn(name), name, { QueryLanguage: 'JSONata', ...definition }, type);
  };
  const start = (input: unknown = {}, name?: string): string => {
    const started = stepFunctions.start({ machineArn: machineArn(), name, input: JSON.stringify(input) });
    if (!started.ok) throw new Error(started.message);
    return started.executionArn;
  };
  const closed = async (arn: string): Promise<ExecutionRecord> => {
    let record: ExecutionRecord | undefined;
    void stepFunctions.completion(arn).then((done) => {
      record = done;
    });
    await clock.runUntil(() => record !== undefined);
    if (record === undefined) throw new Error('not closed');
    return record;
  };
  /** Creates the machine, runs it once and gives how it closed, with its output parsed. */
  const run = async (definition: object, input: unknown = {}) => {
    create(definition);
    const record = await closed(start(input));
    const { status, error, cause, output } = record;
    const value: unknown = output === undefined ? undefined : JSON.parse(output);
    return { status, error, cause, output: value, arn: record.arn };
  };
  return { stepFunctions, clock, s3, transitions, faults, create, start, closed, run };
};

/** A machine of one state that ends. */
export const only = (state: object, name = 'Only') => ({ StartAt: name, States: { [name]: { End: true, ...state } } });

export const task = (fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...fields,
});
