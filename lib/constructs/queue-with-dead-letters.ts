import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

const KEPT = Duration.days(14);

/**
 * A record comes back so long after the function that took it must have ended. AWS advises six times the timeout, for functions that are
 * throttled; ours have a concurrency of their own, tell twice from once, and what a dead process took shall come back soon.
 */
const SLACK = Duration.seconds(30);

/** A queue for what failed at every try: encrypted, TLS only, kept as long as SQS can (14 days). */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: KEPT });
    acknowledge(this, { 'AwsSolutions-SQS3': 'This queue is itself where dead letters go.' });
  }
}

/** An encrypted queue, reached over TLS only, whose records go to a queue of dead letters after `tries` receives. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  /** Receives after which a record is given up. */
  readonly tries: number;

  /** @param props.consumerTimeout Timeout of the function that consumes it. */
  constructor(scope: Construct, id: string, props: Readonly<{ consumerTimeout: Duration; tries: number }>) {
    super(scope, id);
    this.tries = props.tries;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: props.consumerTimeout.plus(SLACK),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.tries },
    });
  }

  /** What a consumer reads to give a record up with its reason, at the last receive, instead of leaving that to the queue. */
  get consumerEnvironment(): Readonly<Record<'DEAD_LETTERS_URL' | 'TRIES', string>> {
    return { DEAD_LETTERS_URL: this.deadLetters.queueUrl, TRIES: String(this.tries) };
  }

  grantGiveUp(consumer: IGrantable): void {
    Grant.addToPrincipal({
      grantee: consumer,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.deadLetters.queueArn],
    });
  }
}
