import { Duration } from 'aws-cdk-lib';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import { AslStateMachine } from './asl-state-machine.ts';
import { FILE_KEYS } from './files-bucket.ts';
import type { FunctionSource } from './function-source.ts';
import { grantModels, modelEnvironment } from './model-access.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

export type CampaignRunProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  /** Kicked when messages are released, so that nobody waits for the next minute. */
  dispatch: AppFunction;
}>;

/** One step of the machine: its timeout stays below the one of its Task, so that the function's own error is what is caught. */
const BATCH_STEP = Duration.seconds(90);
const LONG_STEP = Duration.minutes(14);

/** The machine of a run and its steps, each with the rights of its own stage. */
export class CampaignRun extends Construct {
  readonly machine: AslStateMachine;

  constructor(scope: Construct, id: string, { source, settings, data, dispatch }: CampaignRunProps) {
    super(scope, id);
    const table = { TABLE_NAME: data.table.tableName };
    const stored = { ...table, DATA_BUCKET: data.files.bucketName };

    const planRun = new AppFunction(this, {
      source,
      entry: 'campaigns/plan-run',
      description: 'Freezes what a run needs and opens it',
      environment: stored,
    });
    const discoverCompanies = new AppFunction(this, {
      source,
      entry: 'discovery/discover-companies',
      description: 'Finds the companies of a run, a page at a time',
      environment: { ...stored, PROVIDER_URLS: settings.providerUrls },
      memoryMb: 1_769,
      timeout: LONG_STEP,
    });
    const scoreCompanies = new AppFunction(this, {
      source,
      entry: 'scoring/score-companies',
      description: 'Scores a batch of companies against the ICP',
      environment: stored,
      memoryMb: 1_024,
      timeout: BATCH_STEP,
    });
    const findContacts = new AppFunction(this, {
      source,
      entry: 'contacts/find-contacts',
      description: 'Finds the people of a batch of companies',
      environment: {
        ...stored,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        PROVIDER_URLS: settings.providerUrls,
      },
      memoryMb: 1_024,
      timeout: BATCH_STEP,
    });
    const writeCopy = new AppFunction(this, {
      source,
      entry: 'copy/write-copy',
      description: 'Drafts the mails of a batch',
      environment: { ...stored, ...modelEnvironment(settings) },
      memoryMb: 1_024,
      timeout: BATCH_STEP,
    });
    grantModels(this, 'WriteCopy', settings, writeCopy);
    const requestApproval = new AppFunction(this, {
      source,
      entry: 'sending/request-approval',
      description: 'Holds a run until its reviewer is done',
      environment: table,
    });
    const releaseMessages = new AppFunction(this, {
      source,
      entry: 'sending/release-messages',
      description: 'Gives approved messages their due times',
      environment: {
        ...stored,
        SEND_RATE_PER_SECOND: String(settings.sendRatePerSecond),
        DISPATCH_FUNCTION: dispatch.functionName,
      },
      memoryMb: 1_024,
      timeout: LONG_STEP,
    });
    dispatch.grantInvocation(releaseMessages.ownRole);
    data.files.grantReadFiles(releaseMessages, 'runs', 'pace');
    data.files.grantWriteFiles(releaseMessages, 'runs', 'pace');
    const awaitDelivery = new AppFunction(this, {
      source,
      entry: 'sending/await-delivery',
      description: 'Holds a run until every recipient is in a final state',
      environment: table,
    });
    const recordAttribution = new AppFunction(this, {
      source,
      entry: 'attribution/record-attribution',
      description: 'Writes touches and costs into the ledger',
      environment: table,
      memoryMb: 1_024,
      timeout: LONG_STEP,
    });
    const closeRun = new AppFunction(this, {
      source,
      entry: 'campaigns/close-run',
      description: 'Sums a run up and closes it',
      environment: table,
    });
    const failRun = new AppFunction(this, {
      source,
      entry: 'campaigns/fail-run',
      description: 'Records why a run failed and keeps what it has',
      environment: table,
    });

    const steps = [
      ...[planRun, discoverCompanies, scoreCompanies, findContacts, writeCopy, requestApproval],
      ...[releaseMessages, awaitDelivery, recordAttribution, closeRun, failRun],
    ];
    for (const step of steps) data.table.grantReadAndWrite(step);
    data.files.grantWriteFiles(planRun, 'runs');
    data.files.grantReadFiles(discoverCompanies, 'imports', 'runs', 'answers');
    data.files.grantWriteFiles(discoverCompanies, 'runs', 'answers');
    grantReadCredentials(discoverCompanies);
    data.files.grantReadFiles(scoreCompanies, 'runs', 'qualification');
    data.files.grantReadFiles(findContacts, 'imports', 'runs', 'sites', 'answers');
    data.files.grantWriteFiles(findContacts, 'sites', 'answers');
    grantReadCredentials(findContacts);
    data.files.grantReadFiles(writeCopy, 'runs', 'sites');

    this.machine = new AslStateMachine(this, 'CampaignRun', {
      definition: 'campaign-run',
      type: StateMachineType.STANDARD,
      functions: {
        PlanRunFunctionArn: planRun,
        DiscoverCompaniesFunctionArn: discoverCompanies,
        ScoreCompaniesFunctionArn: scoreCompanies,
        FindContactsFunctionArn: findContacts,
        WriteCopyFunctionArn: writeCopy,
        RequestApprovalFunctionArn: requestApproval,
        ReleaseMessagesFunctionArn: releaseMessages,
        AwaitDeliveryFunctionArn: awaitDelivery,
        RecordAttributionFunctionArn: recordAttribution,
        CloseRunFunctionArn: closeRun,
        FailRunFunctionArn: failRun,
      },
      mapFiles: { bucket: data.files, keys: FILE_KEYS.runs },
    });
    for (const { ownRole } of [requestApproval, awaitDelivery]) this.machine.grantAnswer(ownRole);
  }
}
