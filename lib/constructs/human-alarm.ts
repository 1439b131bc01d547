import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export type HumanAlarmProps = Readonly<{
  /** What breaks for whom, in one sentence that somebody woken at night understands. */
  impact: string;
  metric: IMetric;
  threshold: number;
  comparison?: ComparisonOperator;
  /** Periods in a row that must breach. */
  periods?: number;
  /** Whether silence is bad news, as of something that must happen every minute. */
  silenceIsBad?: boolean;
  action: IAlarmAction;
}>;

const SENTENCE = /^[A-Z].{29,}\.$/;

/**
 * An alarm that says what breaks for whom; its entry in docs/runbook.md has its id as heading.
 * @throws Error when `impact` is no sentence: an alarm nobody understands is noise.
 */
export class HumanAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HumanAlarmProps) {
    if (!SENTENCE.test(props.impact)) throw new Error(`Alarm ${id}: say in a sentence what breaks for whom`);
    super(scope, id, {
      alarmDescription: `${props.impact} Runbook: docs/runbook.md, "${id}".`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.silenceIsBad === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(props.action);
    this.addOkAction(props.action);
  }
}
