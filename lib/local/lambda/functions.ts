import { LOCAL_REGION, ServiceError } from '../protocol.ts';
import { openSqlite } from '../sqlite.ts';
import {
  type AsynchronousSettings,
  createAsynchronousInvocations,
  DEFAULT_SETTINGS,
  INVOCATION_SCHEMA,
} from './asynchronous-invocations.ts';
import type { FunctionDefinition, Outcome } from './function-environment.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import { createLambdaApi } from './lambda-api.ts';
import { createOutputLines, type MetricValue } from './output-lines.ts';

/**
 * Lambda of the local cloud: one worker thread a function, asynchronous invocations kept in `databasePath`.
 * @param sharedEnvironment variables every function gets besides its own (endpoints of the local services)
 */
export const createFunctions = ({
  databasePath,
  onInvocation = () => undefined,
  onMetric = () => undefined,
  retryDelaysMs,
}: {
  databasePath: string;
  onInvocation?: (functionName: string) => void;
  onMetric?: (metric: MetricValue) => void;
  retryDelaysMs?: readonly number[];
}) => {
  const database = openSqlite(databasePath, INVOCATION_SCHEMA);
  const hosts = new Map<string, FunctionHost>();
  const settings = new Map<string, AsynchronousSettings>();
  const lines = createOutputLines({ onMetric });

  /** Takes a name, an ARN, or an ARN without account (`account:function:name`). */
  const hostOf = (name: string): FunctionHost => {
    const parts = name.split(':');
    const found = hosts.get(parts.length === 1 ? name : (parts[parts.indexOf('function') + 1] ?? ''));
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return found;
  };
  const invoke = (name: string, event: string): Promise<Outcome> => hostOf(name).invoke(event);
  const asynchronous = createAsynchronousInvocations({
    database,
    settingsOf: (name) => settings.get(name) ?? DEFAULT_SETTINGS,
    ...(retryDelaysMs === undefined ? {} : { retryDelaysMs }),
    invoke: async (name, event) =>
      hosts.has(name)
        ? invoke(name, event)
        : { ok: false, error: { errorType: 'ResourceNotFoundException', errorMessage: `Function not found: ${name}` } },
  });
  const accept = (name: string, event: string): string => asynchronous.accept(hostOf(name).definition.name, event);
  const api = createLambdaApi({ invoke: async (name, event) => invoke(name, event), accept });

  return {
    define: (
      definition: FunctionDefinition,
      sharedEnvironment: Readonly<Record<string, string>>,
      asynchronousSettings: AsynchronousSettings = DEFAULT_SETTINGS,
    ): void => {
      settings.set(definition.name, asynchronousSettings);
      hosts.set(
        definition.name,
        createFunctionHost({
          definition,
          environment: { ...runtimeEnvironment(definition), ...sharedEnvironment, ...definition.environment },
          onOutput: (text) => lines.write(definition.name, text),
          onInvocation: () => onInvocation(definition.name),
        }),
      );
    },
    /** Invokes and waits. @throws ServiceError ResourceNotFoundException */
    invoke: async (name: string, event: unknown): Promise<Outcome> => invoke(name, JSON.stringify(event)),
    /** Invokes a streaming function; its bytes go to `onChunk` as they come. */
    invokeStreaming: async (name: string, event: unknown, onChunk: (bytes: Uint8Array) => void): Promise<Outcome> =>
      hostOf(name).invoke(JSON.stringify(event), onChunk),
    /** Accepts an event to be carried out later; it outlives this process. */
    accept: (name: string, event: unknown): string => accept(name, JSON.stringify(event)),
    waiting: asynchronous.waiting,
    start: asynchronous.start,
    linesOf: lines.of,
    names: (): string[] => [...hosts.keys()],
    running: (name: string): number => hostOf(name).running(),
    listen: api.listen,
    close: async (): Promise<void> => {
      asynchronous.close();
      await api.close();
      await Promise.all([...hosts.values()].map((host) => host.close()));
      database.close();
    },
  };
};

/** What the Lambda runtime sets by itself. Source: Lambda developer guide, "Defined runtime environment variables". */
const runtimeEnvironment = ({ name, handler, codePath, memoryMb }: FunctionDefinition): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  LAMBDA_TASK_ROOT: codePath,
  _HANDLER: handler,
  TZ: ':UTC',
});
