import { Duration, Size } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import { AslStateMachine } from './asl-state-machine.ts';
import type { FunctionSource } from './function-source.ts';
import { grantModels, modelEnvironment } from './model-access.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

export type AssessmentPathProps = Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>;

/** Each stays below the time limit of its Task, so that the function's own error is what is caught. */
const FETCH = Duration.seconds(38);
const CHECK = Duration.seconds(48);
const BROWSE = Duration.seconds(68);
/** Twenty leads, ten at a time, each a minute at worst. */
const PAGE_OF_LEADS = Duration.minutes(5);
const RECEIVES = 3;
/** Chromium with a page, Lighthouse's traces and axe at once; also what makes its processor a whole one. */
const BROWSER_MEMORY_MB = 3_008;

/** The machine of an assessment and its steps: reading a site, the checks side by side, the browser's look, and the conclusion. */
export class AssessmentPath extends Construct {
  readonly machine: AslStateMachine;
  /** Pages of leads that batches are to assess. */
  readonly batches: QueueWithDeadLetters;

  constructor(scope: Construct, id: string, { source, settings, data }: AssessmentPathProps) {
    super(scope, id);
    const stored = { TABLE_NAME: data.table.tableName, DATA_BUCKET: data.files.bucketName };
    const fetchSite = new AppFunction(this, {
      source,
      entry: 'assessment/fetch-site',
      description: 'Reads a site for the checks: pages, headers, links, TLS',
      environment: { ...stored, FETCH_ALLOW_HOSTS: settings.fetchAllowHosts },
      memoryMb: 1_024,
      timeout: FETCH,
    });
    const checkSite = new AppFunction(this, {
      source,
      entry: 'assessment/check-site',
      description: 'One check of a site that was read',
      environment: { ...stored, PROVIDER_URLS: settings.providerUrls },
      memoryMb: 1_769,
      timeout: CHECK,
    });
    const browseSite = new AppFunction(this, {
      source,
      entry: 'assessment/browse-site',
      description: 'What a browser sees of a site, and PageSpeed Insights',
      environment: {
        ...stored,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        PROVIDER_URLS: settings.providerUrls,
        CHROMIUM_PATH: settings.chromiumPath,
        ...modelEnvironment(settings),
      },
      memoryMb: BROWSER_MEMORY_MB,
      timeout: BROWSE,
      // The layer's Chromium is unpacked there (about 300 MB), and its profile lies there.
      scratch: Size.gibibytes(1),
    });
    if (settings.chromiumLayerArn !== undefined)
      browseSite.addLayers(LayerVersion.fromLayerVersionArn(this, 'ChromiumLayer', settings.chromiumLayerArn));
    const conclude = new AppFunction(this, {
      source,
      entry: 'assessment/conclude-assessment',
      description: 'Puts what the checks found together',
      environment: stored,
      memoryMb: 1_024,
    });

    this.batches = new QueueWithDeadLetters(this, 'Batches', { consumerTimeout: PAGE_OF_LEADS, tries: RECEIVES });
    const assessLeads = new AppFunction(this, {
      source,
      entry: 'assessment/assess-leads',
      description: 'Assesses the leads of a batch, a page at a time',
      environment: {
        ...stored,
        ASSESSMENT_QUEUE_URL: this.batches.queue.queueUrl,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        PROVIDER_URLS: settings.providerUrls,
      },
      memoryMb: 1_769,
      timeout: PAGE_OF_LEADS,
    });
    assessLeads.addEventSource(new SqsEventSource(this.batches.queue, { batchSize: 1, maxConcurrency: 5 }));
    this.grantSend(assessLeads);

    for (const step of [fetchSite, checkSite, browseSite, conclude, assessLeads]) {
      data.table.grantReadAndWrite(step);
      data.files.grantReadFiles(step, 'assessments', 'answers');
      data.files.grantWriteFiles(step, 'assessments', 'answers');
    }
    for (const asker of [checkSite, browseSite, assessLeads]) grantReadCredentials(asker);
    grantModels(this, 'BrowseSite', settings, browseSite);

    this.machine = new AslStateMachine(this, 'Assessment', {
      definition: 'assessment',
      type: StateMachineType.EXPRESS,
      functions: {
        FetchSiteFunctionArn: fetchSite,
        CheckSiteFunctionArn: checkSite,
        BrowseSiteFunctionArn: browseSite,
        ConcludeAssessmentFunctionArn: conclude,
      },
    });
  }

  /** Putting batches on their queue. */
  grantSend(sender: AppFunction): void {
    Grant.addToPrincipal({
      grantee: sender,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.batches.queue.queueArn],
    });
  }
}
