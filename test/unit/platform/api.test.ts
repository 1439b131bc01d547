import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod';
import { createApi } from '../../../functions/platform/http/api.ts';
import { problem } from '../../../functions/platform/http/problem.ts';
import { defineRoutes } from '../../../functions/platform/http/route.ts';
import { newId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';

const routes = defineRoutes({
  addThing: {
    operationId: 'addThing',
    method: 'POST',
    path: '/things/{size}',
    servedBy: 'x/y',
    tag: 'Things',
    summary: 'Add',
    permission: 'campaign:create',
    params: z.object({ size: z.coerce.number().int() }),
    query: z.object({ limit: z.coerce.number().max(10).default(5) }),
    body: z.strictObject({ name: z.string().min(2), nested: z.object({ n: z.number() }).optional() }),
    status: 201,
    response: z.object({ name: z.string(), size: z.number(), limit: z.number() }),
  },
});

const handler = createApi({
  routes,
  log: silentLog,
  handlers: {
    addThing: async ({ body, params, query }) => {
      if (body.name === 'explode') throw new Error('secret detail');
      if (body.name === 'taken') return problem(409, 'taken', 'That name is taken.');
      return { body: { ...params, ...query, name: body.name, leaked: 'never' } as never };
    },
  },
});

const principal = { workspaceId: newId(WorkspaceId, 'ws'), kind: 'key', id: 'k', role: 'member', mode: 'sandbox' };

const call = async (change: Partial<Record<'body' | 'size' | 'limit' | 'role' | 'method', string>> = {}) => {
  const event = {
    httpMethod: change.method ?? 'POST',
    resource: '/api/v1/things/{size}',
    path: `/api/v1/things/${change.size ?? '4'}`,
    headers: { 'Content-Type': 'application/json' },
    pathParameters: { size: change.size ?? '4' },
    queryStringParameters: change.limit === undefined ? null : { limit: change.limit },
    body: change.body ?? '{"name":"ok"}',
    isBase64Encoded: false,
    requestContext: {
      requestId: 'trace-1',
      authorizer: change.role === 'none' ? undefined : { ...principal, role: change.role ?? 'member' },
    },
  } as unknown as APIGatewayProxyEvent;
  const answer = await handler(event, { awsRequestId: 'r' } as Context);
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
};

test('a good request gets its parsed answer, without what the schema does not declare', async () => {
  expect(await call()).toMatchObject({ status: 201, body: { name: 'ok', size: 4, limit: 5 } });
  expect(JSON.stringify((await call()).body)).not.toContain('leaked');
});

test.each([
  ['malformed JSON', { body: '{"name":' }, 400, 'invalid_json', undefined],
  ['a missing field', { body: '{}' }, 400, 'invalid_request', 'name'],
  ['a wrong nested type', { body: '{"name":"ok","nested":{"n":"1"}}' }, 400, 'invalid_request', 'nested.n'],
  ['an unknown field', { body: '{"name":"ok","colour":1}' }, 400, 'invalid_request', 'body'],
  ['an array body', { body: '[]' }, 400, 'invalid_request', 'body'],
  ['a wrong query', { limit: '99' }, 400, 'invalid_request', 'query.limit'],
  ['a malformed id in the path', { size: 'abc' }, 404, 'not_found', undefined],
  ['no credentials', { role: 'none' }, 401, 'not_signed_in', undefined],
  ['a role that may not', { role: 'viewer' }, 403, 'not_allowed', undefined],
  ['a refusal by the handler', { body: '{"name":"taken"}' }, 409, 'taken', undefined],
  ['another method', { method: 'PATCH' }, 404, 'route_not_found', undefined],
])('%s is answered with a problem that says so', async (_what, change, status, errorCode, field) => {
  const answer = await call(change);
  expect(answer).toMatchObject({ status, body: { status, errorCode, traceId: 'trace-1' } });
  expect(answer.headers?.['content-type']).toContain('application/problem+json');
  if (field !== undefined) expect(answer.body.fieldErrors[0].field).toBe(field);
});

test('what nobody expected is a 500 that leaks nothing', async () => {
  const answer = await call({ body: '{"name":"explode"}' });
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});
