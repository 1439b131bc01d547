import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Region and account of every resource of the local cloud, as they stand in its ARNs. */
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_ACCOUNT = '000000000000';

/** An error as an AWS service answers it: `code` is the name the SDK gives the exception. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** The name of the same error in the older query protocol, where it differs from `code`. */
  readonly queryCode: string;

  constructor(code: string, message: string, status = 400, queryCode = code) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

export type HttpService = {
  /** Binds 127.0.0.1 (port 0: any free port) and gives the base URL without a trailing slash. */
  listen: (port: number) => Promise<string>;
  close: () => Promise<void>;
};

/**
 * A loopback HTTP server. `handle` answers its own errors; what it throws ends the connection with a 500. A request under
 * any name but that of this machine is refused (421): a web page whose name was pointed at 127.0.0.1 gets nowhere.
 */
export function createHttpService(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): HttpService {
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end('this service answers on loopback only');
      return;
    }
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? error.message : 'internal failure');
    });
  });
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const address = server.address();
          if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
          else resolve(`http://127.0.0.1:${address.port}`);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) {
          resolve();
          return;
        }
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * Refuses a request without a signature, as AWS does; the signature itself is not verified on loopback. It keeps out what a
 * web page can send without asking (a plain form). Throws MissingAuthenticationToken (403).
 */
export function assertSigned(request: IncomingMessage): void {
  if (request.headers.authorization === undefined) {
    throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
}

/** The whole request body. Throws RequestEntityTooLarge (413) past `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part: unknown = chunk;
    if (!(part instanceof Uint8Array)) throw new TypeError('the request stream gave no bytes');
    size += part.length;
    if (size > limit) throw new ServiceError('RequestEntityTooLarge', `the request is over ${limit} bytes`, 413);
    chunks.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  }
  return Buffer.concat(chunks, size);
}

/** The action an `X-Amz-Target` header names (`AmazonSQS.SendMessage` → `SendMessage`), if it is of this service. */
export function targetAction(request: IncomingMessage, service: string): string | undefined {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(`${service}.`) ? target.slice(service.length + 1) : undefined;
}

/** Answers in an AWS JSON protocol (version 1.0 or 1.1). */
export function replyJson(response: ServerResponse, version: '1.0' | '1.1', value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': `application/x-amz-json-${version}`,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}

/** Answers an error in an AWS JSON protocol; anything but a ServiceError becomes InternalFailure (500). */
export function failJson(response: ServerResponse, version: '1.0' | '1.1', namespace: string, error: unknown): void {
  const failure = asServiceError(error);
  const body = JSON.stringify({ __type: `${namespace}#${failure.code}`, message: failure.message });
  response.writeHead(failure.status, {
    'content-type': `application/x-amz-json-${version}`,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
    'x-amzn-query-error': `${failure.queryCode};${failure.status < 500 ? 'Sender' : 'Receiver'}`,
  });
  response.end(body);
}

/** The values of a query-protocol list: `Destinations.member` → those of `Destinations.member.1`, `.2`, … */
export function queryList(parameters: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index++) {
    const value = parameters.get(`${name}.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** The structures of a query-protocol list, each as its fields without the list's prefix. */
export function queryStructures(parameters: URLSearchParams, name: string): Record<string, string>[] {
  const found = new Map<number, Record<string, string>>();
  for (const [key, value] of parameters) {
    if (!key.startsWith(`${name}.`)) continue;
    const [index = '', ...field] = key.slice(name.length + 1).split('.');
    const structure = found.get(Number(index)) ?? {};
    structure[field.join('.')] = value;
    found.set(Number(index), structure);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, structure]) => structure);
}

/** Answers a query-protocol action with the XML of its result. */
export function replyQuery(response: ServerResponse, namespace: string, action: string, result: string): void {
  const metadata = xml('ResponseMetadata', xml('RequestId', escapeXml(randomUUID())));
  sendXml(
    response,
    200,
    `<${action}Response xmlns="${namespace}">${xml(`${action}Result`, result)}${metadata}</${action}Response>`,
  );
}

/** Answers an error in the query protocol; anything but a ServiceError becomes InternalFailure (500). */
export function failQuery(response: ServerResponse, namespace: string, error: unknown): void {
  const failure = asServiceError(error);
  const fault =
    xml('Type', failure.status < 500 ? 'Sender' : 'Receiver') +
    xml('Code', escapeXml(failure.queryCode)) +
    xml('Message', escapeXml(failure.message));
  sendXml(
    response,
    failure.status,
    `<ErrorResponse xmlns="${namespace}">${xml('Error', fault)}${xml('RequestId', randomUUID())}</ErrorResponse>`,
  );
}

/** Answers an XML document. */
export function sendXml(
  response: ServerResponse,
  status: number,
  document: string,
  headers: Record<string, string> = {},
): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${document}`;
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** An XML element around content that is XML already. */
export function xml(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Text made safe as XML character data; control characters become references, as S3 writes them. */
export function escapeXml(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped
  return value.replace(/[&<>"'\u0000-\u001f]/g, (character) => XML_NAMES[character] ?? `&#${character.charCodeAt(0)};`);
}

const XML_NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** The error itself when it is one an SDK can be told, or InternalFailure (500) with its message. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('InternalFailure', error instanceof Error ? error.message : 'internal failure', 500);
}
