import * as z from 'zod';
import { gatewayPath } from '../platform/http/gateway-path.ts';
import { Problem } from '../platform/http/problem.ts';
import type { Route } from '../platform/http/route.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return json;
};

const parametersOf = (place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] =>
  schema === undefined
    ? []
    : Object.entries(schema.shape).map(([name, field]) => ({
        name,
        in: place,
        required: place === 'path' || !z.safeParse(z.object({ [name]: field as z.ZodType }), {}).success,
        schema: schemaOf(field as z.ZodType, 'input'),
      }));

const problemResponse = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const exampleOf = (example: unknown): Json => (example === undefined ? {} : { example });

const operation = (route: Route): Json => ({
  operationId: route.operationId,
  summary: route.summary,
  tags: [route.tag],
  ...(route.permission === 'public' ? { security: [] } : { 'x-permission': route.permission }),
  parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
  ...(route.body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: schemaOf(route.body, 'input'), ...exampleOf(route.example?.request) },
          },
        },
      }),
  responses: {
    [route.status]:
      route.response === undefined
        ? { description: 'Done' }
        : {
            description: 'Success',
            content: {
              [route.produces?.split(';')[0] ?? 'application/json']: {
                schema: schemaOf(route.response, 'output'),
                ...exampleOf(route.example?.response),
              },
              // What streams and is not a stream of events by nature answers either, as the client accepts.
              ...(route.streams === true && route.produces === undefined
                ? { 'text/event-stream': { schema: { type: 'string' } } }
                : {}),
            },
          },
    ...(route.body === undefined && route.query === undefined
      ? {}
      : { 400: problemResponse('A field is wrong; `fieldErrors` names it') }),
    ...(route.permission === 'public'
      ? {}
      : { 401: problemResponse('No valid credential'), 403: problemResponse('The role may not do this') }),
    ...(route.params === undefined ? {} : { 404: problemResponse('Not in this workspace') }),
    429: problemResponse('Over the rate or quota of the plan'),
    default: problemResponse('Any other failure'),
  },
});

/** The OpenAPI 3.1 document of these routes, made from their zod schemas. */
export const openApiDocument = (routes: readonly Route[], version: string, origin: string): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = gatewayPath(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline API',
      version,
      description: 'From who should we talk to, to which message made this sale. Every error is a problem (RFC 9457).',
    },
    servers: [{ url: origin }],
    security: [{ apiKey: [] }, { signIn: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer tl_…`' },
        signIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of the sign-in' },
      },
    },
  };
};
