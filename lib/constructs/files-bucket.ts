import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { HttpMethods, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LogBucket } from './log-bucket.ts';
import { PrivateBucket } from './private-bucket.ts';

/** Where the files of each kind lie, as key patterns (functions/platform/files-layout.ts makes the keys). */
export const FILE_KEYS = {
  imports: 'workspaces/*/imports/*',
  runs: 'workspaces/*/runs/*',
  sites: 'workspaces/*/sites/*',
} as const;
export type FileKind = keyof typeof FILE_KEYS;

/** The files of imports, runs and read websites. */
export class FilesBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: Readonly<{ publicOrigin: string }>) {
    super(scope, id, {
      serverAccessLogsBucket: new LogBucket(scope, `${id}AccessLogs`),
      serverAccessLogsPrefix: 'files/',
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }] },
      ],
      // Browsers put imports straight into the bucket, by a presigned address.
      cors: [
        {
          allowedOrigins: [props.publicOrigin],
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3_000,
        },
      ],
    });
  }

  /** Reading some kinds of files. With the right to list, since S3 answers 403 instead of 404 to whoever may not. */
  grantReadFiles(reader: IGrantable, ...kinds: readonly FileKind[]): void {
    Grant.addToPrincipal({
      grantee: reader,
      actions: ['s3:GetObject'],
      resourceArns: kinds.map((kind) => this.arnForObjects(FILE_KEYS[kind])),
    });
    Grant.addToPrincipal({ grantee: reader, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
  }

  /** Writing some kinds of files, in parts too. */
  grantWriteFiles(writer: IGrantable, ...kinds: readonly FileKind[]): void {
    Grant.addToPrincipal({
      grantee: writer,
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resourceArns: kinds.map((kind) => this.arnForObjects(FILE_KEYS[kind])),
    });
  }
}
