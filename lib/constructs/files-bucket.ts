import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { HttpMethods, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LogBucket } from './log-bucket.ts';
import { PrivateBucket } from './private-bucket.ts';

/** Where SES puts mail as it comes in, before it is known whose it is. */
export const INBOUND_PREFIX = 'inbound/';

/** Where the files of each kind lie, as key patterns (functions/platform/files-layout.ts makes the keys). */
export const FILE_KEYS = {
  imports: 'workspaces/*/imports/*',
  runs: 'workspaces/*/runs/*',
  sites: 'sites/workspaces/*',
  pace: 'workspaces/*/pace/*',
  qualification: 'workspaces/*/qualification/*',
  inbound: `${INBOUND_PREFIX}*`,
  replies: 'workspaces/*/replies/*',
  assessments: 'workspaces/*/assessments/*',
  reports: 'workspaces/*/reports/*',
  answers: 'provider-answers/workspaces/*',
  checkpoints: 'import-checkpoints/workspaces/*',
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
        // Mail as it came in; what is read of a reply is kept with its workspace.
        { prefix: INBOUND_PREFIX, expiration: Duration.days(31) },
        // Answers of providers name people; none is used for longer than thirty days.
        { prefix: 'provider-answers/', expiration: Duration.days(31) },
        // How far an import is; one that was not taken up again within a week begins anew.
        { prefix: 'import-checkpoints/', expiration: Duration.days(7) },
        // Readings of websites name people too. A reading is used for a week; what a mail rests on can be looked up for a quarter.
        { prefix: 'sites/', expiration: Duration.days(90) },
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
