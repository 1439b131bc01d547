import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import type { PaymentPath } from './payment-path.ts';

const MEMORY_MB = 1_024;
/** Stripe answers within ten seconds or is asked again; API Gateway gives up after 29. */
const OUTSIDE = Duration.seconds(28);
const REFUND = Duration.seconds(25);

/** What buyers and Stripe reach, and what teams see of their sales. */
export class PaymentFunctions extends Construct {
  readonly byEntry: ReadonlyMap<Entry, IFunction>;

  constructor(
    scope: Construct,
    id: string,
    {
      source,
      settings,
      data,
      payments,
    }: Readonly<{ source: FunctionSource; settings: Settings; data: DataStack; payments: PaymentPath }>,
  ) {
    super(scope, id);
    const account = { TABLE_NAME: data.table.tableName, STRIPE_SECRET_ARN: data.stripeSecret.secretArn };
    const start = new AppFunction(this, {
      source,
      entry: 'payments/start-checkout',
      description: 'Leads from a teaser on to the payment page',
      environment: {
        ...account,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        PUBLIC_ORIGIN: settings.publicOrigin,
        PROVIDER_URLS: settings.providerUrls,
      },
      memoryMb: MEMORY_MB,
      timeout: OUTSIDE,
    });
    data.linkSecret.grantRead(start);
    const pages = new AppFunction(this, {
      source,
      entry: 'payments/serve-checkout',
      description: 'The pages that the payment page leads back to',
      environment: { TABLE_NAME: data.table.tableName },
      memoryMb: MEMORY_MB,
    });
    data.table.grantRead(pages);
    const receive = new AppFunction(this, {
      source,
      entry: 'payments/receive-stripe',
      description: 'Takes events of Stripe in: verified, kept, queued',
      environment: { ...account, PAYMENT_EVENTS_URL: payments.queue.queue.queueUrl },
      memoryMb: MEMORY_MB,
      timeout: Duration.seconds(15),
    });
    payments.grantEnqueue(receive);
    for (const each of [start, receive]) {
      data.table.grantReadAndWrite(each);
      data.stripeSecret.grantRead(each);
    }
    const refund = new AppFunction(this, {
      source,
      entry: 'payments/refund-purchase',
      description: 'Gives money back at Stripe and books it',
      environment: payments.settlingEnvironment,
      memoryMb: MEMORY_MB,
      timeout: REFUND,
    });
    payments.grantSettling(refund);
    const purchases = new AppFunction(this, {
      source,
      entry: 'payments/serve-purchases',
      description: 'Purchases with the chain behind them',
      environment: { TABLE_NAME: data.table.tableName, REFUND_PURCHASE_FUNCTION: refund.functionName },
      memoryMb: MEMORY_MB,
      timeout: OUTSIDE,
    });
    data.table.grantRead(purchases);
    refund.grantInvocation(purchases.ownRole);
    this.byEntry = new Map<Entry, IFunction>([
      ['payments/start-checkout', start],
      ['payments/serve-checkout', pages],
      ['payments/receive-stripe', receive],
      ['payments/serve-purchases', purchases],
    ]);
  }
}
