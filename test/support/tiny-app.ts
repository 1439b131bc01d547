// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are CloudFormation's own placeholders
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function of the tiny app: its code is one expression of its handler. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  Api: `async (event) => {
    if (event.path === '/slow') await new Promise((resolve) => setTimeout(resolve, 400));
    if (event.path === '/broken') return { hello: 'not an answer' };
    if (event.path === '/throws') throw new Error('broken');
    return { statusCode: 200, headers: { 'content-type': 'application/json', 'WWW-Authenticate': 'x' }, multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] }, body: JSON.stringify(event) };
  }`,
  Authorizer: `async (event) => {
    const token = event.headers.Authorization ?? event.headers.authorization;
    if (token === 'no') throw new Error('Unauthorized');
    if (token === 'crash') throw new Error('boom');
    calls += 1;
    return {
      principalId: token,
      policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: token === 'denied' ? 'Deny' : 'Allow', Resource: event.methodArn.split('/').slice(0, 2).join('/') + '/*' }] },
      context: { workspaceId: 'ws_1', calls, admin: true },
      usageIdentifierKey: token === 'unknown' ? 'nobody' : token === 'fast' ? 'key-fast' : 'key-slow',
    };
  }; let calls = 0`,
  Stream: `globalThis.awslambda.streamifyResponse(async (event, out) => {
    const body = awslambda.HttpResponseStream.from(out, { statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
    for (let n = 0; n < 3; n++) { body.write('data: ' + n + '\\n\\n'); await new Promise((resolve) => setTimeout(resolve, 60)); }
    body.end();
  })`,
  Consumer: `async ({ Records }) => {
    const failed = [];
    for (const record of Records) {
      if (record.body === 'bad') failed.push({ itemIdentifier: record.messageId });
      else await put({ pk: { S: 'RECEIVED' }, sk: { S: record.body }, via: { S: record.eventSource } });
    }
    console.log(JSON.stringify({ batch: Records.length }));
    return { batchItemFailures: failed };
  }`,
  Projection: `async ({ Records }) => {
    for (const { eventName, dynamodb } of Records) {
      if (dynamodb.NewImage.pk.S === 'RECEIVED') await put({ pk: { S: 'PROJECTED' }, sk: { S: dynamodb.Keys.sk.S }, eventName: { S: eventName } });
    }
  }`,
  Slow: `async ({ n }) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await put({ pk: { S: 'SLOW' }, sk: { S: String(n) } });
  }`,
  Step: `async (input) => ({ ...input, stepped: true })`,
};

