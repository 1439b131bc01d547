import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { EVENTS_TIMEOUT, type MessagingStack, SENDER_TIMEOUT } from '../stacks/messaging.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

const EVERY_MINUTE = Schedule.rate(Duration.minutes(1));
/** Instantly sends at its own pace; what it knows need not be known at once. */
const NOW_AND_THEN = Schedule.rate(Duration.minutes(15));

export type SendingPathProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  messaging: MessagingStack;
}>;

/** Outside the machine: due messages into the queue, from the queue to SES, what SES tells back in, and what got stuck mended. */
export class SendingPath extends Construct {
  readonly dispatch: AppFunction;
  readonly send: AppFunction;
  readonly sweep: AppFunction;
  readonly recordEvents: AppFunction;

  constructor(scope: Construct, id: string, props: SendingPathProps) {
    super(scope, id);
    this.dispatch = this.makeDispatcher(props);
    this.send = this.makeSender(props);
    this.sweep = this.makeSweeper(props);
    this.recordEvents = this.makeEventRecorder(props);
    for (const target of [this.dispatch, this.sweep])
      new Rule(target, 'EveryMinute', { schedule: EVERY_MINUTE, targets: [new LambdaFunction(target)] });
    const poll = this.makeInstantlyPoll(props);
    new Rule(poll, 'NowAndThen', { schedule: NOW_AND_THEN, targets: [new LambdaFunction(poll)] });
  }

  private makeDispatcher({ source, settings, data, messaging }: SendingPathProps): AppFunction {
    const { queue } = messaging.sendQueue;
    const dispatch = new AppFunction(this, {
      source,
      entry: 'sending/dispatch-messages',
      description: 'Puts due messages into the send queue',
      environment: {
        TABLE_NAME: data.table.tableName,
        DATA_BUCKET: data.files.bucketName,
        SEND_QUEUE_URL: queue.queueUrl,
        SEND_RATE_PER_SECOND: String(settings.sendRatePerSecond),
      },
      memoryMb: 1_024,
      timeout: Duration.seconds(90),
    });
    data.table.grantReadAndWrite(dispatch);
    data.files.grantReadFiles(dispatch, 'runs', 'pace');
    // What could not go at its time is booked anew.
    data.files.grantWriteFiles(dispatch, 'pace');
    dispatch.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes'], resources: [queue.queueArn] }),
    );
    return dispatch;
  }

  private makeSender({ source, settings, data, messaging }: SendingPathProps): AppFunction {
    const send = new AppFunction(this, {
      source,
      entry: 'sending/send-messages',
      description: 'Claims each message and gives it to SES once',
      environment: {
        TABLE_NAME: data.table.tableName,
        CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
        PUBLIC_ORIGIN: settings.publicOrigin,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        REPLY_HOST: settings.replyHost,
        SEND_RATE_PER_SECOND: String(settings.sendRatePerSecond),
        SENDING_MODE: settings.sendingMode,
        SANDBOX_DELIVERY: settings.sandboxDelivery,
      },
      memoryMb: 1_024,
      timeout: SENDER_TIMEOUT,
    });
    data.table.grantReadAndWrite(send);
    data.linkSecret.grantRead(send);
    grantReadCredentials(send);
    this.grantMail(send, messaging);
    send.addEventSource(
      new SqsEventSource(messaging.sendQueue.queue, {
        batchSize: 10,
        maxConcurrency: 3,
        reportBatchItemFailures: true,
      }),
    );
    return send;
  }

  private grantMail(sender: AppFunction, { configurationSet }: MessagingStack): void {
    const { account, region, partition } = Stack.of(this);
    const ses = (resource: string): string => `arn:${partition}:ses:${region}:${account}:${resource}`;
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [ses('identity/*'), ses(`configuration-set/${configurationSet.configurationSetName}`)],
      }),
    );
  }

  private makeSweeper({ source, settings, data }: SendingPathProps): AppFunction {
    const sweep = new AppFunction(this, {
      source,
      entry: 'sending/sweep-messages',
      description: 'Finds messages that a sender left behind and settles their fate',
      environment: {
        TABLE_NAME: data.table.tableName,
        DATA_BUCKET: data.files.bucketName,
        SEND_RATE_PER_SECOND: String(settings.sendRatePerSecond),
        SENDING_STUCK_SECONDS: String(settings.stuckSeconds),
        UNKNOWN_FINAL_SECONDS: String(settings.unknownFinalSeconds),
      },
      timeout: Duration.seconds(55),
    });
    data.table.grantReadAndWrite(sweep);
    data.files.grantReadFiles(sweep, 'runs', 'pace');
    data.files.grantWriteFiles(sweep, 'runs', 'pace');
    return sweep;
  }

  private makeInstantlyPoll({ source, settings, data }: SendingPathProps): AppFunction {
    const poll = new AppFunction(this, {
      source,
      entry: 'sending/poll-instantly',
      description: 'Asks Instantly what became of mails that went through it',
      environment: { TABLE_NAME: data.table.tableName, PROVIDER_URLS: settings.providerUrls },
      timeout: Duration.minutes(5),
    });
    data.table.grantReadAndWrite(poll);
    grantReadCredentials(poll);
    return poll;
  }

  private makeEventRecorder({ source, data, messaging }: SendingPathProps): AppFunction {
    const record = new AppFunction(this, {
      source,
      entry: 'tracking/record-ses-events',
      description: 'Records what SES tells of a mail and moves its message on',
      environment: { TABLE_NAME: data.table.tableName, ...messaging.eventsQueue.consumerEnvironment },
      timeout: EVENTS_TIMEOUT,
    });
    data.table.grantReadAndWrite(record);
    messaging.eventsQueue.grantGiveUp(record);
    record.addEventSource(
      new SqsEventSource(messaging.eventsQueue.queue, {
        batchSize: 10,
        // Events trickle in one by one; a request for each would cost more than the mails' own.
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: 5,
        reportBatchItemFailures: true,
      }),
    );
    return record;
  }
}
