import { Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { USAGE_KEYS } from '../../functions/accounts/contract.ts';
import { allRoutes } from '../../functions/reference/contract.ts';
import type { ApiFunctions } from '../constructs/api-functions.ts';
import { AppRestApi } from '../constructs/rest-api.ts';
import type { SignIn } from '../constructs/sign-in.ts';
import { Usage } from '../constructs/usage.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import type { FunctionsStack } from './functions.ts';

export type ApiStackProps = StackProps & Readonly<{ behind: FunctionsStack }>;

/** What callers reach: the REST API of the contract's routes with its usage plan and firewall, and the public links. */
export class ApiStack extends Stack {
  readonly api: RestApi;
  readonly signIn: SignIn;
  readonly functions: ApiFunctions;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    this.signIn = props.behind.signIn;
    this.functions = props.behind.functions;
    const { api } = new AppRestApi(this, 'Rest', {
      routes: Object.values(allRoutes),
      functions: this.functions.byEntry,
      // By its ARN alone, so that the right to invoke it is given here: given beside the function it would make the two stacks need each other.
      authorizer: LambdaFunction.fromFunctionAttributes(this, 'AuthorizeRequest', {
        functionArn: this.functions.authorizer.functionArn,
        sameEnvironment: true,
      }),
    });
    this.api = api;
    new Usage(this, 'Usage', { api, keys: USAGE_KEYS });
    new WebAcl(this, 'Firewall', { stageArn: api.deploymentStage.stageArn });
  }
}
