import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data.ts';
import { type MessagingStack, REPLIES_TIMEOUT } from '../stacks/messaging.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import type { WebhookPath } from './webhook-path.ts';

export type ReplyPathProps = Readonly<{
  source: FunctionSource;
  data: DataStack;
  messaging: MessagingStack;
  webhooks: WebhookPath;
}>;

/** Mail that SES took in, from its queue to the messages it answers. */
export class ReplyPath extends Construct {
  readonly recordReplies: AppFunction;

  constructor(scope: Construct, id: string, { source, data, messaging, webhooks }: ReplyPathProps) {
    super(scope, id);
    const { repliesQueue } = messaging;
    this.recordReplies = new AppFunction(this, {
      source,
      entry: 'tracking/record-replies',
      description: 'Reads mail that came in and finds the message it answers',
      environment: {
        TABLE_NAME: data.table.tableName,
        DATA_BUCKET: data.files.bucketName,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        ...repliesQueue.consumerEnvironment,
        ...webhooks.senderEnvironment,
      },
      memoryMb: 1_024,
      timeout: REPLIES_TIMEOUT,
    });
    data.table.grantReadAndWrite(this.recordReplies);
    data.files.grantReadFiles(this.recordReplies, 'inbound');
    data.files.grantWriteFiles(this.recordReplies, 'replies');
    data.linkSecret.grantRead(this.recordReplies);
    repliesQueue.grantGiveUp(this.recordReplies);
    webhooks.grantSend(this.recordReplies);
    this.recordReplies.addEventSource(
      new SqsEventSource(repliesQueue.queue, {
        // A mail may be megabytes; a few at a time stay within memory.
        batchSize: 5,
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: 5,
        reportBatchItemFailures: true,
      }),
    );
  }
}
