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
import type { WebhookPath } from './webhook-path.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

export type CampaignRunProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  /** Kicked when messages are released, so that nobody waits for the next minute. */
  dispatch: AppFunction;
  webhooks: WebhookPath;
}>;

/** One step of the machine: its timeout stays below the one of its Task, so that the function's own error is what is caught. */
const BATCH_STEP = Duration.seconds(90);
const SCORING_STEP = Duration.seconds(35);
const ASSESSING_STEP = Duration.seconds(55);
const LONG_STEP = Duration.minutes(14);

/** The machine of a run and its steps, each with the rights of its own stage. */
export class CampaignRun extends Construct {
  readonly machine: AslStateMachine;

  constructor(scope: Construct, id: string, { source, settings, data, dispatch, webhooks }: CampaignRunProps) {
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
      timeout: SCORING_STEP,
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
    const offerReports = new AppFunction(this, {
      source,
      entry: 'reports/offer-reports',
      description: "Assesses a batch's websites and links its people to what was found",
      environment: {
        ...stored,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        PUBLIC_ORIGIN: settings.publicOrigin,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
      },
      memoryMb: 1_769,
      timeout: ASSESSING_STEP,
    });
    data.linkSecret.grantRead(offerReports);
    const writeCopy = new AppFunction(this, {
      source,
      entry: 'copy/write-copy',
      description: 'Drafts the mails of a batch',
      environment: { ...stored, ...modelEnvironment(settings) },
      memoryMb: 1_024,
      timeout: BATCH_STEP,
    });
    grantModels(this, 'WriteCopy', settings, writeCopy);
    const advanceCopyBatches = new AppFunction(this, {
      source,
      entry: 'copy/advance-copy-batches',
      description: 'Hands copy in as batches of the model and takes their answers',
      environment: {
        ...stored,
        COPY_BATCH_POLL_SECONDS: String(settings.copyBatchPollSeconds),
        ...modelEnvironment(settings),
      },
      memoryMb: 1_769,
      timeout: LONG_STEP,
    });
    grantModels(this, 'AdvanceCopyBatches', settings, advanceCopyBatches);
    const collectCopy = new AppFunction(this, {
      source,
      entry: 'copy/collect-copy',
      description: 'Turns what batches of the model answered into messages',
      environment: { ...stored, ...modelEnvironment(settings) },
      memoryMb: 1_024,
      timeout: LONG_STEP,
    });
    grantModels(this, 'CollectCopy', settings, collectCopy);
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
      environment: { ...table, ...webhooks.senderEnvironment },
    });
    webhooks.grantSend(closeRun);
    const failRun = new AppFunction(this, {
      source,
      entry: 'campaigns/fail-run',
      description: 'Records why a run failed and keeps what it has',
      environment: table,
    });

    const steps = [
      ...[planRun, discoverCompanies, scoreCompanies, findContacts, offerReports, writeCopy, requestApproval],
      ...[advanceCopyBatches, collectCopy],
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
    data.files.grantReadFiles(offerReports, 'assessments');
    data.files.grantWriteFiles(offerReports, 'assessments', 'runs');
    data.files.grantReadFiles(writeCopy, 'runs', 'sites');
    // What batches of the model are asked is stored instead.
    data.files.grantWriteFiles(writeCopy, 'runs');
    data.files.grantReadFiles(advanceCopyBatches, 'runs');
    data.files.grantWriteFiles(advanceCopyBatches, 'runs');
    data.files.grantReadFiles(collectCopy, 'runs');

    this.machine = new AslStateMachine(this, 'CampaignRun', {
      definition: 'campaign-run',
      type: StateMachineType.STANDARD,
      functions: {
        PlanRunFunctionArn: planRun,
        DiscoverCompaniesFunctionArn: discoverCompanies,
        ScoreCompaniesFunctionArn: scoreCompanies,
        FindContactsFunctionArn: findContacts,
        OfferReportsFunctionArn: offerReports,
        WriteCopyFunctionArn: writeCopy,
        AdvanceCopyBatchesFunctionArn: advanceCopyBatches,
        CollectCopyFunctionArn: collectCopy,
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
