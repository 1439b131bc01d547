import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { PAYMENT_METRICS } from '../../functions/payments/contract.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import type { MessagingStack } from '../stacks/messaging.ts';
import { AppFunction } from './app-function.ts';
import type { AslStateMachine } from './asl-state-machine.ts';
import type { FunctionSource } from './function-source.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import type { WebhookPath } from './webhook-path.ts';

export type PaymentPathProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  messaging: MessagingStack;
  webhooks: WebhookPath;
  /** What makes a bought report. */
  reportMachine: AslStateMachine;
}>;

/** An event asks Stripe up to five things, each ten seconds at most and tried again. */
const SETTLING = Duration.seconds(90);
/** With the wait between them (two minutes) Stripe may be out of reach for a quarter of an hour. */
const TRIES = 8;
const RECONCILING = Duration.minutes(10);
const HOUR = Duration.hours(1);

/** Events of Stripe from their queue to purchases and the ledger, and each hour a comparison of Stripe's account with ours. */
export class PaymentPath extends Construct {
  readonly queue: QueueWithDeadLetters;
  readonly settle: AppFunction;
  readonly reconcile: AppFunction;
  private readonly props: PaymentPathProps;

  constructor(scope: Construct, id: string, props: PaymentPathProps) {
    super(scope, id);
    this.props = props;
    this.queue = new QueueWithDeadLetters(this, 'Events', { consumerTimeout: SETTLING, tries: TRIES });
    new CfnOutput(this, 'EventsQueueUrl', { value: this.queue.queue.queueUrl });
    new CfnOutput(this, 'EventsDeadLettersUrl', { value: this.queue.deadLetters.queueUrl });
    this.settle = new AppFunction(this, {
      source: props.source,
      entry: 'payments/settle-payments',
      description: 'Brings purchases and the ledger to what Stripe shows',
      environment: { ...this.settlingEnvironment, ...this.mailEnvironment, ...this.queue.consumerEnvironment },
      memoryMb: 1_024,
      timeout: SETTLING,
    });
    this.queue.grantGiveUp(this.settle);
    this.settle.addEventSource(
      new SqsEventSource(this.queue.queue, { batchSize: 1, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
    this.reconcile = new AppFunction(this, {
      source: props.source,
      entry: 'payments/reconcile-payments',
      description: 'Compares everything at Stripe with ours and mends what was missed',
      environment: { ...this.settlingEnvironment, ...this.mailEnvironment },
      memoryMb: 1_024,
      timeout: RECONCILING,
      // The next hour looks at all of it again.
      retryAttempts: 0,
    });
    new Rule(this.reconcile, 'EveryHour', {
      schedule: Schedule.rate(HOUR),
      targets: [new LambdaFunction(this.reconcile, { retryAttempts: 0 })],
    });
    for (const settler of [this.settle, this.reconcile]) {
      this.grantSettling(settler);
      props.data.linkSecret.grantRead(settler);
      this.grantMail(settler);
    }
  }

  /** What a function reads that settles purchases; `grantSettling` gives it the rights. */
  get settlingEnvironment() {
    const { data, settings, webhooks, reportMachine } = this.props;
    return {
      TABLE_NAME: data.table.tableName,
      STRIPE_SECRET_ARN: data.stripeSecret.secretArn,
      PUBLIC_ORIGIN: settings.publicOrigin,
      PROVIDER_URLS: settings.providerUrls,
      REPORT_MACHINE_ARN: reportMachine.machine.stateMachineArn,
      ...webhooks.senderEnvironment,
    };
  }

  private get mailEnvironment() {
    const { data, messaging } = this.props;
    return {
      LINK_SECRET_ARN: data.linkSecret.secretArn,
      CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
    };
  }

  grantSettling(settler: AppFunction): void {
    const { data, webhooks, reportMachine } = this.props;
    data.table.grantReadAndWrite(settler);
    data.stripeSecret.grantRead(settler);
    webhooks.grantSend(settler);
    reportMachine.grantStart(settler.ownRole);
  }

  /** The reminder to who left the payment page. */
  private grantMail(settler: AppFunction): void {
    const { account, region, partition } = Stack.of(this);
    const ses = (resource: string): string => `arn:${partition}:ses:${region}:${account}:${resource}`;
    settler.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          ses('identity/*'),
          ses(`configuration-set/${this.props.messaging.configurationSet.configurationSetName}`),
        ],
      }),
    );
  }

  /** Lets the endpoint put events on the queue. */
  grantEnqueue(receiver: AppFunction): void {
    Grant.addToPrincipal({
      grantee: receiver,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queue.queueArn],
    });
  }

  /** A metric that payments tell of (functions/payments/payment-metrics.ts). */
  metric(name: keyof typeof PAYMENT_METRICS, period: Duration): Metric {
    return new Metric({
      namespace: 'Throughline',
      metricName: PAYMENT_METRICS[name],
      dimensionsMap: { service: 'payments' },
      statistic: Stats.SUM,
      period,
    });
  }
}
