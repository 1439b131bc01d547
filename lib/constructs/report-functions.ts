import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction } from './app-function.ts';
import type { AslStateMachine } from './asl-state-machine.ts';
import type { FunctionSource } from './function-source.ts';

const MEMORY_MB = 1_024;

/** What teams do with reports, and what whoever has a link sees of them. */
export class ReportFunctions extends Construct {
  readonly byEntry: ReadonlyMap<Entry, IFunction>;

  constructor(
    scope: Construct,
    id: string,
    {
      source,
      settings,
      data,
      reports,
    }: Readonly<{ source: FunctionSource; settings: Settings; data: DataStack; reports: AslStateMachine }>,
  ) {
    super(scope, id);
    const environment = {
      TABLE_NAME: data.table.tableName,
      DATA_BUCKET: data.files.bucketName,
      LINK_SECRET_ARN: data.linkSecret.secretArn,
      PUBLIC_ORIGIN: settings.publicOrigin,
    };
    const serve = new AppFunction(this, {
      source,
      entry: 'reports/serve-reports',
      description: 'Reports, their versions and links, and how they look',
      environment: { ...environment, REPORT_MACHINE_ARN: reports.machine.stateMachineArn },
      memoryMb: MEMORY_MB,
    });
    reports.grantStart(serve.ownRole);
    const show = new AppFunction(this, {
      source,
      entry: 'reports/show-report',
      description: 'Teasers, report pages and PDFs behind links',
      environment,
      memoryMb: MEMORY_MB,
    });
    for (const made of [serve, show]) {
      data.table.grantReadAndWrite(made);
      data.linkSecret.grantRead(made);
      data.files.grantReadFiles(made, 'assessments', 'reports');
    }
    data.files.grantWriteFiles(serve, 'reports');
    this.byEntry = new Map<Entry, IFunction>([
      ['reports/serve-reports', serve],
      ['reports/show-report', show],
    ]);
  }
}
