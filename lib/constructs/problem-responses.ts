import { CfnGatewayResponse, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

type Refusal = Readonly<{
  /** Names of API Gateway's own answers that mean this. */
  responseTypes: readonly string[];
  status: number;
  errorCode: string;
  title: string;
  /** Left out where API Gateway's own words tell more. */
  detail?: string;
  retryAfterSeconds?: number;
}>;

const UNUSABLE = { errorCode: 'invalid_request', title: 'The request cannot be used' };
const NOT_ALLOWED = { status: 403, errorCode: 'not_allowed', title: 'This is not allowed' };
const NOT_FOUND = {
  status: 404,
  errorCode: 'route_not_found',
  title: 'Not found',
  detail: 'There is nothing at this path and method.',
};
const FAILED = {
  errorCode: 'internal',
  title: 'Something failed on our side',
  detail: 'The request was not answered. Read the item before trying again.',
};

/**
 * What API Gateway answers by itself, before any function of ours is asked or when none answers, with the status that it shall have. The status
 * stands in the body too, so every answer is named here; the defaults are for answers that AWS may add.
 * Source: API Gateway developer guide, "Gateway response types".
 */
const REFUSALS: readonly Refusal[] = [
  { ...UNUSABLE, status: 400, responseTypes: ['DEFAULT_4XX', 'BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS'] },
  {
    responseTypes: ['UNAUTHORIZED'],
    status: 401,
    errorCode: 'not_signed_in',
    title: 'Sign in or send an API key',
    detail: 'Send an API key as `Authorization: Bearer tl_…` or sign in.',
  },
  {
    ...NOT_ALLOWED,
    responseTypes: ['ACCESS_DENIED', 'EXPIRED_TOKEN', 'INVALID_API_KEY', 'INVALID_SIGNATURE'],
    detail: 'These credentials may not use this part of the API.',
  },
  { ...NOT_ALLOWED, responseTypes: ['WAF_FILTERED'], detail: 'The firewall stopped this request.' },
  { ...NOT_FOUND, responseTypes: ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND'] },
  {
    responseTypes: ['REQUEST_TOO_LARGE'],
    status: 413,
    errorCode: 'too_large',
    title: 'The request is too large',
    detail: 'A request may have at most 10 MB; files are uploaded to the address that an import answers.',
  },
  { ...UNUSABLE, status: 415, responseTypes: ['UNSUPPORTED_MEDIA_TYPE'] },
  {
    responseTypes: ['THROTTLED'],
    status: 429,
    errorCode: 'too_many_requests',
    title: 'Too many requests',
    detail: 'Requests come too fast. Wait a moment and try again.',
    retryAfterSeconds: 1,
  },
  {
    responseTypes: ['QUOTA_EXCEEDED'],
    status: 429,
    errorCode: 'quota_exceeded',
    title: 'Too many requests',
    detail: 'The quota of these credentials is used up for today.',
    retryAfterSeconds: 3_600,
  },
  {
    ...FAILED,
    status: 500,
    responseTypes: ['DEFAULT_5XX', 'API_CONFIGURATION_ERROR', 'AUTHORIZER_CONFIGURATION_ERROR', 'AUTHORIZER_FAILURE'],
  },
  {
    responseTypes: ['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT'],
    status: 504,
    errorCode: 'timeout',
    title: 'Temporarily unavailable',
    detail: 'The answer took too long. Read the item before trying again: the request may have been carried out.',
  },
];

/** Makes API Gateway's own answers problem details (RFC 9457), like every other error of the API. */
export class ProblemResponses extends Construct {
  constructor(scope: Construct, id: string, { api }: Readonly<{ api: RestApi }>) {
    super(scope, id);
    for (const refusal of REFUSALS) {
      for (const responseType of refusal.responseTypes) {
        new CfnGatewayResponse(this, responseType, {
          restApiId: api.restApiId,
          responseType,
          statusCode: String(refusal.status),
          responseParameters: headersOf(refusal),
          responseTemplates: { 'application/json': templateOf(refusal) },
        });
      }
    }
  }
}

const headersOf = ({ retryAfterSeconds }: Refusal): Record<string, string> =>
  Object.fromEntries(
    [
      ['content-type', 'application/problem+json'],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ...(retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]]),
    ].map(([name, value]) => [`gatewayresponse.header.${name ?? ''}`, `'${value ?? ''}'`]),
  );

/** `$context.error.messageString` comes with its quotation marks. */
const templateOf = ({ errorCode, title, detail, status, retryAfterSeconds }: Refusal): string =>
  [
    `{"type":"https://throughline.example/problems/${errorCode}"`,
    `"title":${JSON.stringify(title)}`,
    `"status":${String(status)}`,
    `"detail":${detail === undefined ? '$context.error.messageString' : JSON.stringify(detail)}`,
    `"errorCode":"${errorCode}"`,
    ...(retryAfterSeconds === undefined ? [] : [`"retryAfter":${String(retryAfterSeconds)}`]),
    '"traceId":"$context.requestId"}',
  ].join(',');
