import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import { metered } from '../invocation.ts';
import type { Log } from '../log.ts';
import { gatewayPath } from './gateway-path.ts';
import { mayDo, Principal } from './principal.ts';
import { invalidFields, type Problem, type ProblemReply, problem } from './problem.ts';
import type { Route } from './route.ts';

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

export type Request<R extends Route> = Readonly<{
  principal: R['permission'] extends 'public' ? undefined : Principal;
  params: Output<R['params']>;
  query: Output<R['query']>;
  body: Output<R['body']>;
  headers: Readonly<Record<string, string>>;
  traceId: string;
}>;

export type Reply<R extends Route> =
  | Readonly<{ body: Input<R['response']>; headers?: Readonly<Record<string, string>> }>
  | ProblemReply;

export type Handlers<Routes extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Routes]: (request: Request<Routes[Name]>) => Promise<Reply<Routes[Name]>>;
};

/** What every answer of ours carries. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

/**
 * Serves a set of routes behind API Gateway (REST proxy events): finds the route, parses path, query and body, checks the permission,
 * calls the handler, and passes its answer through the response schema so that nothing undeclared leaks. Every failure is a problem.
 */
export const createApi = <Routes extends Readonly<Record<string, Route>>>({
  routes,
  handlers,
  log,
}: {
  routes: Routes;
  handlers: Handlers<Routes>;
  log: Log;
}) => {
  const byOperation = new Map<string, { route: Route; handle: (request: unknown) => Promise<unknown> }>();
  for (const name of Object.keys(routes)) {
    const route = routes[name];
    const handle = handlers[name];
    if (route === undefined || handle === undefined) throw new Error(`Route ${name} has no handler`);
    byOperation.set(`${route.method} ${gatewayPath(route)}`, {
      route,
      handle: handle as (request: unknown) => Promise<unknown>,
    });
  }

  const serve = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    const traceId = event.requestContext.requestId || context.awsRequestId;
    const found = byOperation.get(`${event.httpMethod} ${event.resource}`);
    if (found === undefined)
      return answerProblem(problem(404, 'route_not_found', `There is nothing at ${event.path}.`), traceId);
    const started = Date.now();
    const page = asksForPage(found.route, event);
    try {
      const read = await readRequest(found.route, event, traceId);
      const reply = 'problem' in read ? read : ((await found.handle(read)) as Reply<Route>);
      if ('problem' in reply) return await answerProblem(reply, traceId, page);
      return answer(found.route, reply, traceId);
    } catch (error) {
      log.error('A request failed', {
        traceId,
        route: found.route.operationId,
        error,
        durationMs: Date.now() - started,
      });
      return await answerProblem(
        problem(500, 'internal', 'The request was not carried out. Nothing was half done; it is safe to try again.'),
        traceId,
        page,
      );
    }
  };
  return metered(serve);
};

/** A route's request from its event: credentials, permission, path, query and body checked; a problem where one of them is wrong. */
export const readRequest = async <R extends Route>(
  route: R,
  event: APIGatewayProxyEvent,
  traceId: string,
): Promise<Request<R> | ProblemReply> => {
  const principal =
    route.permission === 'public' ? undefined : Principal.safeParse(event.requestContext.authorizer ?? {}).data;
  if (route.permission !== 'public') {
    if (principal === undefined)
      return problem(401, 'not_signed_in', 'Send an API key as `Authorization: Bearer tl_…` or sign in.');
    if (!mayDo(principal, route.permission))
      return problem(403, 'not_allowed', `The role ${principal.role} may not do ${route.permission}.`);
  }
  const query = { ...event.queryStringParameters };
  const body = route.body === undefined ? undefined : readBody(event);
  if (body !== undefined && !body.ok) return body.reply;
  const parts = [
    ['path', route.params, event.pathParameters ?? {}],
    ['query', route.query, query],
    ['body', route.body, body?.value],
  ] as const;
  const values: unknown[] = [];
  for (const [place, schema, value] of parts) {
    if (schema === undefined) {
      values.push(undefined);
      continue;
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      // A malformed id in the path can name nothing that exists.
      if (place === 'path') return problem(404, 'not_found', `There is nothing at ${event.path}.`);
      // Seldom needed, so loaded when it is.
      const { fieldErrorsOf } = await import('./field-errors.ts');
      return invalidFields(fieldErrorsOf(parsed.error, place));
    }
    values.push(parsed.data);
  }
  const headers = Object.fromEntries(
    Object.entries(event.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  );
  return { principal, params: values[0], query: values[1], body: values[2], headers, traceId } as Request<R>;
};

type ReadBody = Readonly<{ ok: true; value: unknown } | { ok: false; reply: ProblemReply }>;

const readBody = (event: APIGatewayProxyEvent): ReadBody => {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (text.trim() === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      ok: false,
      reply: problem(
        400,
        'invalid_json',
        `The body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
      ),
    };
  }
};

const answer = (
  route: Route,
  reply: Readonly<{ body: unknown; headers?: Readonly<Record<string, string>> }>,
  traceId: string,
): APIGatewayProxyResult => {
  const headers = { ...SECURITY_HEADERS, 'x-trace-id': traceId, ...reply.headers };
  if (route.response === undefined) return { statusCode: route.status, headers, body: '' };
  const body = route.response.parse(reply.body);
  return route.produces === undefined
    ? {
        statusCode: route.status,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body: JSON.stringify(body),
      }
    : {
        statusCode: route.status,
        headers: { 'content-type': route.produces, ...headers },
        body: String(body),
      };
};

/** Whether a problem is read by a person who followed a link in a browser: the route gives pages, and the client asks for one. */
const asksForPage = (
  { permission, produces = '' }: Route,
  { headers }: Pick<APIGatewayProxyEvent, 'headers'>,
): boolean =>
  permission === 'public' &&
  produces.startsWith('text/html') &&
  Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'accept' && /\btext\/html\b/i.test(value ?? ''),
  );

/** A problem as JSON, or as a page for whoever followed a public link in a browser. */
const answerProblem = async (
  { problem: details }: ProblemReply,
  traceId: string,
  page = false,
): Promise<APIGatewayProxyResult> => {
  const body: Problem = { ...details, traceId };
  // Seldom needed, so loaded when it is.
  const asPage = page ? await import('./problem-page.ts') : undefined;
  return {
    statusCode: details.status,
    headers: {
      ...(asPage?.PROBLEM_PAGE_HEADERS ?? { 'content-type': 'application/problem+json; charset=utf-8' }),
      'x-trace-id': traceId,
      ...SECURITY_HEADERS,
      ...(details.retryAfter === undefined ? {} : { 'retry-after': String(details.retryAfter) }),
    },
    body: asPage?.problemPage(body) ?? JSON.stringify(body),
  };
};
