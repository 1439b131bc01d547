import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { USAGE_KEYS } from '../../functions/accounts/contract.ts';
import { gatewayPath } from '../../functions/platform/http/gateway-path.ts';
import { allRoutes } from '../../functions/reference/contract.ts';
import { gatewayPathOf } from '../../lib/constructs/rest-api.ts';
import { flatValue } from './flat-value.ts';
import { removeFolders, type Synthesized, synthesize } from './synthesized.ts';

let app: Synthesized;
beforeAll(async () => {
  app = await synthesize({ settings: { publicOrigin: 'https://app.example.com' } });
});
afterAll(removeFolders);

const methods = () => {
  const resources = new Map(
    Object.entries(app.template('Throughline-Api').findResources('AWS::ApiGateway::Resource')).map(
      ([id, { Properties }]) => [id, z.object({ PathPart: z.string(), ParentId: z.unknown() }).parse(Properties)],
    ),
  );
  const pathOf = (id: string): string => {
    const resource = resources.get(/^<([^.>]+)/.exec(id)?.[1] ?? '');
    return resource === undefined ? '' : `${pathOf(flatValue(resource.ParentId))}/${resource.PathPart}`;
  };
  return new Map(
    app
      .ofType('AWS::ApiGateway::Method')
      .map(({ Properties }) => [
        `${String(Properties['HttpMethod'])} ${pathOf(flatValue(Properties['ResourceId']))}`,
        Properties,
      ]),
  );
};

test('API Gateway has the routes of the contract and no others', () => {
  const routes = Object.values(allRoutes).map((route) => `${route.method} ${gatewayPathOf(route)}`);
  expect([...methods().keys()].sort()).toEqual(routes.sort());
});

test('paths are named as the functions name them', () => {
  for (const route of Object.values(allRoutes)) expect(gatewayPathOf(route)).toBe(gatewayPath(route));
});

test('only public routes are served without credentials; all others by the authorizer and within the usage plan', () => {
  const made = methods();
  for (const route of Object.values(allRoutes)) {
    const method = made.get(`${route.method} ${gatewayPathOf(route)}`);
    const closed = { AuthorizationType: 'CUSTOM', ApiKeyRequired: true };
    expect(method).toMatchObject(route.permission === 'public' ? { AuthorizationType: 'NONE' } : closed);
  }
  const template = app.template('Throughline-Api');
  template.hasResourceProperties('AWS::ApiGateway::RestApi', { ApiKeySourceType: 'AUTHORIZER' });
  template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
    Type: 'REQUEST',
    IdentitySource: 'method.request.header.Authorization',
  });
  const [authorizer] = app.ofType('AWS::ApiGateway::Authorizer');
  expect(authorizer?.Properties['AuthorizerResultTtlInSeconds']).toBeLessThanOrEqual(60);
});

test('routes that stream are streamed by API Gateway too', () => {
  const made = methods();
  for (const route of Object.values<{ streams?: boolean; method: string; path: string }>(allRoutes)) {
    const { Integration } = z
      .object({ Integration: z.object({ ResponseTransferMode: z.string().optional(), Uri: z.unknown() }) })
      .parse(made.get(`${route.method} ${gatewayPathOf(route)}`));
    const streams = route.streams === true;
    expect(Integration.ResponseTransferMode).toBe(streams ? 'STREAM' : undefined);
    expect(flatValue(Integration.Uri)).toContain(streams ? '/response-streaming-invocations' : '/invocations');
  }
});

test('every key that the authorizer presents stands in the usage plan', () => {
  expect(app.ofType('AWS::ApiGateway::ApiKey').map(({ Properties }) => Properties['Value'])).toEqual(USAGE_KEYS);
  expect(app.ofType('AWS::ApiGateway::UsagePlanKey')).toHaveLength(USAGE_KEYS.length);
  app.template('Throughline-Api').hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Throttle: Match.objectLike({ RateLimit: Match.anyValue() }),
    Quota: Match.objectLike({ Period: 'DAY' }),
  });
});

test('what API Gateway answers by itself is a problem with the status it says', () => {
  const responses = app.ofType('AWS::ApiGateway::GatewayResponse');
  expect(responses.map(({ Properties }) => Properties['ResponseType'])).toEqual(
    expect.arrayContaining([
      ...['DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED', 'ACCESS_DENIED', 'THROTTLED', 'QUOTA_EXCEEDED'],
      ...[
        'INVALID_API_KEY',
        'MISSING_AUTHENTICATION_TOKEN',
        'REQUEST_TOO_LARGE',
        'INTEGRATION_TIMEOUT',
        'WAF_FILTERED',
      ],
    ]),
  );
  for (const { Properties } of responses) {
    const { ResponseTemplates, StatusCode, ResponseParameters } = z
      .object({
        ResponseTemplates: z.object({ 'application/json': z.string() }),
        ResponseParameters: z.record(z.string(), z.string()),
        StatusCode: z.string(),
      })
      .parse(Properties);
    const words = ResponseTemplates['application/json'].replace('$context.error.messageString', '"words"');
    const body = z.object({ status: z.int(), detail: z.string(), errorCode: z.string() }).parse(JSON.parse(words));
    expect(String(body.status)).toBe(StatusCode);
    expect(ResponseParameters['gatewayresponse.header.content-type']).toBe("'application/problem+json'");
  }
});

test('people sign in by code with PKCE: a client without a secret, and no other flow', () => {
  const template = app.template('Throughline-Functions');
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    CallbackURLs: ['https://app.example.com/signed-in'],
    PreventUserExistenceErrors: 'ENABLED',
  });
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'OPTIONAL',
    DeletionProtection: 'ACTIVE',
  });
});

test('the firewall stands before the stage', () => {
  app.template('Throughline-Api').resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
});
