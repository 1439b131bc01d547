import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outcome } from '../lambda/function-environment.ts';
import { readBody, ServiceError } from '../protocol.ts';
import { createAuthorize } from './authorize.ts';
import { answerGatewayResponse, checkTemplates, type GatewayResponseType } from './gateway-responses.ts';
import { createPathTree } from './path-tree.ts';
import { answerProxy, createStreamAnswer } from './proxy-answer.ts';
import { type GatewayRequest, headerOf, headersOf, proxyEvent } from './proxy-event.ts';
import type { Integration, Method, RestApi } from './rest-api.ts';
import { createUsage } from './usage.ts';

/** API Gateway's largest request. */
const REQUEST_LIMIT = 10 * 1024 * 1024;

export type InvokeFunction = (functionArn: string, event: unknown) => Promise<Outcome>;
export type InvokeStreaming = (
  functionArn: string,
  event: unknown,
  onChunk: (bytes: Uint8Array) => void,
) => Promise<Outcome>;

/**
 * Serves the stage of a REST API: finds the method, holds the throttle, asks the authorizer, holds the usage plan, calls the function. What it
 * answers by itself are the template's gateway responses.
 */
export const createApiGateway = ({
  api,
  invoke,
  invokeStreaming,
  clock = Date.now,
}: {
  api: RestApi;
  invoke: InvokeFunction;
  invokeStreaming: InvokeStreaming;
  clock?: () => number;
}) => {
  checkTemplates(api);
  const methods = createPathTree<Method>();
  for (const method of api.methods) methods.add(method.httpMethod, method.resourcePath, method);
  const authorize = createAuthorize({ api, invoke, clock });
  const usage = createUsage(api, clock);

  const integrate = async (
    integration: Extract<Integration, { kind: 'function' }>,
    event: unknown,
    request: GatewayRequest,
    response: ServerResponse,
  ): Promise<GatewayResponseType | undefined> => {
    const stream = integration.streams ? createStreamAnswer(response, request.id) : undefined;
    const work =
      stream === undefined
        ? invoke(integration.functionArn, event)
        : invokeStreaming(integration.functionArn, event, stream.take);
    const outcome = await within(integration.timeoutMs, work);
    if (outcome === undefined && stream?.begun() !== true) return 'INTEGRATION_TIMEOUT';
    if (stream !== undefined) {
      if (!stream.begun()) return 'MALFORMED_PROXY_RESPONSE';
      // A stream that fails half-way is cut off: the status is long sent.
      if (outcome?.ok === true) response.end();
      else response.destroy();
      return undefined;
    }
    if (outcome?.ok !== true) return 'MALFORMED_PROXY_RESPONSE';
    const accepts = headerOf(request, 'accept');
    const answered = answerProxy(response, outcome.payload, request.id, accepts, api.binaryMediaTypes);
    return answered ? undefined : 'MALFORMED_PROXY_RESPONSE';
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const httpMethod = request.method ?? 'GET';
    const id = randomUUID();
    const found = methods.find(httpMethod, pathname);
    const refuse = (type: GatewayResponseType, headers: Readonly<Record<string, string>> = {}): void => {
      if (response.headersSent) return;
      const resourcePath = found?.value.resourcePath ?? '';
      answerGatewayResponse(api, response, type, { id, httpMethod, path: pathname, resourcePath }, headers);
    };
    const refuseUsage = (held: { response: GatewayResponseType; retryAfterSeconds?: number }): void => {
      refuse(
        held.response,
        held.retryAfterSeconds === undefined ? {} : { 'retry-after': String(held.retryAfterSeconds) },
      );
    };
    if (found === undefined) {
      refuse('MISSING_AUTHENTICATION_TOKEN');
      return;
    }
    const { value: method, parameters } = found;
    const body = await bodyOf(request);
    if (body === undefined) {
      refuse('REQUEST_TOO_LARGE', { connection: 'close' });
      return;
    }
    const received: GatewayRequest = {
      id,
      receivedAt: clock(),
      httpMethod,
      path: pathname,
      query: searchParams,
      headers: headersOf(request),
      body,
      sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    };
    const ofStage = usage.ofStage();
    if (!ofStage.ok) {
      refuseUsage(ofStage);
      return;
    }
    const authorized =
      method.authorizer === undefined ? undefined : await authorize(method.authorizer, method, received, parameters);
    if (authorized?.ok === false) {
      refuse(authorized.response);
      return;
    }
    if (method.apiKeyRequired) {
      const key = api.keySource === 'AUTHORIZER' ? authorized?.usageIdentifierKey : headerOf(received, 'x-api-key');
      const ofKey = usage.ofKey(key);
      if (!ofKey.ok) {
        refuseUsage(ofKey);
        return;
      }
    }
    const { integration } = method;
    if (integration.kind === 'mock') {
      response.writeHead(integration.status, integration.headers).end();
      return;
    }
    const event = proxyEvent(api, method, received, parameters, authorized?.context);
    const failure = await integrate(integration, event, received, response);
    if (failure !== undefined) refuse(failure);
  };
};

/** The body, or undefined when it is over the limit. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  try {
    return await readBody(request, REQUEST_LIMIT);
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
};

/** What `work` gives, or undefined when it takes longer than `milliseconds`. The work itself goes on, as it does in Lambda. */
const within = async <Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
