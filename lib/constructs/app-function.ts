import { Duration, RemovalPolicy, type Size } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { constructIdOf, type Entry } from '../bundling/entries.ts';
import type { EnvironmentDemand, FunctionSource } from './function-source.ts';

/** Long enough to look back at a run of last quarter; log lines carry no addresses and no mail text. */
export const LOG_RETENTION = RetentionDays.THREE_MONTHS;

export type AppFunctionProps = Readonly<{
  source: FunctionSource;
  entry: Entry;
  /** One sentence for whoever meets it in the console. */
  description: string;
  /** Exactly what the function's `<verb-noun>.environment.ts` asks for; undefined stands for an optional variable left out. */
  environment?: Readonly<Record<string, string | undefined>>;
  memoryMb?: number;
  timeout?: Duration;
  /** Room below /tmp; 512 MB when nothing is said. */
  scratch?: Size;
  /** Where an asynchronous invocation goes that failed at every try. */
  deadLetterQueue?: IQueue;
  /** How often a failed asynchronous invocation is tried again (0–2). */
  retryAttempts?: number;
}>;

/**
 * A function of the product on Node 24 and arm64, with a log group and a role of its own that may do nothing but log: whoever owns a
 * resource grants its use.
 * @throws Error when the environment is not exactly what the function's schema asks for, or there is no bundle.
 */
export class AppFunction extends LambdaFunction {
  readonly ownRole: Role;

  constructor(scope: Construct, props: AppFunctionProps) {
    const { source, entry, environment = {}, deadLetterQueue, retryAttempts } = props;
    const id = constructIdOf(entry);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(source.directoryOf(entry)),
      description: props.description,
      environment: exactEnvironment(entry, source.demandOf(entry), environment),
      memorySize: props.memoryMb ?? 512,
      timeout: props.timeout ?? Duration.seconds(30),
      tracing: Tracing.DISABLED,
      logGroup,
      role,
      ...(props.scratch === undefined ? {} : { ephemeralStorageSize: props.scratch }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
      ...(retryAttempts === undefined ? {} : { retryAttempts }),
    });
    this.ownRole = role;
  }

  /** Lets a role invoke it: this function as it stands, not its versions, of which there are none. */
  grantInvocation(role: Role): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.functionArn] }),
    );
  }
}

/** The environment, once it is certain that it is what the function asks for: nothing missing, nothing it would not read. */
const exactEnvironment = (
  entry: Entry,
  { known, required }: EnvironmentDemand,
  given: Readonly<Record<string, string | undefined>>,
): Record<string, string> => {
  const values = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const missing = required.filter((name) => !(name in values));
  const surplus = Object.keys(given).filter((name) => !known.includes(name));
  if (missing.length === 0 && surplus.length === 0) return values;
  const problems = [
    ...(missing.length === 0 ? [] : [`it asks for ${missing.join(', ')}, which the stack does not give`]),
    ...(surplus.length === 0 ? [] : [`the stack gives ${surplus.join(', ')}, which it does not ask for`]),
  ];
  throw new Error(`Environment of ${entry}: ${problems.join('; ')}`);
};
