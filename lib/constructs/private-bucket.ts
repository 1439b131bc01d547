import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** A bucket that is private, encrypted and reached over TLS only, and that outlives its stack. */
export class PrivateBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    props: Omit<BucketProps, 'blockPublicAccess' | 'encryption' | 'enforceSSL' | 'minimumTLSVersion'> = {},
  ) {
    super(scope, id, {
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
    });
  }

  /** Declared so that this is an `IBucket` under exactOptionalPropertyTypes, which tells "left out" from "undefined". */
  override get isWebsite(): boolean {
    return super.isWebsite === true;
  }
}
