import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import type { WorkflowStack } from '../stacks/workflow.ts';
import { AppFunction, type AppFunctionProps } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import type { TokenSource } from './sign-in.ts';

export type ApiFunctionsProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  workflow: WorkflowStack;
  tokens: TokenSource;
}>;

/** Streamed answers end a little before API Gateway would cut them off. */
const STREAM_TIMEOUT = Duration.minutes(5);
/** Enough CPU (about half a vCPU a GB) that a cold start stays under a second. */
const MEMORY_MB = 1_024;

/** The functions behind the API, each with the rights of its own area. */
export class ApiFunctions extends Construct {
  readonly authorizer: AppFunction;
  readonly byEntry: ReadonlyMap<Entry, IFunction>;

  constructor(scope: Construct, id: string, props: ApiFunctionsProps) {
    super(scope, id);
    const { settings, data, workflow, tokens } = props;
    const table = { TABLE_NAME: data.table.tableName };
    const byEntry = new Map<Entry, AppFunction>();
    const make = (entry: Entry, rest: Omit<AppFunctionProps, 'source' | 'entry'>): AppFunction => {
      const made = new AppFunction(this, { source: props.source, entry, memoryMb: MEMORY_MB, ...rest });
      byEntry.set(entry, made);
      return made;
    };

    this.authorizer = make('accounts/authorize-request', {
      description: 'Turns an API key or an access token into a principal of one workspace',
      environment: {
        ...table,
        JWT_ISSUER: tokens.issuer,
        JWKS_URI: tokens.jwksUri,
        JWT_CLIENT_ID: tokens.clientId,
        SENDING_MODE: settings.sendingMode,
      },
      timeout: Duration.seconds(10),
    });
    const createWorkspace = make('accounts/create-workspace', {
      description: 'Makes a workspace with its owner; invoked by whoever runs the deployment',
      environment: table,
    });
    const accounts = make('accounts/serve-accounts', { description: 'Members and API keys', environment: table });
    const campaigns = make('campaigns/serve-campaigns', {
      description: 'ICPs, campaigns and runs',
      environment: {
        ...table,
        RUN_MACHINE_ARN: workflow.runs.machine.stateMachineArn,
        SANDBOX_CLOCK_FACTOR: String(settings.sandboxClockFactor),
      },
    });
    workflow.runs.grantStartAndStop(campaigns.ownRole);
    const stream = make('campaigns/stream-run', {
      description: 'A run as server-sent events',
      environment: table,
      timeout: STREAM_TIMEOUT,
    });
    const imports = make('discovery/serve-imports', {
      description: 'Imports and companies',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        PROCESS_IMPORT_FUNCTION: workflow.processImport.functionName,
      },
    });
    workflow.processImport.grantInvocation(imports.ownRole);
    data.files.grantReadFiles(imports, 'imports');
    data.files.grantWriteFiles(imports, 'imports');
    const leads = make('scoring/serve-leads', { description: 'Leads by score', environment: table });
    const contacts = make('contacts/serve-contacts', { description: 'Contacts', environment: table });
    const messages = make('sending/serve-messages', {
      description: 'Messages, their review, and suppressions',
      environment: table,
    });
    const links = make('tracking/serve-public-links', {
      description: 'Unsubscribe links',
      environment: { ...table, LINK_SECRET_ARN: data.linkSecret.secretArn },
    });
    data.linkSecret.grantRead(links);
    make('reference/serve-reference', {
      description: 'Health and the description of the API',
      environment: { PUBLIC_ORIGIN: settings.publicOrigin },
    });

    for (const reader of [this.authorizer, stream, leads]) data.table.grantRead(reader);
    for (const writer of [createWorkspace, accounts, campaigns, imports, contacts, messages, links])
      data.table.grantReadAndWrite(writer);
    this.byEntry = byEntry;
  }
}
