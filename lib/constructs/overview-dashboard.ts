import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Metric, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ApiStack } from '../stacks/api.ts';
import type { DataStack } from '../stacks/data.ts';
import type { MessagingStack } from '../stacks/messaging.ts';
import type { WorkflowStack } from '../stacks/workflow.ts';

export type OverviewDashboardProps = Readonly<{
  data: DataStack;
  messaging: MessagingStack;
  workflow: WorkflowStack;
  api: ApiStack;
}>;

/** How SES sees the account: shares of bounced mails and of complaints, 0..1. */
export const reputation = (metricName: 'Reputation.BounceRate' | 'Reputation.ComplaintRate'): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.AVERAGE, period: Duration.hours(1) });

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });

/** The one page to look at first. */
export class OverviewDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { workflow, messaging, api, data }: OverviewDashboardProps) {
    const { machine } = workflow.runs;
    const { dispatch, send } = workflow.sending;
    super(scope, id, {
      widgets: [
        [
          new TextWidget({
            markdown: '# Throughline\nFirst look: do runs end, do mails leave, does the API answer?',
            width: 24,
            height: 2,
          }),
        ],
        [
          graph('Runs', [machine.metricStarted(), machine.metricSucceeded(), machine.metricFailed()]),
          graph('Mails in the queue', [
            messaging.sendQueue.queue.metricApproximateNumberOfMessagesVisible(),
            messaging.sendQueue.deadLetters.metricApproximateNumberOfMessagesVisible(),
          ]),
          graph('Dispatcher and sender', [dispatch.metricInvocations(), send.metricInvocations(), send.metricErrors()]),
        ],
        [
          graph('API requests', [api.api.metricCount(), api.api.metricClientError(), api.api.metricServerError()]),
          graph('API latency', [
            api.api.metricLatency({ statistic: Stats.percentile(50) }),
            api.api.metricLatency({ statistic: Stats.percentile(99) }),
          ]),
          graph('Table capacity', [
            data.table.metricConsumedReadCapacityUnits(),
            data.table.metricConsumedWriteCapacityUnits(),
          ]),
        ],
        [graph('Reputation', [reputation('Reputation.BounceRate'), reputation('Reputation.ComplaintRate')])],
      ],
    });
  }
}
