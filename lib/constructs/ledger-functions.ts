import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';

const MEMORY_MB = 1_024;

/** The ledger, what it says of campaigns and runs, its proof when somebody asks for it, and its export. They read and change nothing. */
export class LedgerFunctions extends Construct {
  readonly byEntry: ReadonlyMap<Entry, IFunction>;

  constructor(
    scope: Construct,
    id: string,
    { source, settings, data }: Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>,
  ) {
    super(scope, id);
    const serve = new AppFunction(this, {
      source,
      entry: 'payments/serve-ledger',
      description: 'The ledger, and revenue by campaign and run',
      environment: { TABLE_NAME: data.table.tableName },
      memoryMb: MEMORY_MB,
    });
    const prove = new AppFunction(this, {
      source,
      entry: 'payments/prove-ledger',
      description: 'Proves the ledger when somebody asks for it',
      environment: {
        TABLE_NAME: data.table.tableName,
        STRIPE_SECRET_ARN: data.stripeSecret.secretArn,
        PUBLIC_ORIGIN: settings.publicOrigin,
        PROVIDER_URLS: settings.providerUrls,
      },
      memoryMb: MEMORY_MB,
      timeout: Duration.seconds(29),
    });
    data.stripeSecret.grantRead(prove);
    const exporter = new AppFunction(this, {
      source,
      entry: 'payments/export-ledger',
      description: 'A month of the ledger as CSV or JSON',
      environment: { TABLE_NAME: data.table.tableName },
      memoryMb: MEMORY_MB,
      timeout: Duration.minutes(5),
    });
    for (const reader of [serve, prove, exporter]) data.table.grantRead(reader);
    this.byEntry = new Map<Entry, IFunction>([
      ['payments/serve-ledger', serve],
      ['payments/prove-ledger', prove],
      ['payments/export-ledger', exporter],
    ]);
  }
}
