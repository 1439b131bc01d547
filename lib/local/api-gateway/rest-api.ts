import type * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Resource, Template } from '../template.ts';
import {
  ApiKeyProperties,
  AuthorizerProperties,
  GatewayResponseProperties,
  MethodProperties,
  ResourceProperties,
  RestApiProperties,
  StageProperties,
  UsagePlanKeyProperties,
  UsagePlanProperties,
} from './rest-api-properties.ts';

/** What a method of the API does with a request. */
export type Integration =
  | Readonly<{ kind: 'function'; functionArn: string; streams: boolean; timeoutMs: number }>
  | Readonly<{ kind: 'mock'; status: number; headers: Readonly<Record<string, string>> }>;

export type Method = Readonly<{
  httpMethod: string;
  /** Path of the resource with parameters in braces. */
  resourcePath: string;
  resourceId: string;
  authorizer: Authorizer | undefined;
  apiKeyRequired: boolean;
  integration: Integration;
}>;

export type Authorizer = Readonly<{
  id: string;
  functionArn: string;
  /** Where the identity stands in a request: `header.Authorization`, `querystring.token`, … */
  identitySources: readonly string[];
  ttlSeconds: number;
}>;

export type Throttle = Readonly<{ rate: number; burst: number }>;
export type Quota = Readonly<{ limit: number; period: 'DAY' | 'WEEK' | 'MONTH' }>;
export type UsagePlan = Readonly<{
  id: string;
  throttle: Throttle | undefined;
  quota: Quota | undefined;
  keys: readonly ApiKey[];
}>;
export type ApiKey = Readonly<{ id: string; value: string; enabled: boolean }>;

export type GatewayResponse = Readonly<{
  status: number | undefined;
  headers: Readonly<Record<string, string>>;
  templates: Readonly<Record<string, string>>;
}>;

export type RestApi = Readonly<{
  id: string;
  stage: string;
  stageVariables: Readonly<Record<string, string>>;
  keySource: 'HEADER' | 'AUTHORIZER';
  binaryMediaTypes: readonly string[];
  methods: readonly Method[];
  usagePlans: readonly UsagePlan[];
  gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  stageThrottle: Throttle | undefined;
}>;

/** API Gateway's integration timeout and the longest a streamed answer may take (15 minutes). */
const DEFAULT_TIMEOUT_MS = 29_000;
const STREAM_TIMEOUT_MS = 900_000;
const functionOf = (uri: string): string => {
  const arn = /\/functions\/(.+)\/(invocations|response-streaming-invocations)$/.exec(uri)?.[1];
  if (arn === undefined) throw new Error(`The integration ${uri} is not of a Lambda function`);
  return arn;
};

/** Values of a mapping such as `'method.response.header.X': "'fixed'"`; anything but fixed text is refused. */
const fixedHeaders = (parameters: Readonly<Record<string, string>>, prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const fixed = /^'(.*)'$/s.exec(value)?.[1];
      if (!name.startsWith(prefix) || fixed === undefined)
        throw new Error(`The response parameter ${name}: ${value} is not supported by the local API Gateway`);
      return [name.slice(prefix.length), fixed];
    }),
  );

/**
 * Reads one REST API out of the template: methods with their paths, authorizers, the stage, gateway responses, usage plans and keys.
 * @throws Error naming the resource and property that the local API Gateway does not support.
 */
export const readRestApi = (template: Template, api: Resource): RestApi => {
  const { ref: id, attributes } = template.valuesOf(api);
  const settings = propertiesOf(RestApiProperties, api);
  const ofType = (type: string): Resource[] =>
    template.resources.filter((resource) => resource.type === type && (resource.properties['RestApiId'] ?? id) === id);
  const paths = pathsOf(template, ofType('AWS::ApiGateway::Resource'), attributes['RootResourceId'] ?? '');
  const authorizers = ofType('AWS::ApiGateway::Authorizer').map((resource) => readAuthorizer(template, resource));
  const [stage, ...moreStages] = ofType('AWS::ApiGateway::Stage');
  if (stage === undefined || moreStages.length > 0) throw new Error(`The API ${api.path} must have exactly one stage`);
  const { StageName, Variables, MethodSettings } = propertiesOf(StageProperties, stage);
  const [methodSettings] = MethodSettings;
  return {
    id,
    stage: StageName,
    stageVariables: Variables,
    keySource: settings.ApiKeySourceType,
    binaryMediaTypes: settings.BinaryMediaTypes,
    methods: ofType('AWS::ApiGateway::Method').map((resource) => readMethod(resource, paths, authorizers)),
    usagePlans: ofType('AWS::ApiGateway::UsagePlan')
      .filter((plan) => propertiesOf(UsagePlanProperties, plan).ApiStages.some(({ ApiId }) => ApiId === id))
      .map((plan) => readUsagePlan(template, plan)),
    gatewayResponses: new Map(
      ofType('AWS::ApiGateway::GatewayResponse').map((resource) => {
        const response = propertiesOf(GatewayResponseProperties, resource);
        return [
          response.ResponseType,
          {
            status: response.StatusCode === undefined ? undefined : Number(response.StatusCode),
            headers: fixedHeaders(response.ResponseParameters, 'gatewayresponse.header.'),
            templates: response.ResponseTemplates,
          },
        ] as const;
      }),
    ),
    stageThrottle:
      methodSettings?.ThrottlingRateLimit === undefined
        ? undefined
        : {
            rate: methodSettings.ThrottlingRateLimit,
            burst: methodSettings.ThrottlingBurstLimit ?? methodSettings.ThrottlingRateLimit,
          },
  };
};

