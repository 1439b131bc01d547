import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { LEDGER_METRICS } from '../../functions/platform/ledger/metrics-contract.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';

/** Each day the ledgers of all workspaces are proved, against Stripe and against themselves. */
export class LedgerProof extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { source, settings, data }: Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>,
  ) {
    super(scope, id);
    const verify = new AppFunction(this, {
      source,
      entry: 'payments/verify-ledger',
      description: 'Proves that every payment is booked once and that every sum is what its entries say',
      environment: {
        TABLE_NAME: data.table.tableName,
        STRIPE_SECRET_ARN: data.stripeSecret.secretArn,
        PUBLIC_ORIGIN: settings.publicOrigin,
        PROVIDER_URLS: settings.providerUrls,
      },
      memoryMb: 1_769,
      timeout: Duration.minutes(15),
    });
    data.table.grantRead(verify);
    data.stripeSecret.grantRead(verify);
    // Twice a day, so that every window of a day, wherever its alarm begins it, holds a proof.
    new Rule(verify, 'TwiceADay', {
      schedule: Schedule.rate(Duration.hours(12)),
      targets: [new LambdaFunction(verify)],
    });
  }

  /** A metric that the ledger tells of (functions/platform/ledger, functions/payments/verify-all-ledgers.ts). */
  metric(name: keyof typeof LEDGER_METRICS, period: Duration): Metric {
    return new Metric({
      namespace: 'Throughline',
      metricName: LEDGER_METRICS[name],
      dimensionsMap: { service: 'ledger' },
      statistic: Stats.SUM,
      period,
    });
  }
}
