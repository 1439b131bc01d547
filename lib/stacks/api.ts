import { Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { USAGE_KEYS } from '../../functions/accounts/contract.ts';
import { allRoutes } from '../../functions/reference/contract.ts';
import { ApiFunctions } from '../constructs/api-functions.ts';
import type { FunctionSource } from '../constructs/function-source.ts';
import { AppRestApi } from '../constructs/rest-api.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { Usage } from '../constructs/usage.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import type { WorkflowStack } from './workflow.ts';

export type ApiStackProps = StackProps &
  Readonly<{ source: FunctionSource; settings: Settings; data: DataStack; workflow: WorkflowStack }>;

/** What callers reach: sign-in, the REST API of the contract's routes with its usage plan and firewall, and the public links. */
export class ApiStack extends Stack {
  readonly api: RestApi;
  readonly signIn: SignIn;
  readonly functions: ApiFunctions;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { source, settings, data, workflow } = props;
    this.signIn = new SignIn(this, 'SignIn', { settings });
    this.functions = new ApiFunctions(this, 'Functions', {
      source,
      settings,
      data,
      workflow,
      tokens: this.signIn.tokens,
    });
    const { api } = new AppRestApi(this, 'Rest', {
      routes: Object.values(allRoutes),
      functions: this.functions.byEntry,
      authorizer: this.functions.authorizer,
    });
    this.api = api;
    new Usage(this, 'Usage', { api, keys: USAGE_KEYS });
    new WebAcl(this, 'Firewall', { stageArn: api.deploymentStage.stageArn });
  }
}
