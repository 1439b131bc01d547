import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Resource } from '../template.ts';

const EdgeFunctionProperties = z.strictObject({
  Name: z.string(),
  AutoPublish: z.boolean().optional(),
  FunctionCode: z.string(),
  FunctionConfig: z.strictObject({ Comment: z.string(), Runtime: z.enum(['cloudfront-js-1.0', 'cloudfront-js-2.0']) }),
});

const Answer = z.looseObject({ uri: z.string() });

/** A CloudFront Function may use 1 ms; it gets more here, where a whole process starts up beside it. */
const TIMEOUT_MS = 2_000;

/** What a request is for an edge function. */
export type EdgeRequest = Readonly<{ method: string; uri: string; headers: Readonly<Record<string, string>> }>;

/**
 * A CloudFront Function at viewer request: gives the address to ask the origin for. It runs in a context without anything of Node's.
 * @throws Error when it answers by itself instead of passing a request on, which is not supported
 */
export const createEdgeFunction = (resource: Resource): ((request: EdgeRequest) => string) => {
  const { FunctionCode: code } = propertiesOf(EdgeFunctionProperties, resource);
  const script = new Script(`${code}\n;JSON.stringify(handler(JSON.parse(input)))`);
  return ({ method, uri, headers }) => {
    const request = {
      method,
      uri,
      querystring: {},
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
      cookies: {},
    };
    const event = { version: '1.0', context: { eventType: 'viewer-request' }, viewer: { ip: '127.0.0.1' }, request };
    const context = createContext({ input: JSON.stringify(event) });
    const answer: unknown = script.runInContext(context, { timeout: TIMEOUT_MS });
    const parsed = Answer.safeParse(JSON.parse(String(answer)));
    if (!parsed.success) throw new Error(`${resource.path} answers by itself, which the local cloud does not support`);
    return parsed.data.uri;
  };
};
