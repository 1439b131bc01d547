import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';

/** Timeouts of the functions that consume the queues; visibility follows from them. */
export const SENDER_TIMEOUT = Duration.seconds(60);
export const EVENTS_TIMEOUT = Duration.seconds(30);

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

/** The ways of a mail: out through the send queue and SES, and what SES tells of it back in (SES → SNS → SQS). */
export class MessagingStack extends Stack {
  readonly configurationSet: ConfigurationSet;
  readonly sendQueue: QueueWithDeadLetters;
  readonly eventsQueue: QueueWithDeadLetters;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.sendQueue = new QueueWithDeadLetters(this, 'Send', { consumerTimeout: SENDER_TIMEOUT, tries: 5 });
    this.eventsQueue = new QueueWithDeadLetters(this, 'Events', { consumerTimeout: EVENTS_TIMEOUT, tries: 8 });
    this.configurationSet = new ConfigurationSet(this, 'Mail', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const topic = this.makeTopic();
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.snsTopic(topic),
      events: EVENTS,
    });
    topic.addSubscription(new SqsSubscription(this.eventsQueue.queue));
  }

  private makeTopic(): Topic {
    const ses = new ServicePrincipal('ses.amazonaws.com');
    const ours = { StringEquals: { 'aws:SourceAccount': this.account } };
    const key = new Key(this, 'EventsKey', {
      description: 'Mail events on their way from SES to us',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [ses],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: ours,
      }),
    );
    const topic = new Topic(this, 'MailEvents', { masterKey: key, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [ses],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: ours,
      }),
    );
    return topic;
  }
}
