import { Worker } from 'node:worker_threads';
import { errorPayload, exited } from './error-payload.ts';
import type { ErrorPayload, FromWorker, Invoke, WorkerStart } from './worker-messages.ts';

export type FunctionDefinition = Readonly<{
  name: string;
  arn: string;
  /** Folder of the bundle. */
  codePath: string;
  /** `<file>.<export>`, as the template has it. */
  handler: string;
  environment: Readonly<Record<string, string>>;
  timeoutSeconds: number;
  memoryMb: number;
  /** Invocations at one time; more wait for their turn. */
  concurrency: number;
}>;

export type Outcome = Readonly<{ ok: true; payload: string } | { ok: false; error: ErrorPayload }>;

type Underway = { settle: (outcome: Outcome) => void; onChunk: (bytes: Uint8Array) => void };

/** One started environment of a function: a worker thread that has imported its bundle. */
export type FunctionEnvironment = ReturnType<typeof startEnvironment>;

const WORKER = new URL('./worker.ts', import.meta.url);
/** Young generation of a worker's heap: the default grows to 48 MB in each of some twenty workers. */
const YOUNG_GENERATION_MB = 4;

/**
 * Starts a worker thread for a function, with that function's environment only.
 * @param onOutput hears what the function writes to stdout and stderr, in pieces as written
 * @param onEnd is called once, when the thread is gone
 */
export const startEnvironment = (
  definition: FunctionDefinition,
  environment: Readonly<Record<string, string>>,
  onOutput: (text: string) => void,
  onEnd: () => void,
) => {
  const [file = '', exported = ''] = definition.handler.split('.');
  const workerData: WorkerStart = { module: `${definition.codePath}/${file}`, exported };
  const worker = new Worker(WORKER, {
    workerData,
    env: { ...environment },
    execArgv: ['--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    name: definition.name,
  });
  const underway = new Map<string, Underway>();
  let broken: ErrorPayload | undefined;
  let ended = false;
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  const settle = (id: string, outcome: Outcome): void => {
    const found = underway.get(id);
    underway.delete(id);
    found?.settle(outcome);
  };
  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    for (const id of [...underway.keys()]) settle(id, { ok: false, error: exited(id, reason) });
    becomeReady();
    onEnd();
  };
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'ready': {
        becomeReady();
        return;
      }
      case 'broken':
        broken = message.error;
        {
          becomeReady();
          return;
        }
      case 'output': {
        onOutput(message.text);
        return;
      }
      case 'chunk':
        return underway.get(message.id)?.onChunk(message.bytes);
      case 'done': {
        settle(message.id, { ok: true, payload: message.payload });
        return;
      }
      case 'failed': {
        settle(message.id, { ok: false, error: message.error });
        return;
      }
    }
  });
  worker.on('error', (error) => {
    onOutput(`${JSON.stringify(errorPayload(error))}\n`);
    end(error instanceof Error ? error.message : String(error));
  });
  worker.on('exit', (code) => {
    end(`exit status ${String(code)}`);
  });

  return {
    /** Resolves when the bundle is imported, or is known not to be importable. */
    ready,
    /** Why the environment serves nothing: its bundle could not be imported or its thread is gone. */
    failure: (): ErrorPayload | undefined => broken ?? (ended ? exited('', 'the environment has ended') : undefined),
    underway: (): number => underway.size,
    invoke: (invoke: Invoke, onChunk: (bytes: Uint8Array) => void): Promise<Outcome> =>
      new Promise((resolve) => {
        underway.set(invoke.id, { settle: resolve, onChunk });
        worker.postMessage(invoke);
      }),
    /** Gives up one invocation (its time is up); what it still answers is not heard. */
    abandon: (id: string, error: ErrorPayload): void => {
      settle(id, { ok: false, error });
    },
    stop: async (): Promise<void> => {
      await worker.terminate();
    },
  };
};
