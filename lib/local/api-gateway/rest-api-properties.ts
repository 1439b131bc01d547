import * as z from 'zod';

/**
 * The properties of API Gateway's resources that the local gateway honours, or that have no effect on this machine (descriptions, tags,
 * logging, TLS policies). Anything else is refused by name.
 */

/** Result cache of an authorizer when the template says nothing. */
const DEFAULT_TTL_SECONDS = 300;

export const RestApiProperties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  ApiKeySourceType: z.enum(['HEADER', 'AUTHORIZER']).default('HEADER'),
  BinaryMediaTypes: z.array(z.string()).default([]),
  EndpointConfiguration: z.unknown().optional(),
  SecurityPolicy: z.unknown().optional(),
  EndpointAccessMode: z.unknown().optional(),
  DisableExecuteApiEndpoint: z.boolean().optional(),
  Tags: z.unknown().optional(),
});
export const ResourceProperties = z.strictObject({ ParentId: z.string(), PathPart: z.string(), RestApiId: z.string() });
const FunctionIntegration = z.strictObject({
  Type: z.literal('AWS_PROXY'),
  IntegrationHttpMethod: z.literal('POST'),
  Uri: z.string(),
  TimeoutInMillis: z.number().optional(),
  ResponseTransferMode: z.enum(['BUFFERED', 'STREAM']).default('BUFFERED'),
  PassthroughBehavior: z.string().optional(),
});
const MockIntegration = z.strictObject({
  Type: z.literal('MOCK'),
  RequestTemplates: z.record(z.string(), z.string()).optional(),
  PassthroughBehavior: z.string().optional(),
  IntegrationResponses: z
    .array(
      z.strictObject({
        StatusCode: z.string(),
        ResponseParameters: z.record(z.string(), z.string()).default({}),
        ResponseTemplates: z.record(z.string(), z.literal('')).optional(),
      }),
    )
    .length(1),
});
export const MethodProperties = z.strictObject({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  RestApiId: z.string(),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.boolean().default(false),
  Integration: z.discriminatedUnion('Type', [FunctionIntegration, MockIntegration]),
  MethodResponses: z.unknown().optional(),
  OperationName: z.string().optional(),
});
export const AuthorizerProperties = z.strictObject({
  Name: z.string(),
  RestApiId: z.string(),
  Type: z.literal('REQUEST'),
  AuthorizerUri: z.string(),
  AuthorizerCredentials: z.string().optional(),
  IdentitySource: z.string().optional(),
  AuthorizerResultTtlInSeconds: z.number().default(DEFAULT_TTL_SECONDS),
});
export const StageProperties = z.strictObject({
  RestApiId: z.string(),
  StageName: z.string(),
  DeploymentId: z.string(),
  Variables: z.record(z.string(), z.string()).default({}),
  MethodSettings: z
    .array(
      z.strictObject({
        HttpMethod: z.literal('*'),
        ResourcePath: z.literal('/*'),
        ThrottlingRateLimit: z.number().optional(),
        ThrottlingBurstLimit: z.number().optional(),
        LoggingLevel: z.string().optional(),
        MetricsEnabled: z.boolean().optional(),
        DataTraceEnabled: z.boolean().optional(),
        CachingEnabled: z.literal(false).optional(),
      }),
    )
    .max(1)
    .default([]),
  AccessLogSetting: z.unknown().optional(),
  TracingEnabled: z.boolean().optional(),
  Description: z.string().optional(),
  Tags: z.unknown().optional(),
});
export const GatewayResponseProperties = z.strictObject({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});
export const UsagePlanProperties = z.strictObject({
  UsagePlanName: z.string().optional(),
  Description: z.string().optional(),
  ApiStages: z
    .array(
      z.strictObject({ ApiId: z.string(), Stage: z.string(), Throttle: z.record(z.string(), z.never()).optional() }),
    )
    .default([]),
  Throttle: z.strictObject({ RateLimit: z.number(), BurstLimit: z.number() }).optional(),
  Quota: z.strictObject({ Limit: z.number(), Period: z.enum(['DAY', 'WEEK', 'MONTH']) }).optional(),
  Tags: z.unknown().optional(),
});
export const UsagePlanKeyProperties = z.strictObject({
  KeyId: z.string(),
  KeyType: z.literal('API_KEY'),
  UsagePlanId: z.string(),
});
export const ApiKeyProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  Enabled: z.boolean().default(false),
  Value: z.string().optional(),
  StageKeys: z.unknown().optional(),
  Tags: z.unknown().optional(),
});
