import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { HEAD_END } from '../lambda/response-streaming.ts';
import { isBinary } from './proxy-event.ts';

const HeaderValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a function must answer to a proxy integration; anything else is a 502, as in API Gateway. */
const ProxyAnswer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), HeaderValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(HeaderValue)).nullish(),
  body: z.union([z.string(), z.number()]).nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const StreamHead = z.object({
  statusCode: z.coerce.number().int().min(100).max(599).default(200),
  headers: z.record(z.string(), HeaderValue).default({}),
  multiValueHeaders: z.record(z.string(), z.array(HeaderValue)).default({}),
  cookies: z.array(z.string()).default([]),
});

/** Headers that API Gateway renames in answers of functions. Source: developer guide, "Amazon API Gateway important notes". */
const REMAPPED = new Set(['connection', 'date', 'host', 'server', 'transfer-encoding', 'upgrade', 'www-authenticate']);

const answerHeaders = (
  single: Readonly<Record<string, string>>,
  multiple: Readonly<Record<string, readonly string[]>>,
): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  const given: [string, string | readonly string[]][] = [...Object.entries(single), ...Object.entries(multiple)];
  for (const [name, value] of given) {
    const lower = name.toLowerCase();
    if (lower === 'content-length') continue;
    headers[REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : lower] = typeof value === 'string' ? value : [...value];
  }
  return headers;
};

/** Answers with what a function returned; gives false, having sent nothing, when that is no proxy answer. */
export const answerProxy = (
  response: ServerResponse,
  payload: string,
  requestId: string,
  accepts: string | undefined,
  binaryMediaTypes: readonly string[],
): boolean => {
  const parsed = ProxyAnswer.safeParse(JSON.parse(payload));
  if (!parsed.success) return false;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const text = String(body ?? '');
  const [firstAccepted] = (accepts ?? '').split(',');
  const answered = answerHeaders(headers ?? {}, multiValueHeaders ?? {});
  const type = answered['content-type'];
  const decode =
    isBase64Encoded === true &&
    (isBinary(binaryMediaTypes, firstAccepted) || (typeof type === 'string' && isBinary(binaryMediaTypes, type)));
  const bytes = Buffer.from(text, decode ? 'base64' : 'utf8');
  const mayHaveBody = statusCode !== 204 && statusCode !== 304 && statusCode >= 200;
  response.writeHead(statusCode, {
    'content-type': 'application/json',
    ...answered,
    'x-amzn-requestid': requestId,
    ...(mayHaveBody ? { 'content-length': bytes.length } : {}),
  });
  response.end(mayHaveBody ? bytes : undefined);
  return true;
};

/**
 * Passes a streamed answer on as it comes: first the head (JSON, ended by eight zero bytes), then the body, nothing held back.
 * Source: API Gateway developer guide, "Stream the integration response for your proxy integrations".
 */
export const createStreamAnswer = (response: ServerResponse, requestId: string) => {
  let head = Buffer.alloc(0);
  let begun = false;
  let malformed = false;

  const begin = (bytes: Buffer): void => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end < 0) return;
    const parsed = StreamHead.safeParse(parsedJson(head.subarray(0, end).toString('utf8')));
    if (!parsed.success) {
      malformed = true;
      return;
    }
    const { statusCode, headers, multiValueHeaders, cookies } = parsed.data;
    begun = true;
    response.writeHead(statusCode, {
      ...answerHeaders(headers, { ...multiValueHeaders, ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) }),
      'x-amzn-requestid': requestId,
    });
    response.flushHeaders();
    const rest = head.subarray(end + HEAD_END.length);
    if (rest.length > 0) response.write(rest);
  };

  return {
    take: (bytes: Uint8Array): void => {
      if (malformed || response.destroyed) return;
      if (begun) response.write(bytes);
      else begin(Buffer.from(bytes));
    },
    /** Whether the head was sent; a failure after that can only cut the answer off. */
    begun: (): boolean => begun,
  };
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
