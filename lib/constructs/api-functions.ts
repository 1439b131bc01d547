import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import type { WorkflowStack } from '../stacks/workflow.ts';
import { AppFunction, type AppFunctionProps } from './app-function.ts';
import { CopyFunctions } from './copy-functions.ts';
import type { FunctionSource } from './function-source.ts';
import { LaunchFunctions } from './launch-functions.ts';
import { LedgerFunctions } from './ledger-functions.ts';
import { grantModels, modelEnvironment } from './model-access.ts';
import { PaymentFunctions } from './payment-functions.ts';
import { ReportFunctions } from './report-functions.ts';
import type { TokenSource } from './sign-in.ts';
import { grantReadAndWriteCredentials, grantReadCredentials } from './workspace-secrets.ts';

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
  readonly copy: CopyFunctions;

  constructor(scope: Construct, id: string, props: ApiFunctionsProps) {
    super(scope, id);
    const { settings, data, workflow, tokens } = props;
    const table = { TABLE_NAME: data.table.tableName };
    const byEntry = new Map<Entry, IFunction>();
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
    const credentials = make('accounts/serve-provider-credentials', {
      description: 'Credentials of providers, stored and never shown',
      environment: table,
    });
    grantReadAndWriteCredentials(credentials);
    const webhooks = make('accounts/serve-webhooks', {
      description: 'Where webhooks are sent, and what became of them',
      environment: {
        ...table,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        ...workflow.webhooks.senderEnvironment,
      },
    });
    grantReadAndWriteCredentials(webhooks);
    workflow.webhooks.grantSend(webhooks);
    data.table.grantReadAndWrite(webhooks);
    const launch = new LaunchFunctions(this, 'Launch', { source: props.source, settings, data });
    for (const [entry, made] of launch.byEntry) byEntry.set(entry, made);
    const ledger = new LedgerFunctions(this, 'Ledger', { source: props.source, settings, data });
    for (const [entry, made] of ledger.byEntry) byEntry.set(entry, made);
    const campaigns = make('campaigns/serve-campaigns', {
      description: 'ICPs, campaigns and runs',
      environment: {
        ...table,
        CHECK_LAUNCH_FUNCTION: launch.checkLaunch.functionName,
        RUN_MACHINE_ARN: workflow.runs.machine.stateMachineArn,
        SANDBOX_CLOCK_FACTOR: String(settings.sandboxClockFactor),
      },
    });
    workflow.runs.grantStartAndStop(campaigns.ownRole);
    launch.checkLaunch.grantInvocation(campaigns.ownRole);
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
    const providers = make('discovery/serve-providers', {
      description: 'Providers of companies, and a look at what one gives',
      environment: { ...table, DATA_BUCKET: data.files.bucketName, PROVIDER_URLS: settings.providerUrls },
      timeout: Duration.seconds(29),
    });
    grantReadCredentials(providers);
    data.files.grantReadFiles(providers, 'imports', 'answers');
    data.files.grantWriteFiles(providers, 'answers');
    data.table.grantReadAndWrite(providers);
    const leads = make('scoring/serve-leads', { description: 'Leads by score', environment: table });
    const previews = make('scoring/serve-previews', {
      description: 'Previews of profiles, and scoring leads by new weights',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        RESCORE_LEADS_FUNCTION: workflow.rescoreLeads.functionName,
      },
    });
    workflow.rescoreLeads.grantInvocation(previews.ownRole);
    data.files.grantReadFiles(previews, 'imports');
    data.table.grantReadAndWrite(previews);
    const qualification = make('scoring/serve-qualification', {
      description: 'The model that learns from outcomes',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        TRAIN_QUALIFICATION_FUNCTION: workflow.trainQualification.functionName,
      },
    });
    workflow.trainQualification.grantInvocation(qualification.ownRole);
    data.files.grantWriteFiles(qualification, 'qualification');
    data.table.grantReadAndWrite(qualification);
    const inferIcps = make('copy/infer-icps', {
      description: "Reads a team's own website and proposes profiles",
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        ...modelEnvironment(settings),
      },
      timeout: Duration.seconds(29),
    });
    grantModels(this, 'InferIcps', settings, inferIcps);
    data.files.grantReadFiles(inferIcps, 'sites');
    data.files.grantWriteFiles(inferIcps, 'sites');
    data.table.grantReadAndWrite(inferIcps);
    const assessments = make('assessment/serve-assessments', {
      description: 'Assessments of websites',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        ASSESSMENT_MACHINE_ARN: workflow.assessments.machine.machine.stateMachineArn,
      },
    });
    workflow.assessments.machine.grantStart(assessments.ownRole);
    data.files.grantReadFiles(assessments, 'assessments');
    data.files.grantWriteFiles(assessments, 'assessments');
    data.table.grantReadAndWrite(assessments);
    const assessmentBatches = make('assessment/serve-assessment-batches', {
      description: "Assessments of a campaign's leads",
      environment: { ...table, ASSESSMENT_QUEUE_URL: workflow.assessments.batches.queue.queueUrl },
    });
    workflow.assessments.grantSend(assessmentBatches);
    grantReadCredentials(assessmentBatches);
    data.table.grantReadAndWrite(assessmentBatches);
    const contacts = make('contacts/serve-contacts', { description: 'Contacts', environment: table });
    const lookUp = make('contacts/look-up-contacts', {
      description: 'Finds the people of one company at once',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        PROVIDER_URLS: settings.providerUrls,
      },
      timeout: Duration.seconds(29),
    });
    grantReadCredentials(lookUp);
    // What its providers were paid is booked.
    data.table.grantReadAndWrite(lookUp);
    data.files.grantReadFiles(lookUp, 'sites', 'answers');
    data.files.grantWriteFiles(lookUp, 'sites', 'answers');
    const messages = make('sending/serve-messages', {
      description: 'Messages, their review, and suppressions',
      environment: { ...table, DATA_BUCKET: data.files.bucketName },
    });
    data.files.grantReadFiles(messages, 'runs', 'sites');
    const links = make('tracking/serve-public-links', {
      description: 'Links in mails: unsubscribe, clicks, opens',
      environment: { ...table, LINK_SECRET_ARN: data.linkSecret.secretArn },
    });
    data.linkSecret.grantRead(links);
    const replies = make('tracking/serve-replies', {
      description: 'Replies and threads',
      environment: {
        ...table,
        DATA_BUCKET: data.files.bucketName,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        REPLY_HOST: settings.replyHost,
      },
    });
    data.linkSecret.grantRead(replies);
    data.files.grantReadFiles(replies, 'replies');
    make('reference/serve-reference', {
      description: 'Health and the description of the API',
      environment: { PUBLIC_ORIGIN: settings.publicOrigin },
    });

    for (const reader of [this.authorizer, stream, leads]) data.table.grantRead(reader);
    for (const writer of [
      createWorkspace,
      accounts,
      credentials,
      campaigns,
      imports,
      contacts,
      messages,
      links,
      replies,
    ])
      data.table.grantReadAndWrite(writer);
    const payments = new PaymentFunctions(this, 'Payments', {
      ...{ source: props.source, settings, data },
      payments: workflow.payments,
    });
    for (const [entry, made] of payments.byEntry) byEntry.set(entry, made);
    const reports = new ReportFunctions(this, 'Reports', {
      ...{ source: props.source, settings, data },
      reports: workflow.reports,
    });
    for (const [entry, made] of reports.byEntry) byEntry.set(entry, made);
    this.copy = new CopyFunctions(this, 'Copy', { source: props.source, settings, data });
    for (const [entry, made] of this.copy.byEntry) byEntry.set(entry, made);
    this.byEntry = byEntry;
  }
}
