import { Duration, Size, Stack, type StackProps } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { AppFunction } from '../constructs/app-function.ts';
import type { AslStateMachine } from '../constructs/asl-state-machine.ts';
import { AssessmentPath } from '../constructs/assessment-path.ts';
import { CampaignRun } from '../constructs/campaign-run.ts';
import type { FunctionSource } from '../constructs/function-source.ts';
import { LedgerProof } from '../constructs/ledger-proof.ts';
import { PaymentPath } from '../constructs/payment-path.ts';
import { DeadLetterQueue } from '../constructs/queue-with-dead-letters.ts';
import { ReplyPath } from '../constructs/reply-path.ts';
import { ReportPath } from '../constructs/report-path.ts';
import { ReputationWatch } from '../constructs/reputation-watch.ts';
import { SendingPath } from '../constructs/sending-path.ts';
import { WebhookPath } from '../constructs/webhook-path.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import type { MessagingStack } from './messaging.ts';

export type WorkflowStackProps = StackProps &
  Readonly<{ source: FunctionSource; settings: Settings; data: DataStack; messaging: MessagingStack }>;

/** All work that no caller waits for: imports, the run's machine, the sending path, and the counters that follow the table's stream. */
export class WorkflowStack extends Stack {
  readonly runs: AslStateMachine;
  readonly sending: SendingPath;
  readonly webhooks: WebhookPath;
  readonly ledgerProof: LedgerProof;
  readonly assessments: AssessmentPath;
  /** Makes reports and brings them to their buyers. */
  readonly reports: AslStateMachine;
  readonly payments: PaymentPath;
  readonly processImport: AppFunction;
  readonly projectRunCounters: AppFunction;
  readonly rescoreLeads: AppFunction;
  /** What failed at every try, apart from the queues' own. */
  readonly importDeadLetters: DeadLetterQueue;
  readonly streamDeadLetters: DeadLetterQueue;
  readonly rescoreDeadLetters: DeadLetterQueue;
  readonly trainQualification: AppFunction;
  readonly trainingDeadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    super(scope, id, props);
    const { source, settings, data } = props;
    this.webhooks = new WebhookPath(this, 'Webhooks', props);
    this.sending = new SendingPath(this, 'Sending', props);
    new ReplyPath(this, 'Replies', { ...props, webhooks: this.webhooks });
    const { machine } = new CampaignRun(this, 'Runs', {
      ...{ source, settings, data },
      dispatch: this.sending.dispatch,
      webhooks: this.webhooks,
    });
    this.runs = machine;
    this.assessments = new AssessmentPath(this, 'Assessments', { source, settings, data });
    this.reports = new ReportPath(this, 'Reports', { ...props, assessments: this.assessments.machine }).machine;
    this.payments = new PaymentPath(this, 'Payments', {
      ...props,
      webhooks: this.webhooks,
      reportMachine: this.reports,
    });
    this.ledgerProof = new LedgerProof(this, 'LedgerProof', { source, settings, data });
    this.importDeadLetters = new DeadLetterQueue(this, 'ImportDeadLetters');
    this.processImport = this.makeImporter(props);
    this.rescoreDeadLetters = new DeadLetterQueue(this, 'RescoreDeadLetters');
    this.rescoreLeads = this.makeRescoring(props);
    this.trainingDeadLetters = new DeadLetterQueue(this, 'TrainingDeadLetters');
    this.trainQualification = this.makeTraining(props);
    this.streamDeadLetters = new DeadLetterQueue(this, 'StreamDeadLetters');
    this.projectRunCounters = this.makeProjection(props);
    new ReputationWatch(this, 'Reputation', { source, data, deadLetters: this.streamDeadLetters });
    for (const { ownRole } of [this.projectRunCounters, this.sending.sweep]) machine.grantAnswer(ownRole);
  }

  private makeImporter({ source, data }: WorkflowStackProps): AppFunction {
    const processImport = new AppFunction(this, {
      source,
      entry: 'discovery/process-import',
      description: 'Reads an uploaded file of companies or contacts',
      environment: { TABLE_NAME: data.table.tableName, DATA_BUCKET: data.files.bucketName },
      memoryMb: 1_769,
      timeout: Duration.minutes(15),
      // The rows of a large file are put in order on disk.
      scratch: Size.gibibytes(4),
      deadLetterQueue: this.importDeadLetters,
      retryAttempts: 2,
    });
    data.table.grantReadAndWrite(processImport);
    data.files.grantReadFiles(processImport, 'imports', 'checkpoints');
    data.files.grantWriteFiles(processImport, 'imports', 'checkpoints');
    return processImport;
  }

  private makeRescoring({ source, data }: WorkflowStackProps): AppFunction {
    const rescoreLeads = new AppFunction(this, {
      source,
      entry: 'scoring/rescore-leads',
      description: 'Scores the leads of a profile by new weights, from what is stored of them',
      environment: { TABLE_NAME: data.table.tableName },
      memoryMb: 1_024,
      timeout: Duration.minutes(15),
      deadLetterQueue: this.rescoreDeadLetters,
      retryAttempts: 2,
    });
    data.table.grantReadAndWrite(rescoreLeads);
    return rescoreLeads;
  }

  private makeTraining({ source, data }: WorkflowStackProps): AppFunction {
    const train = new AppFunction(this, {
      source,
      entry: 'scoring/train-qualification',
      description: "Learns from a workspace's outcomes which leads convert",
      environment: { TABLE_NAME: data.table.tableName, DATA_BUCKET: data.files.bucketName },
      memoryMb: 1_769,
      timeout: Duration.minutes(15),
      deadLetterQueue: this.trainingDeadLetters,
      retryAttempts: 2,
    });
    data.table.grantReadAndWrite(train);
    data.files.grantReadFiles(train, 'runs', 'qualification');
    data.files.grantWriteFiles(train, 'qualification');
    return train;
  }

  private makeProjection({ source, data }: WorkflowStackProps): AppFunction {
    const project = new AppFunction(this, {
      source,
      entry: 'campaigns/project-run-counters',
      description: 'Moves the counters of runs by what the stream of the table tells',
      environment: { TABLE_NAME: data.table.tableName },
      timeout: Duration.seconds(60),
    });
    data.table.grantReadAndWrite(project);
    project.addEventSource(
      new DynamoEventSource(data.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 500,
        maxBatchingWindow: Duration.seconds(1),
        // A batch is counted by its own event ids, so a repeated one must be the same batch: never cut in two.
        bisectBatchOnError: false,
        retryAttempts: 60,
        onFailure: new SqsDlq(this.streamDeadLetters),
        // What the counters are made of; the projection's own writes are not among them.
        filters: [
          FilterCriteria.filter({
            dynamodb: { NewImage: { type: { S: FilterRule.or('CampaignLead', 'Message') } } },
          }),
        ],
      }),
    );
    return project;
  }
}
