/** Runs in a worker thread: one function's environment, from the import of its bundle on. */
import { existsSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { errorPayload } from './error-payload.ts';
import { awslambda, ResponseStream, streams } from './response-streaming.ts';
import type { FromWorker, Invoke, WorkerStart } from './worker-messages.ts';

type Handler = (...given: readonly unknown[]) => unknown;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread of the local cloud');
const tell = (message: FromWorker): void => {
  port.postMessage(message);
};

Object.assign(globalThis, { awslambda });

// Lines go the way of the results, so that what an invocation wrote is there before its result is.
const capture = (chunk: Uint8Array | string, ...rest: readonly unknown[]): boolean => {
  tell({ kind: 'output', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
  const written = rest.find(isHandler);
  if (written !== undefined) queueMicrotask(() => written());
  return true;
};
process.stdout.write = capture;
process.stderr.write = capture;

const load = async ({ module, exported }: WorkerStart): Promise<{ handler: Handler; streaming: boolean }> => {
  const file = ['.mjs', '.js', '.cjs'].map((ending) => `${module}${ending}`).find((path) => existsSync(path));
  if (file === undefined)
    throw Object.assign(new Error(`Cannot find module '${module}'`), { name: 'Runtime.ImportModuleError' });
  const loaded: unknown = await import(pathToFileURL(file).href);
  const found = typeof loaded === 'object' && loaded !== null ? Object.entries(loaded) : [];
  const handler: unknown = found.find(([name]) => name === exported)?.[1];
  if (isHandler(handler)) return { handler, streaming: streams(handler) };
  throw Object.assign(new Error(`${file} exports no function ${exported}`), { name: 'Runtime.HandlerNotFound' });
};

const contextOf = ({ id, deadline, functionArn }: Invoke) => ({
  awsRequestId: id,
  invokedFunctionArn: functionArn,
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: '$LATEST',
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const run = async (handler: Handler, streaming: boolean, invoke: Invoke): Promise<void> => {
  const { id } = invoke;
  try {
    const event: unknown = JSON.parse(invoke.event);
    if (streaming) {
      const stream = new ResponseStream((bytes) => {
        tell({ kind: 'chunk', id, bytes });
      });
      const ended = finished(stream);
      await handler(event, stream, contextOf(invoke));
      if (!stream.writableEnded) stream.end();
      await ended;
      tell({ kind: 'done', id, payload: '' });
      return;
    }
    const result = await handler(event, contextOf(invoke));
    // What JSON cannot hold (a function, undefined) is null, as in Lambda; the types of JSON.stringify leave that out.
    const payload = JSON.stringify(result) as string | undefined;
    tell({ kind: 'done', id, payload: payload ?? 'null' });
  } catch (error) {
    tell({ kind: 'failed', id, error: errorPayload(error) });
  }
};

const start = workerData as WorkerStart;
load(start).then(
  ({ handler, streaming }) => {
    port.on('message', (invoke: Invoke) => {
      void run(handler, streaming, invoke);
    });
    tell({ kind: 'ready' });
  },
  (error: unknown) => {
    tell({ kind: 'broken', error: errorPayload(error) });
  },
);
