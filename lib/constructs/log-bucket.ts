import { Duration } from 'aws-cdk-lib';
import type { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { PrivateBucket } from './private-bucket.ts';

const KEPT_DAYS = 90;

/** Where access logs of other buckets and of the distribution go. */
export class LogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: Pick<BucketProps, 'objectOwnership'> = {}) {
    super(scope, id, { ...props, lifecycleRules: [{ expiration: Duration.days(KEPT_DAYS) }] });
    acknowledge(this, { 'AwsSolutions-S1': 'This bucket is where access logs go; a log of the log would never end.' });
  }
}