/** Functions of the tiny app use the SDK as the real ones do: nothing tells it where the services are but the environment. */
const PRELUDE = `
import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(join(process.cwd(), 'package.json'))});
const put = (Item) => {
  const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
  return new DynamoDBClient({}).send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
};
`;

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const invocations = (logicalId: string, mode = 'invocations', version = '2015-03-31') => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:apigateway:us-east-1:lambda:path/${version}/functions/`,
      arn(logicalId),
      `/${mode}`,
    ],
  ],
});
const method = (resource: unknown, more: object, target = 'Api', integration: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    HttpMethod: 'ANY',
    ResourceId: resource,
    RestApiId: { Ref: 'Rest' },
    AuthorizationType: 'NONE',
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocations(target), ...integration },
    ...more,
  },
});
const resource = (PathPart: string, parent: unknown = { 'Fn::GetAtt': ['Rest', 'RootResourceId'] }) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { ParentId: parent, PathPart, RestApiId: { Ref: 'Rest' } },
});
const usagePlan = (name: string, rate: number, burst: number, quota?: number) => ({
  [`${name}Plan`]: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: {
      ApiStages: [{ ApiId: { Ref: 'Rest' }, Stage: { Ref: 'Stage' } }],
      Throttle: { RateLimit: rate, BurstLimit: burst },
      ...(quota === undefined ? {} : { Quota: { Limit: quota, Period: 'DAY' } }),
    },
  },
  [`${name}Key`]: {
    Type: 'AWS::ApiGateway::ApiKey',
    Properties: { Enabled: true, Value: `key-${name.toLowerCase()}` },
  },
  [`${name}InPlan`]: {
    Type: 'AWS::ApiGateway::UsagePlanKey',
    Properties: { KeyId: { Ref: `${name}Key` }, KeyType: 'API_KEY', UsagePlanId: { Ref: `${name}Plan` } },
  },
});

/** Resources of a small app that has one of most things, in CloudFormation's own words. */
export const tinyResources = (): Record<string, unknown> => ({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { VisibilityTimeout: 2, RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 2 } },
  },
  ...Object.fromEntries(
    Object.keys(FUNCTIONS).map((name) => [
      name,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: `${name}.zip` },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Timeout: 5,
          Role: arn('Role'),
          Environment: { Variables: { TABLE_NAME: { Ref: 'Table' }, QUEUE_URL: { Ref: 'Queue' } } },
        },
      },
    ]),
  ),
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
  Consume: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arn('Queue'),
      FunctionName: { Ref: 'Consumer' },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    },
  },
  Project: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Projection' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"pk":{"S":["RECEIVED"]}}}}' }] },
    },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Pause',
        States: {
          Pause: { Type: 'Wait', Seconds: 1, Next: 'Step' },
          Step: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: '${StepArn}', Payload: '{% $states.input %}' },
            Output: '{% $states.result.Payload %}',
            End: true,
          },
        },
      }),
      DefinitionSubstitutions: { StepArn: arn('Step') },
      RoleArn: arn('Role'),
    },
  },
  Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'tiny', ApiKeySourceType: 'AUTHORIZER' } },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Rest' } } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Rest' }, StageName: 'live', DeploymentId: { Ref: 'Deployment' } },
  },
  Authorize: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'authorize',
      RestApiId: { Ref: 'Rest' },
      Type: 'REQUEST',
      AuthorizerUri: invocations('Authorizer'),
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 300,
    },
  },
  Open: resource('open'),
  OpenId: resource('{id}', { Ref: 'Open' }),
  OpenFixed: resource('fixed', { Ref: 'Open' }),
  Closed: resource('closed'),
  Rest1: resource('{proxy+}'),
  Events: resource('events'),
  SlowPath: resource('slow'),
  OpenIdAny: method({ Ref: 'OpenId' }, {}),
  OpenFixedAny: method({ Ref: 'OpenFixed' }, {}),
  ClosedAny: method(
    { Ref: 'Closed' },
    { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorize' }, ApiKeyRequired: true },
  ),
  ProxyPost: method({ Ref: 'Rest1' }, { HttpMethod: 'POST' }),
  SlowGet: method({ Ref: 'SlowPath' }, { HttpMethod: 'GET' }, 'Api', { TimeoutInMillis: 100 }),
  EventsGet: method({ Ref: 'Events' }, { HttpMethod: 'GET' }, 'Stream', {
    ResponseTransferMode: 'STREAM',
    Uri: invocations('Stream', 'response-streaming-invocations', '2021-11-15'),
  }),
  Throttled: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: {
      RestApiId: { Ref: 'Rest' },
      ResponseType: 'THROTTLED',
      ResponseParameters: { 'gatewayresponse.header.content-type': "'application/problem+json'" },
      ResponseTemplates: { 'application/json': '{"status":$context.status,"detail":$context.error.messageString}' },
    },
  },
  ...usagePlan('Fast', 1_000, 1_000),
  ...usagePlan('Slow', 0.5, 2),
});

/** Writes the assembly of a one-stack app with these resources; gives its folder. */
export const writeTinyAssembly = (directory: string, resources: Record<string, unknown> = tinyResources()): string => {
  const files: Record<string, unknown> = {};
  mkdirSync(directory, { recursive: true });
  for (const [name, code] of Object.entries(FUNCTIONS)) {
    const folder = join(directory, `asset.${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.mjs'), `${PRELUDE}\nexport const handler = ${code};\n`);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  writeFileSync(join(directory, 'Tiny.assets.json'), JSON.stringify({ version: '48.0.0', files }));
  writeFileSync(join(directory, 'Tiny.template.json'), JSON.stringify({ Resources: resources }));
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({
      version: '48.0.0',
      artifacts: {
        'Tiny.assets': { type: 'cdk:asset-manifest', properties: { file: 'Tiny.assets.json' } },
        Tiny: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Tiny.template.json' } },
      },
    }),
  );
  return directory;
};
