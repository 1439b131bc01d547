import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import { grantReadAndWriteCredentials } from './workspace-secrets.ts';

const MEMORY_MB = 1_024;
/** The preflight asks DNS, SES and the product's own host, each with a limit of its own below this. */
const OUTSIDE = Duration.seconds(28);

/** What a launch needs: mailboxes, who the workspace is, and the checks before a live run. */
export class LaunchFunctions extends Construct {
  readonly byEntry: ReadonlyMap<Entry, IFunction>;
  /** Asked by who starts a live run. */
  readonly checkLaunch: AppFunction;

  constructor(
    scope: Construct,
    id: string,
    { source, settings, data }: Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>,
  ) {
    super(scope, id);
    const table = { TABLE_NAME: data.table.tableName };
    const mailboxes = new AppFunction(this, {
      source,
      entry: 'sending/serve-mailboxes',
      description: 'Mailboxes, the compliance profile, and resuming what bounces stopped',
      environment: table,
      memoryMb: MEMORY_MB,
      timeout: OUTSIDE,
    });
    grantReadAndWriteCredentials(mailboxes);
    const preflight = {
      environment: { ...table, PUBLIC_ORIGIN: settings.publicOrigin },
      memoryMb: MEMORY_MB,
      timeout: OUTSIDE,
    };
    const servePreflight = new AppFunction(this, {
      source,
      entry: 'sending/serve-preflight',
      description: 'What stands against a launch',
      ...preflight,
    });
    this.checkLaunch = new AppFunction(this, {
      source,
      entry: 'sending/check-launch',
      description: 'What stands against a live run that is about to start',
      ...preflight,
    });
    const instantly = new AppFunction(this, {
      source,
      entry: 'sending/receive-instantly',
      description: 'What Instantly tells of mails that went through it',
      environment: { ...table, PUBLIC_ORIGIN: settings.publicOrigin, LINK_SECRET_ARN: data.linkSecret.secretArn },
      memoryMb: MEMORY_MB,
    });
    data.linkSecret.grantRead(instantly);
    for (const each of [mailboxes, servePreflight, this.checkLaunch, instantly]) data.table.grantReadAndWrite(each);
    for (const each of [servePreflight, this.checkLaunch])
      each.addToRolePolicy(
        new PolicyStatement({
          actions: ['ses:GetIdentityVerificationAttributes', 'ses:GetIdentityDkimAttributes'],
          resources: ['*'],
        }),
      );
    this.byEntry = new Map<Entry, IFunction>([
      ['sending/serve-mailboxes', mailboxes],
      ['sending/serve-preflight', servePreflight],
      ['sending/receive-instantly', instantly],
    ]);
  }
}
