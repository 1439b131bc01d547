import * as z from 'zod';
import type { MachineType, ResourceProblem } from './definition.ts';
import { StateFailure } from './failures.ts';
import type { IntegrationCall, IntegrationRun } from './integration-call.ts';
import { createNestedIntegrations, type NestedExecutions } from './nested-executions.ts';

/** An AWS SDK integration the caller provides, under `arn:aws:states:::aws-sdk:<service>:<action>`. */
export type SdkIntegration = {
  /** Begins error names, as in `Sqs.QueueDoesNotExistException`. */
  readonly errorPrefix: string;
  readonly call: (args: Readonly<Record<string, unknown>>) => Promise<unknown>;
};

export type InvokeLambda = (
  functionArnOrName: string,
  payload: unknown,
) => Promise<{ readonly payload: unknown; readonly functionError?: string | undefined }>;

export type Integrations = {
  readonly problem: ResourceProblem;
  /** Calls the integration behind a Task's Resource; of a waiting Task, the part before the wait. */
  readonly call: (resource: string, args: unknown, call: IntegrationCall) => Promise<unknown>;
};

type Integration = {
  /** Names of the arguments it takes and whether it needs them; undefined leaves them to the service. */
  readonly arguments: Readonly<Record<string, 'required' | 'optional'>> | undefined;
  readonly standardOnly: boolean;
  readonly tokenAllowed: boolean;
  readonly run: IntegrationRun;
};

const TOKEN_SUFFIX = '.waitForTaskToken';

/** Whether a Task with this Resource waits until its task token is answered. */
export const waitsForToken = (resource: string): boolean => resource.endsWith(TOKEN_SUFFIX);

const baseOf = (resource: string): string =>
  waitsForToken(resource) ? resource.slice(0, -TOKEN_SUFFIX.length) : resource;

const lambdaArguments = z.object({ FunctionName: z.string(), Payload: z.unknown().optional() });
const functionErrorShape = z.object({ errorType: z.string() });

const lambdaInvoke = (invokeLambda: InvokeLambda): IntegrationRun => {
  return async (args) => {
    const { FunctionName, Payload } = lambdaArguments.parse(args);
    const answer = await invokeLambda(FunctionName, Payload ?? {}).catch((thrown: unknown) => {
      const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      throw new StateFailure(name.endsWith('Exception') ? `Lambda.${name}` : 'Lambda.Unknown', message);
    });
    const payload = answer.payload ?? null;
    if (answer.functionError !== undefined) {
      const typed = functionErrorShape.safeParse(payload);
      throw new StateFailure(typed.success ? typed.data.errorType : 'Lambda.Unknown', JSON.stringify(payload));
    }
    return { ExecutedVersion: '$LATEST', Payload: payload, SdkHttpMetadata: { HttpStatusCode: 200 }, StatusCode: 200 };
  };
};

const sdkRun = ({ errorPrefix, call }: SdkIntegration): IntegrationRun => {
  return (args) =>
    call(args).catch((thrown: unknown) => {
      if (thrown instanceof StateFailure) throw thrown;
      const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      throw new StateFailure(`${errorPrefix}.${name.endsWith('Exception') ? name : `${name}Exception`}`, message);
    });
};

const argumentProblems = (integration: Integration, args: unknown): string | undefined => {
  const known = integration.arguments;
  if (known === undefined || typeof args !== 'object' || args === null) return undefined;
  const unknown = Object.keys(args).filter((name) => known[name] === undefined);
  const missing = Object.keys(known).filter((name) => known[name] === 'required' && !(name in args));
  if (unknown.length > 0) return `field "Arguments.${unknown.join(', Arguments.')}" is not supported`;
  return missing.length > 0 ? `field "Arguments": ${missing.join(', ')} is missing` : undefined;
};

/** The integrations Task states can name: Lambda, nested executions, and what the caller adds. */
export const createIntegrations = (
  invokeLambda: InvokeLambda,
  nested: () => NestedExecutions,
  sdkIntegrations: Readonly<Record<string, SdkIntegration>>,
): Integrations => {
  const executions = createNestedIntegrations(nested);
  const startArguments = { StateMachineArn: 'required', Input: 'optional', Name: 'optional' } as const;
  const built: [string, Integration][] = [
    [
      'arn:aws:states:::lambda:invoke',
      {
        arguments: { FunctionName: 'required', Payload: 'optional' },
        standardOnly: false,
        tokenAllowed: true,
        run: lambdaInvoke(invokeLambda),
      },
    ],
    [
      'arn:aws:states:::states:startExecution',
      { arguments: startArguments, standardOnly: false, tokenAllowed: true, run: executions.start },
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { arguments: startArguments, standardOnly: true, tokenAllowed: false, run: executions.startAndWait },
    ],
    [
      'arn:aws:states:::aws-sdk:sfn:startSyncExecution',
      { arguments: startArguments, standardOnly: false, tokenAllowed: false, run: executions.startSync },
    ],
  ];
  const added = Object.entries(sdkIntegrations).map(([resource, integration]): [string, Integration] => [
    resource,
    { arguments: undefined, standardOnly: false, tokenAllowed: true, run: sdkRun(integration) },
  ]);
  const known = new Map([...built, ...added]);

  return {
    problem: (resource: string, type: MachineType, args: unknown) => {
      const integration = known.get(baseOf(resource));
      if (integration === undefined || (waitsForToken(resource) && !integration.tokenAllowed)) {
        return `field "Resource": ${resource} is not supported`;
      }
      if (type === 'EXPRESS' && (integration.standardOnly || waitsForToken(resource))) {
        return `field "Resource": an EXPRESS machine cannot use ${resource}`;
      }
      return argumentProblems(integration, args);
    },
    call: async (resource, args, call) => {
      const integration = known.get(baseOf(resource));
      if (integration === undefined) throw new StateFailure('States.Runtime', `${resource} is not supported`);
      const given = z.record(z.string(), z.unknown()).safeParse(args);
      if (!given.success) {
        throw new StateFailure('States.Runtime', `The Arguments of ${resource} must be an object.`);
      }
      const problem = argumentProblems(integration, given.data);
      if (problem !== undefined) throw new StateFailure('States.Runtime', `${resource}, ${problem}`);
      return integration.run(given.data, call);
    },
  };
};
