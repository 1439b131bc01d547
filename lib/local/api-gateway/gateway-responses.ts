import type { ServerResponse } from 'node:http';
import type { GatewayResponse, RestApi } from './rest-api.ts';

/** Answers that the gateway gives by itself, with status and message where the template says nothing else. */
const RESPONSES = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource with an explicit deny'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal server error'],
  AUTHORIZER_FAILURE: [500, 'Internal server error'],
  INTEGRATION_FAILURE: [504, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  INVALID_API_KEY: [403, 'Forbidden'],
  MALFORMED_PROXY_RESPONSE: [502, 'Internal server error'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  QUOTA_EXCEEDED: [429, 'Limit Exceeded'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  THROTTLED: [429, 'Too Many Requests'],
  UNAUTHORIZED: [401, 'Unauthorized'],
} as const;
export type GatewayResponseType = keyof typeof RESPONSES;

const CONTEXT_VARIABLE = /\$context\.([A-Za-z.]+)/g;

/** Response types that API Gateway knows, and the variables of their templates that the local gateway fills in. */
const KNOWN_VARIABLES = new Set([
  'error.message',
  'error.messageString',
  'error.responseType',
  'extendedRequestId',
  'httpMethod',
  'path',
  'requestId',
  'resourcePath',
  'stage',
  'status',
]);

/** @throws Error naming a variable of a gateway response's template that the local gateway does not fill in */
export const checkTemplates = (api: RestApi): void => {
  for (const [type, { templates }] of api.gatewayResponses) {
    for (const [contentType, template] of Object.entries(templates)) {
      if (contentType.includes('json') || contentType.startsWith('text/')) {
        for (const [variable, name = ''] of template.matchAll(CONTEXT_VARIABLE))
          if (!KNOWN_VARIABLES.has(name))
            throw new Error(`The gateway response ${type} uses ${variable}, which the local API Gateway does not give`);
      }
    }
  }
};

const settingsOf = (api: RestApi, type: GatewayResponseType, status: number): GatewayResponse | undefined => {
  const own = api.gatewayResponses.get(type);
  const byStatus = api.gatewayResponses.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  return own ?? byStatus;
};

/**
 * Answers a gateway response: the template's status, headers and body for this type (or for DEFAULT_4XX / DEFAULT_5XX), else API Gateway's own.
 * Source: API Gateway developer guide, "Gateway response types".
 */
export const answerGatewayResponse = (
  api: RestApi,
  response: ServerResponse,
  type: GatewayResponseType,
  request: Readonly<{ id: string; httpMethod: string; path: string; resourcePath: string }>,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const [usualStatus, message] = RESPONSES[type];
  const settings = settingsOf(api, type, usualStatus);
  const status = settings?.status ?? usualStatus;
  const [[contentType, template] = ['application/json', '{"message":$context.error.messageString}']] = Object.entries(
    settings?.templates ?? {},
  );
  const variables: Readonly<Record<string, string>> = {
    'error.message': message,
    'error.messageString': JSON.stringify(message),
    'error.responseType': type,
    extendedRequestId: request.id,
    httpMethod: request.httpMethod,
    path: request.path,
    requestId: request.id,
    resourcePath: request.resourcePath,
    stage: api.stage,
    status: String(status),
  };
  const body = template.replace(CONTEXT_VARIABLE, (whole, name: string) => variables[name] ?? whole);
  response.writeHead(status, {
    'content-type': contentType,
    'x-amzn-requestid': request.id,
    'x-amzn-errortype': type,
    ...headers,
    ...settings?.headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
};
