import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunctions } from '../constructs/api-functions.ts';
import type { FunctionSource } from '../constructs/function-source.ts';
import { SignIn } from '../constructs/sign-in.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import type { WorkflowStack } from './workflow.ts';

export type FunctionsStackProps = StackProps &
  Readonly<{ source: FunctionSource; settings: Settings; data: DataStack; workflow: WorkflowStack }>;

/**
 * What stands behind the API: sign-in, whose tokens the authorizer reads, and the functions. Apart from the API itself, since a stack may hold 500
 * resources (CloudFormation user guide, "Quotas"): a function takes four and a route two.
 */
export class FunctionsStack extends Stack {
  readonly signIn: SignIn;
  readonly functions: ApiFunctions;

  constructor(scope: Construct, id: string, props: FunctionsStackProps) {
    super(scope, id, props);
    const { source, settings, data, workflow } = props;
    this.signIn = new SignIn(this, 'SignIn', { settings });
    this.functions = new ApiFunctions(this, 'Functions', {
      ...{ source, settings, data, workflow },
      tokens: this.signIn.tokens,
    });
  }
}
