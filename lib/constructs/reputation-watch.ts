import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';

/** Counts what becomes of live mails by the stream of the table, and stops a workspace whose mails bounce or are complained of. */
export class ReputationWatch extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { source, data, deadLetters }: Readonly<{ source: FunctionSource; data: DataStack; deadLetters: IQueue }>,
  ) {
    super(scope, id);
    const watch = new AppFunction(this, {
      source,
      entry: 'sending/watch-reputation',
      description: 'Stops live sending when too many mails bounce or are complained of',
      environment: { TABLE_NAME: data.table.tableName },
      timeout: Duration.seconds(60),
    });
    data.table.grantReadAndWrite(watch);
    watch.addEventSource(
      new DynamoEventSource(data.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 500,
        maxBatchingWindow: Duration.seconds(1),
        // A batch is counted by its own event ids, so a repeated one must be the same batch: never cut in two.
        bisectBatchOnError: false,
        retryAttempts: 60,
        onFailure: new SqsDlq(deadLetters),
        // Sandbox mails, which reach nobody, are not looked at.
        filters: [
          FilterCriteria.filter({
            dynamodb: {
              NewImage: { type: { S: FilterRule.or('Message') }, mode: { S: FilterRule.or('live') } },
            },
          }),
        ],
      }),
    );
  }
}
