import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HumanAlarm, type HumanAlarmProps } from '../constructs/human-alarm.ts';
import { OverviewDashboard, reputation } from '../constructs/overview-dashboard.ts';
import type { Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { MessagingStack } from './messaging.ts';
import type { WorkflowStack } from './workflow.ts';

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/** Where SES begins to look at an account: 5 % bounces, 0.1 % complaints. We want to know before (spec/sending.md: 3 % and 0.08 %). */
const BOUNCE_RATE = 0.03;
const COMPLAINT_RATE = 0.0008;

export type OperationsStackProps = StackProps &
  Readonly<{
    settings: Settings;
    data: DataStack;
    messaging: MessagingStack;
    workflow: WorkflowStack;
    api: ApiStack;
  }>;

/** Who is told when something breaks, and one page to look at first. Every alarm has an entry in docs/runbook.md. */
export class OperationsStack extends Stack {
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    this.action = new SnsAction(this.makeTopic(props.settings));
    this.watchRuns(props);
    this.watchSending(props);
    this.watchPayments(props);
    this.watchApi(props);
    this.watchLedger(props);
    new OverviewDashboard(this, 'Overview', props);
  }

  private alarm(id: string, props: Omit<HumanAlarmProps, 'action'>): void {
    new HumanAlarm(this, id, { ...props, action: this.action });
  }

  private makeTopic({ alarmEmail }: Settings): Topic {
    const key = new Key(this, 'AlarmKey', { description: 'Alarms on their way to people', enableKeyRotation: true });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const topic = new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }

  private watchRuns({ workflow }: OperationsStackProps): void {
    this.alarm('RunsFail', {
      impact: 'Runs of campaigns end as failed: their teams see a stopped campaign, and companies left to write to.',
      metric: workflow.runs.machine.metricFailed({ period: FIVE_MINUTES }),
      threshold: 1,
    });
    this.alarm('RunsTimeOut', {
      impact: 'Runs waited thirty days for an approval or for the last delivery and gave up: teams lose what was held.',
      metric: workflow.runs.machine.metricTimedOut({ period: HOUR }),
      threshold: 1,
    });
    this.alarm('ReportsFail', {
      impact: 'Reports cannot be made or mailed: people who paid for one wait for it.',
      metric: workflow.reports.machine.metricFailed({ period: FIVE_MINUTES }),
      threshold: 1,
    });
    this.deadLetters('ImportsFail', workflow.importDeadLetters, {
      impact:
        'Files that teams uploaded are not read: their imports stay in "processing" and their campaigns lack companies.',
    });
    this.deadLetters('RescoringFails', workflow.rescoreDeadLetters, {
      impact: 'New weights of a profile are not applied to its leads: teams see old scores beside new ones.',
    });
    this.deadLetters('TrainingFails', workflow.trainingDeadLetters, {
      impact:
        'A qualification model is not trained: leads keep the probabilities of the one before, or their ICP score alone.',
    });
    this.deadLetters('WebhooksFail', workflow.webhooks.queue.deadLetters, {
      impact: 'Webhooks are not sent for a fault of ours: receivers of customers wait for word that comes late.',
    });
    this.deadLetters('AssessmentsStand', workflow.assessments.batches.deadLetters, {
      impact: 'A batch of assessments goes no further: its leads wait for scores that teams counted on.',
    });
    this.deadLetters('CountersStand', workflow.streamDeadLetters, {
      impact:
        'Counters of runs no longer move: teams see wrong numbers, though mails still go out and answers are kept.',
    });
    this.alarm('CountersLag', {
      impact: 'Counters of runs lag by more than five minutes: teams see a run that seems to stand still.',
      metric: workflow.projectRunCounters.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      threshold: FIVE_MINUTES.toMilliseconds(),
      periods: 2,
    });
  }

  private watchSending({ workflow, messaging }: OperationsStackProps): void {
    const { dispatch, send, sweep } = workflow.sending;
    this.alarm('NothingIsDispatched', {
      impact: 'The dispatcher has not run for five minutes: no mail leaves, and due times of all campaigns slip.',
      metric: dispatch.metricInvocations({ period: FIVE_MINUTES }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      silenceIsBad: true,
    });
    this.alarm('NothingIsSwept', {
      impact:
        'The sweeper has not run for fifteen minutes: messages left by a dead sender stay in "sending" and runs do not end.',
      metric: sweep.metricInvocations({ period: FIVE_MINUTES }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 3,
      silenceIsBad: true,
    });
    this.alarm('SenderFails', {
      impact:
        'The sender fails by itself, before or after SES: mails stay unsent or their fate is unknown until they are swept.',
      metric: send.metricErrors({ period: FIVE_MINUTES }),
      threshold: 5,
    });
    this.alarm('MailsWait', {
      impact:
        'Mails wait in the queue for more than half an hour: they reach people outside the time their team chose.',
      metric: messaging.sendQueue.queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES }),
      threshold: Duration.minutes(30).toSeconds(),
      periods: 2,
    });
    this.deadLetters('MailsAreStuck', messaging.sendQueue.deadLetters, {
      impact:
        'Mails could not be handed to the sender at any try: these people are not written to until somebody looks.',
    });
    this.deadLetters('MailEventsAreLost', messaging.eventsQueue.deadLetters, {
      impact:
        'Bounces and complaints are not recorded: people who complained could be written to again by another campaign.',
    });
    this.deadLetters('RepliesAreLost', messaging.repliesQueue.deadLetters, {
      impact:
        'Answers of people are not recorded: their sequences go on, and who asked to be left alone could be written to again.',
    });
    this.alarm('TooManyBounces', {
      impact:
        'More than 3 % of mails bounce: above 5 % SES puts the account under review and every team stops sending.',
      metric: reputation('Reputation.BounceRate'),
      threshold: BOUNCE_RATE,
    });
    this.alarm('TooManyComplaints', {
      impact:
        'More than 0.08 % of recipients complain: above 0.1 % SES puts the account under review and every team stops sending.',
      metric: reputation('Reputation.ComplaintRate'),
      threshold: COMPLAINT_RATE,
    });
  }

  private watchPayments({ workflow: { payments } }: OperationsStackProps): void {
    this.alarm('PaymentsAreFlagged', {
      impact: 'A buyer was charged another amount than the price: nothing was booked and they wait for their report.',
      metric: payments.metric('flagged', FIVE_MINUTES),
      threshold: 1,
    });
    this.alarm('PaymentsDisagree', {
      impact: 'Stripe shows money that our books do not: somebody paid or was paid back, and teams see wrong revenue.',
      metric: payments.metric('unrepaired', HOUR),
      threshold: 1,
    });
    this.deadLetters('PaymentEventsAreLost', payments.queue.deadLetters, {
      impact: 'Payments, refunds or disputes are not worked through: buyers wait for reports that they have paid for.',
    });
    this.alarm('NothingIsReconciled', {
      impact: 'Payments were not compared with Stripe for three hours: what its events failed to tell stays unknown.',
      metric: payments.reconcile.metricInvocations({ period: HOUR }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 3,
      silenceIsBad: true,
    });
  }

  private watchLedger({ workflow: { ledgerProof } }: OperationsStackProps): void {
    this.alarm('LedgerDisagrees', {
      impact:
        'The ledger does not hold: a payment is not booked as it was made, or the revenue that teams see is not what was earned.',
      metric: new MathExpression({
        expression: 'FILL(found, 0) + FILL(refused, 0)',
        usingMetrics: {
          found: ledgerProof.metric('deviations', HOUR),
          refused: ledgerProof.metric('disagreements', HOUR),
        },
        label: 'Deviations of the ledger',
        period: HOUR,
      }),
      threshold: 1,
    });
    this.alarm('LedgerIsNotProved', {
      impact: 'No proof of the ledger came to its end for a day: money may be recorded wrongly and nobody would know.',
      metric: ledgerProof.metric('proofs', Duration.days(1)),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      silenceIsBad: true,
    });
  }

  private watchApi({ api }: OperationsStackProps): void {
    this.alarm('ApiFails', {
      impact:
        'More than 1 % of API requests end in a server error: teams and integrators see failures in what they do.',
      metric: shareOfServerErrors(api),
      threshold: 1,
      periods: 2,
    });
    this.alarm('ApiIsSlow', {
      impact: 'One in a hundred API requests takes over two seconds: pages of every team feel stuck.',
      metric: api.api.metricLatency({ statistic: Stats.percentile(99), period: FIVE_MINUTES }),
      threshold: 2_000,
      periods: 3,
    });
    this.deadLetters('CopyRetriesFail', api.functions.copy.retries.deadLetters, {
      impact: 'Copy that waits for language models is not written again: its integrators wait for a result in vain.',
    });
    this.alarm('NobodyCanSignIn', {
      impact: 'The authorizer fails: nobody can use the app or the API, whatever their credentials.',
      metric: api.functions.authorizer.metricErrors({ period: FIVE_MINUTES }),
      threshold: 20,
    });
  }

  private deadLetters(id: string, queue: IQueue, { impact }: Readonly<{ impact: string }>): void {
    this.alarm(id, {
      impact,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: Stats.MAXIMUM }),
      threshold: 1,
    });
  }
}

const shareOfServerErrors = ({ api }: ApiStack): MathExpression =>
  new MathExpression({
    expression: 'IF(requests > 0, 100 * errors / requests, 0)',
    usingMetrics: {
      requests: api.metricCount({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      errors: api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    },
    label: 'Server errors, percent',
    period: FIVE_MINUTES,
  });
