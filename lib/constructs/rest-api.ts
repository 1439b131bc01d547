import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  RequestAuthorizer,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import { acknowledge } from './acknowledge.ts';
import { LOG_RETENTION } from './app-function.ts';
import { ProblemResponses } from './problem-responses.ts';

/** What is needed of a route to serve it; functions/platform/http/route.ts has the whole. */
export type ServedRoute = Readonly<{
  operationId: string;
  method: string;
  path: string;
  root?: boolean;
  servedBy: Entry;
  permission: string;
  streams?: boolean;
}>;

export type AppRestApiProps = Readonly<{
  routes: readonly ServedRoute[];
  /** The function of each entry that routes are served by. */
  functions: ReadonlyMap<Entry, IFunction>;
  authorizer: IFunction;
}>;

const STAGE = 'live';
/** API Gateway gives up after 29 s by itself; a streamed answer may take up to 15 minutes. */
const STREAM_TIMEOUT = Duration.minutes(5);

/** A route's path as API Gateway names it. */
export const gatewayPathOf = ({ path, root }: Pick<ServedRoute, 'path' | 'root'>): string =>
  root === true ? path : `/api/v1${path}`;

/** The REST API: one method for each route of the contract and nothing else; public routes without credentials. */
export class AppRestApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: AppRestApiProps) {
    super(scope, id);
    this.api = this.makeApi();
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: props.authorizer,
      identitySources: [IdentitySource.header('Authorization')],
      // Not kept: a member of several workspaces chooses one by a header that may be left out, so it cannot be part of the cache's key. And a
      // revoked key stops working at once.
      resultsCacheTtl: Duration.seconds(0),
    });
    for (const route of props.routes) this.addRoute(route, props.functions, authorizer);
    new ProblemResponses(this, 'Problems', { api: this.api });
    acknowledge(this.api, {
      'AwsSolutions-APIG2':
        'Every route parses path, query and body by its zod contract and answers each fault by name.',
      'AwsSolutions-COG4': 'Our own authorizer verifies the user pool’s tokens, and API keys besides.',
    });
  }

  private makeApi(): RestApi {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new RestApi(this, 'Api', {
      description: 'Throughline',
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.DESTROY,
      deployOptions: {
        stageName: STAGE,
        metricsEnabled: true,
        tracingEnabled: false,
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1_000,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.custom(ACCESS_LOG_LINE),
      },
    });
    acknowledge(api, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway writes its logs with the managed policy that AWS made for it.',
      'AwsSolutions-APIG6':
        'The access log has a line for each request; execution logs would hold bodies, and so addresses.',
    });
    return api;
  }

  private addRoute(route: ServedRoute, functions: AppRestApiProps['functions'], authorizer: RequestAuthorizer): void {
    const handler = functions.get(route.servedBy);
    if (handler === undefined)
      throw new Error(`Route ${route.operationId} is served by ${route.servedBy}, which the API stack does not make`);
    const integration = new LambdaIntegration(handler, {
      scopePermissionToMethod: false,
      ...(route.streams === true ? { responseTransferMode: ResponseTransferMode.STREAM, timeout: STREAM_TIMEOUT } : {}),
    });
    const resource = this.api.root.resourceForPath(gatewayPathOf(route));
    if (route.permission !== 'public') {
      resource.addMethod(route.method, integration, { authorizer, apiKeyRequired: true });
      return;
    }
    this.acceptPublic(resource.addMethod(route.method, integration));
  }

  private acceptPublic(method: Method): void {
    const reason = 'A public route by contract: it shows or does nothing that needs to know who asks.';
    acknowledge(method, { 'AwsSolutions-APIG4': reason });
  }
}

/** Who asked for what and what came of it; never a query, which could hold an address. */
const ACCESS_LOG_LINE = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  principal: '$context.authorizer.principalId',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  refused: '$context.error.responseType',
});
