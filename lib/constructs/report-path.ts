import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import type { MessagingStack } from '../stacks/messaging.ts';
import { AppFunction } from './app-function.ts';
import { AslStateMachine } from './asl-state-machine.ts';
import type { FunctionSource } from './function-source.ts';
import { grantModels, modelEnvironment } from './model-access.ts';

export type ReportPathProps = Readonly<{
  source: FunctionSource;
  settings: Settings;
  data: DataStack;
  messaging: MessagingStack;
  /** What assesses a site anew. */
  assessments: AslStateMachine;
}>;

/** Each stays below the time limit of its Task, so that the function's own error is what is caught. */
const LONG_STEP = Duration.seconds(110);

/** The machine that makes a report and brings it to its buyer, and its steps. */
export class ReportPath extends Construct {
  readonly machine: AslStateMachine;

  constructor(scope: Construct, id: string, { source, settings, data, messaging, assessments }: ReportPathProps) {
    super(scope, id);
    const table = { TABLE_NAME: data.table.tableName };
    const stored = { ...table, DATA_BUCKET: data.files.bucketName };
    const prepare = new AppFunction(this, {
      source,
      entry: 'reports/prepare-report',
      description: 'Takes the version that an order is for and opens a fresh assessment',
      environment: stored,
    });
    const gather = new AppFunction(this, {
      source,
      entry: 'reports/gather-content',
      description: 'Puts together what a version of a report consists of',
      environment: { ...stored, ...modelEnvironment(settings) },
      memoryMb: 1_024,
      timeout: LONG_STEP,
    });
    grantModels(this, 'GatherContent', settings, gather);
    const render = new AppFunction(this, {
      source,
      entry: 'reports/render-version',
      description: 'Makes the PDF and the page of a report',
      environment: stored,
      // A whole processor: laying out a dozen pages is all computing.
      memoryMb: 1_769,
      timeout: LONG_STEP,
    });
    const deliver = new AppFunction(this, {
      source,
      entry: 'reports/deliver-report',
      description: 'Brings a bought report to its buyer',
      environment: {
        ...stored,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        PUBLIC_ORIGIN: settings.publicOrigin,
        CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
      },
      memoryMb: 1_024,
    });
    data.linkSecret.grantRead(deliver);
    this.grantMail(deliver, messaging);
    const fail = new AppFunction(this, {
      source,
      entry: 'reports/fail-report',
      description: 'Keeps why a report could not be made',
      environment: table,
    });

    for (const step of [prepare, gather, render, deliver, fail]) data.table.grantReadAndWrite(step);
    data.files.grantReadFiles(prepare, 'assessments');
    data.files.grantReadFiles(gather, 'assessments', 'reports');
    data.files.grantWriteFiles(gather, 'reports');
    data.files.grantReadFiles(render, 'assessments', 'reports');
    data.files.grantWriteFiles(render, 'reports');
    data.files.grantReadFiles(deliver, 'reports');

    this.machine = new AslStateMachine(this, 'Report', {
      definition: 'report',
      type: StateMachineType.STANDARD,
      functions: {
        PrepareReportFunctionArn: prepare,
        GatherContentFunctionArn: gather,
        RenderVersionFunctionArn: render,
        DeliverReportFunctionArn: deliver,
        FailReportFunctionArn: fail,
      },
      machines: { AssessmentMachineArn: assessments },
    });
  }

  /** Mail from whichever identity the workspace sends by, through the configuration set whose events come back to us. */
  private grantMail(sender: AppFunction, { configurationSet }: MessagingStack): void {
    const { account, region, partition } = Stack.of(this);
    const ses = (resource: string): string => `arn:${partition}:ses:${region}:${account}:${resource}`;
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [ses('identity/*'), ses(`configuration-set/${configurationSet.configurationSetName}`)],
      }),
    );
  }
}
