import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttpService, type HttpService, readBody, ServiceError } from '../protocol.ts';
import type { Outcome } from './function-environment.ts';
import { PAYLOAD_LIMIT } from './function-host.ts';

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** Lambda's limit for an asynchronous event (1 MB). */
const EVENT_LIMIT = 1024 * 1024;

/** The part of Lambda's HTTP API that handlers use: Invoke, synchronous and asynchronous. */
export const createLambdaApi = ({
  invoke,
  accept,
}: {
  /** Throws ServiceError when there is no such function. */
  invoke: (functionName: string, event: string) => Promise<Outcome>;
  accept: (functionName: string, event: string) => string;
}): HttpService => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const name = INVOCATIONS.exec(pathname)?.[1];
    if (request.method !== 'POST' || name === undefined)
      throw new ServiceError(
        'UnknownOperationException',
        `The local Lambda does not serve ${request.method ?? ''} ${pathname}`,
        404,
      );
    if (searchParams.get('Qualifier') !== null && searchParams.get('Qualifier') !== '$LATEST')
      throw new ServiceError('ResourceNotFoundException', 'The local Lambda has the version $LATEST only', 404);
    const functionName = decodeURIComponent(name);
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (request.headers['x-amz-log-type'] === 'Tail')
      throw new ServiceError('InvalidParameterValueException', 'The local Lambda does not answer with a log tail');
    const body = (await readBody(request, type === 'Event' ? EVENT_LIMIT : PAYLOAD_LIMIT)).toString('utf8') || '{}';
    assertJson(body);
    if (type === 'Event') {
      const id = accept(functionName, body);
      response.writeHead(202, { 'x-amzn-requestid': id, 'content-length': 0 }).end();
      return;
    }
    if (type !== 'RequestResponse')
      throw new ServiceError(
        'InvalidParameterValueException',
        `The local Lambda does not serve invocations of type ${String(type)}`,
      );
    const outcome = await invoke(functionName, body);
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      'x-amz-executed-version': '$LATEST',
      ...(outcome.ok ? {} : { 'x-amz-function-error': 'Unhandled' }),
    });
    response.end(outcome.ok ? outcome.payload : JSON.stringify(outcome.error));
  };

  return createHttpService(async (request, response) => {
    try {
      await serve(request, response);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      response.writeHead(error.status, { 'content-type': 'application/json', 'x-amzn-errortype': error.code });
      response.end(JSON.stringify({ Type: 'User', Message: error.message }));
    }
  });
};

const assertJson = (body: string): void => {
  try {
    JSON.parse(body);
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json');
  }
};