const pathsOf = (template: Template, resources: readonly Resource[], rootId: string): ReadonlyMap<string, string> => {
  const byId = new Map(
    resources.map((resource) => [template.valuesOf(resource).ref, propertiesOf(ResourceProperties, resource)] as const),
  );
  const pathOf = (id: string): string => {
    if (id === rootId) return '';
    const resource = byId.get(id);
    if (resource === undefined) throw new Error(`An API resource has the parent ${id}, which is not in the template`);
    return `${pathOf(resource.ParentId)}/${resource.PathPart}`;
  };
  return new Map([[rootId, '/'], ...[...byId.keys()].map((id) => [id, pathOf(id)] as const)]);
};

const readAuthorizer = (template: Template, resource: Resource): Authorizer => {
  const properties = propertiesOf(AuthorizerProperties, resource);
  return {
    id: template.valuesOf(resource).ref,
    functionArn: functionOf(properties.AuthorizerUri),
    identitySources: (properties.IdentitySource ?? '')
      .split(',')
      .map((source) => source.trim().replace(/^method\.request\./, ''))
      .filter((source) => source !== ''),
    ttlSeconds: properties.AuthorizerResultTtlInSeconds,
  };
};

const readMethod = (
  resource: Resource,
  paths: ReadonlyMap<string, string>,
  authorizers: readonly Authorizer[],
): Method => {
  const method = propertiesOf(MethodProperties, resource);
  const resourcePath = paths.get(method.ResourceId);
  if (resourcePath === undefined) throw new Error(`${resource.path} stands at a resource that is not in the template`);
  const authorizer = authorizers.find(({ id }) => id === method.AuthorizerId);
  if (method.AuthorizationType === 'CUSTOM' && authorizer === undefined)
    throw new Error(`${resource.path} names an authorizer that is not in the template`);
  return {
    httpMethod: method.HttpMethod,
    resourcePath,
    resourceId: method.ResourceId,
    authorizer,
    apiKeyRequired: method.ApiKeyRequired,
    integration: readIntegration(method.Integration),
  };
};

const readIntegration = (integration: z.infer<typeof MethodProperties>['Integration']): Integration => {
  if (integration.Type === 'AWS_PROXY') {
    const streams = integration.ResponseTransferMode === 'STREAM';
    const timeoutMs = integration.TimeoutInMillis ?? (streams ? STREAM_TIMEOUT_MS : DEFAULT_TIMEOUT_MS);
    return { kind: 'function', functionArn: functionOf(integration.Uri), streams, timeoutMs };
  }
  const [response] = integration.IntegrationResponses;
  return {
    kind: 'mock',
    status: Number(response?.StatusCode ?? 200),
    headers: fixedHeaders(response?.ResponseParameters ?? {}, 'method.response.header.'),
  };
};

const readUsagePlan = (template: Template, resource: Resource): UsagePlan => {
  const { ref: id } = template.valuesOf(resource);
  const { Throttle: throttle, Quota: quota } = propertiesOf(UsagePlanProperties, resource);
  const keyIds = template.resources
    .filter(({ type }) => type === 'AWS::ApiGateway::UsagePlanKey')
    .map((key) => propertiesOf(UsagePlanKeyProperties, key))
    .filter(({ UsagePlanId }) => UsagePlanId === id)
    .map(({ KeyId }) => KeyId);
  return {
    id,
    throttle: throttle === undefined ? undefined : { rate: throttle.RateLimit, burst: throttle.BurstLimit },
    quota: quota === undefined ? undefined : { limit: quota.Limit, period: quota.Period },
    keys: keyIds.map((keyId) => {
      const key = template.find('AWS::ApiGateway::ApiKey', keyId);
      if (key === undefined) throw new Error(`The usage plan ${resource.path} has a key that is not in the template`);
      const { Value, Enabled } = propertiesOf(ApiKeyProperties, key);
      return { id: keyId, value: Value ?? keyId, enabled: Enabled };
    }),
  };
};
