import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

export type WebhookPathProps = Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>;

/** A receiver has fifteen seconds to answer; the records of a batch are worked on at once. */
const DELIVERY = Duration.seconds(30);
/** A record comes back only when a function died with it, or the table failed it; receivers that fail are recorded attempts. */
const RECEIVES = 5;

/** The way of webhooks to customers: what is due onto a queue every minute, and from the queue to their receivers. */
export class WebhookPath extends Construct {
  readonly queue: QueueWithDeadLetters;
  readonly dispatch: AppFunction;

  constructor(scope: Construct, id: string, { source, settings, data }: WebhookPathProps) {
    super(scope, id);
    this.queue = new QueueWithDeadLetters(this, 'Webhooks', { consumerTimeout: DELIVERY, tries: RECEIVES });
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queue.queueUrl });
    new CfnOutput(this, 'DeadLettersUrl', { value: this.queue.deadLetters.queueUrl });
    const deliver = new AppFunction(this, {
      source,
      entry: 'accounts/deliver-webhooks',
      description: 'Sends webhooks to the addresses that workspaces gave',
      environment: {
        TABLE_NAME: data.table.tableName,
        FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
        ...this.senderEnvironment,
      },
      timeout: DELIVERY,
    });
    data.table.grantReadAndWrite(deliver);
    grantReadCredentials(deliver);
    this.grantSend(deliver);
    deliver.addEventSource(
      new SqsEventSource(this.queue.queue, { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
    this.dispatch = new AppFunction(this, {
      source,
      entry: 'accounts/dispatch-webhooks',
      description: 'Puts webhooks that are due on their queue',
      environment: { TABLE_NAME: data.table.tableName, ...this.senderEnvironment },
      timeout: Duration.seconds(55),
    });
    data.table.grantReadAndWrite(this.dispatch);
    this.grantSend(this.dispatch);
    new Rule(this.dispatch, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.dispatch)],
    });
  }

  /** What a function reads that sends webhooks at once; `grantSend` gives it the right. */
  get senderEnvironment(): Readonly<Record<'WEBHOOK_QUEUE_URL', string>> {
    return { WEBHOOK_QUEUE_URL: this.queue.queue.queueUrl };
  }

  grantSend(sender: AppFunction): void {
    Grant.addToPrincipal({
      grantee: sender,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queue.queueArn],
    });
  }
}
