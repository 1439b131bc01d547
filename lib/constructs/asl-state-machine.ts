import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  CfnStateMachine,
  DefinitionBody,
  LogLevel,
  StateMachine,
  type StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { LOG_RETENTION } from './app-function.ts';
import { assertSubstitutions, readDefinition } from './asl-definition.ts';

export type AslStateMachineProps = Readonly<{
  /** Name of the file: `state-machines/<definition>.asl.json`. */
  definition: string;
  type: StateMachineType;
  /** The function that stands for each placeholder. Being named here is what gives the machine the right to invoke it. */
  functions: Readonly<Record<string, IFunction>>;
  /** Express machines that it runs to their end, by placeholder. Being named here is what gives it the right to. */
  machines?: Readonly<Record<string, AslStateMachine>>;
  /** Where its distributed maps read their items and write their results. */
  mapFiles?: Readonly<{ bucket: IBucket; keys: string }>;
  definitions?: string;
}>;

/**
 * A state machine from its hand-written file, with a log group of its own and exactly the rights that its definition needs.
 * @throws Error when placeholders and functions do not match in both directions.
 */
export class AslStateMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: AslStateMachineProps) {
    super(scope, id);
    const definition = readDefinition(props.definition, props.definitions);
    const machines = Object.entries(props.machines ?? {}).map(
      ([placeholder, { machine }]) => [placeholder, machine.stateMachineArn] as const,
    );
    const functions = Object.entries(props.functions).map(
      ([placeholder, target]) => [placeholder, target.functionArn] as const,
    );
    const substitutions = Object.fromEntries([...functions, ...machines]);
    assertSubstitutions(props.definition, definition, Object.keys(substitutions));
    const logs = new LogGroup(this, 'Logs', { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.DESTROY });
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineType: props.type,
      definitionBody: DefinitionBody.fromString(definition.text),
      definitionSubstitutions: substitutions,
      // Execution data holds addresses; it is seen in the execution's history, which not everybody who reads logs may open.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: false,
    });
    this.machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: functions.map(([, arn]) => arn),
      }),
    );
    if (machines.length > 0)
      this.machine.addToRolePolicy(
        new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: machines.map(([, arn]) => arn) }),
      );
    if (definition.mapLabels.length > 0) this.grantMaps(definition.mapLabels, props);
    const resource = this.machine.node.defaultChild;
    // cfn-lint takes JSONata for a wrong type where a map's limits are numbers; test/asl holds the definition to the language.
    if (resource instanceof CfnStateMachine) resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    acknowledge(this.machine, {
      'AwsSolutions-SF2':
        'No X-Ray: the trace id runs through the log lines, and the X-Ray SDK would double the bundles.',
    });
  }

  /** A distributed map starts executions of its own machine; a policy of its own, since the machine waits for its role's. */
  private grantMaps(labels: readonly string[], { definition, mapFiles }: AslStateMachineProps): void {
    if (mapFiles === undefined) throw new Error(`${definition}.asl.json has a distributed map and needs mapFiles`);
    const { bucket, keys } = mapFiles;
    const name = this.machine.stateMachineName;
    const children = [`${name}:*`, ...labels.map((label) => `${name}/${label}:*`)];
    new Policy(this, 'MapPolicy', {
      roles: [this.machine.role],
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
          resources: children.map((child) => this.executionArn(child)),
        }),
        new PolicyStatement({
          actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          resources: [bucket.arnForObjects(keys)],
        }),
      ],
    });
  }

  private executionArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /**
   * Lets a role answer the machine's task tokens. A policy of its own, not below the role: the machine waits for the rights to invoke its
   * functions, some of those functions answer it, and a function waits for all that stands below its role.
   */
  grantAnswer(role: Role): void {
    new Policy(Stack.of(role), `${role.node.id}AnswersTokens`, {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
          resources: [this.machine.stateMachineArn],
        }),
      ],
    });
  }

  /** Lets a role start the machine. */
  grantStart(role: Role): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
    );
  }

  /** Lets a role start the machine and stop its executions. */
  grantStartAndStop(role: Role): void {
    this.grantStart(role);
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['states:StopExecution', 'states:DescribeExecution'],
        resources: [this.executionArn(`${this.machine.stateMachineName}:*`)],
      }),
    );
  }
}
