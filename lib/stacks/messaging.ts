import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  ReceiptRuleSet,
  SuppressionReasons,
  TlsPolicy,
} from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { INBOUND_PREFIX } from '../constructs/files-bucket.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import type { DataStack } from './data.ts';

const SES = new ServicePrincipal('ses.amazonaws.com');

/** Timeouts of the functions that consume the queues; visibility follows from them. */
export const SENDER_TIMEOUT = Duration.seconds(60);
export const EVENTS_TIMEOUT = Duration.seconds(30);
export const REPLIES_TIMEOUT = Duration.seconds(60);

/** Opens and clicks are not among them: they go through links of our own, whose scanners can be told from people. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.RENDERING_FAILURE,
];

export type MessagingStackProps = StackProps & Readonly<{ data: DataStack; replyHost: string | undefined }>;

/**
 * The ways of a mail: out through the send queue and SES, what SES tells of it back in (SES → SNS → SQS), and the answers to it (SES → S3, and
 * word of it by SNS → SQS).
 */
export class MessagingStack extends Stack {
  readonly configurationSet: ConfigurationSet;
  readonly sendQueue: QueueWithDeadLetters;
  readonly eventsQueue: QueueWithDeadLetters;
  readonly repliesQueue: QueueWithDeadLetters;

  constructor(scope: Construct, id: string, props: MessagingStackProps) {
    super(scope, id, props);
    this.sendQueue = new QueueWithDeadLetters(this, 'Send', { consumerTimeout: SENDER_TIMEOUT, tries: 5 });
    this.eventsQueue = new QueueWithDeadLetters(this, 'Events', { consumerTimeout: EVENTS_TIMEOUT, tries: 8 });
    this.repliesQueue = new QueueWithDeadLetters(this, 'Replies', { consumerTimeout: REPLIES_TIMEOUT, tries: 8 });
    this.configurationSet = new ConfigurationSet(this, 'Mail', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const key = this.makeKey();
    const topic = this.makeTopic('MailEvents', key);
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.snsTopic(topic),
      events: EVENTS,
    });
    topic.addSubscription(new SqsSubscription(this.eventsQueue.queue));
    const inbound = this.makeTopic('InboundMail', key);
    inbound.addSubscription(new SqsSubscription(this.repliesQueue.queue));
    if (props.replyHost !== undefined) this.takeMailIn(props.replyHost, props.data, inbound);
    for (const [name, { queue, deadLetters }] of Object.entries({
      Send: this.sendQueue,
      Events: this.eventsQueue,
      Replies: this.repliesQueue,
    })) {
      new CfnOutput(this, `${name}QueueUrl`, { value: queue.queueUrl });
      new CfnOutput(this, `${name}DeadLettersUrl`, { value: deadLetters.queueUrl });
    }
  }

  /** Mail to the reply host goes into the bucket. SES follows one rule set at a time; docs/runbook.md says how this one is made the active one. */
  private takeMailIn(host: string, { files }: DataStack, topic: Topic): void {
    const rules = new ReceiptRuleSet(this, 'ReceiptRules');
    rules.addRule('Replies', {
      recipients: [host],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [new S3({ bucket: files, objectKeyPrefix: INBOUND_PREFIX, topic })],
    });
  }

  private makeKey(): Key {
    const key = new Key(this, 'EventsKey', {
      description: 'Mail events on their way from SES to us',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [SES],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: this.ours,
      }),
    );
    return key;
  }

  private makeTopic(id: string, masterKey: Key): Topic {
    const topic = new Topic(this, id, { masterKey, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [SES],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: this.ours,
      }),
    );
    return topic;
  }

  private get ours() {
    return { StringEquals: { 'aws:SourceAccount': this.account } };
  }
}
