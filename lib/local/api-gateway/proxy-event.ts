import type { IncomingMessage } from 'node:http';
import { LOCAL_ACCOUNT } from '../protocol.ts';
import type { Method, RestApi } from './rest-api.ts';

/** A request on its way through the gateway. */
export type GatewayRequest = Readonly<{
  id: string;
  receivedAt: number;
  httpMethod: string;
  /** Path without the stage, as sent. */
  path: string;
  query: URLSearchParams;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
  sourceIp: string;
}>;

/** The header's value (the last one given, as in the event's `headers`), by a name of any case. */
export const headerOf = ({ headers }: Pick<GatewayRequest, 'headers'>, name: string): string | undefined =>
  headers.findLast(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

export const headersOf = ({ rawHeaders }: IncomingMessage): [string, string][] =>
  rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );

const single = (pairs: Iterable<readonly [string, string]>): Record<string, string> => Object.fromEntries(pairs);

const multiple = (pairs: Iterable<readonly [string, string]>): Record<string, string[]> => {
  const values: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    const known = values[name];
    if (known === undefined) values[name] = [value];
    else known.push(value);
  }
  return values;
};

const orNull = <Value extends object>(value: Value): Value | null => (Object.keys(value).length === 0 ? null : value);

/** Whether a content type is among the API's binary media types (`*` stands for anything, by parts of the type). */
export const isBinary = (binaryMediaTypes: readonly string[], contentType: string | undefined): boolean => {
  const [given = ''] = (contentType ?? '').split(';');
  const [type, subtype] = given.trim().toLowerCase().split('/');
  return binaryMediaTypes.some((binary) => {
    const [wantedType, wantedSubtype] = binary.toLowerCase().split('/');
    if (wantedType === '*' && wantedSubtype === '*') return true;
    return wantedType === type && (wantedSubtype === '*' || wantedSubtype === subtype);
  });
};

/** What every event of the API carries: REQUEST authorizers get this, integrations get the body too. */
export const requestEvent = (
  api: RestApi,
  method: Method,
  request: GatewayRequest,
  pathParameters: Readonly<Record<string, string>>,
) => {
  const forwarded: (readonly [string, string])[] = [
    ...request.headers,
    ['X-Forwarded-For', request.sourceIp],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Port', '443'],
  ];
  return {
    resource: method.resourcePath,
    path: request.path,
    httpMethod: request.httpMethod,
    headers: single(forwarded),
    multiValueHeaders: multiple(forwarded),
    queryStringParameters: orNull(single(request.query)),
    multiValueQueryStringParameters: orNull(multiple(request.query)),
    pathParameters: orNull({ ...pathParameters }),
    stageVariables: orNull({ ...api.stageVariables }),
    requestContext: requestContext(api, method, request),
  };
};

const requestContext = (api: RestApi, method: Method, request: GatewayRequest) => ({
  accountId: LOCAL_ACCOUNT,
  apiId: api.id,
  domainName: headerOf(request, 'host') ?? 'localhost',
  domainPrefix: api.id,
  extendedRequestId: request.id,
  httpMethod: request.httpMethod,
  identity: {
    accessKey: null,
    accountId: null,
    apiKey: null,
    apiKeyId: null,
    caller: null,
    clientCert: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: null,
    userAgent: headerOf(request, 'user-agent') ?? null,
    userArn: null,
  },
  path: `/${api.stage}${request.path}`,
  protocol: 'HTTP/1.1',
  requestId: request.id,
  requestTime: commonLogTime(request.receivedAt),
  requestTimeEpoch: request.receivedAt,
  resourceId: method.resourceId,
  resourcePath: method.resourcePath,
  stage: api.stage,
});

/** `21/Nov/2026:09:30:00 +0000` */
const commonLogTime = (milliseconds: number): string => {
  const [, day = '', month = '', year = '', time = ''] = new Date(milliseconds).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

/** The event of a Lambda proxy integration (version 1.0). */
export const proxyEvent = (
  api: RestApi,
  method: Method,
  request: GatewayRequest,
  pathParameters: Readonly<Record<string, string>>,
  authorizer: Readonly<Record<string, unknown>> | undefined,
) => {
  const event = requestEvent(api, method, request, pathParameters);
  const binary = request.body.length > 0 && isBinary(api.binaryMediaTypes, headerOf(request, 'content-type'));
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorizer === undefined ? {} : { authorizer }) },
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary,
  };
};
