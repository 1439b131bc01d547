import type * as z from 'zod';
import type { Permission } from '../permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of the API as data: the handler, API Gateway, the OpenAPI document and the tests all read it. */
export type Route = Readonly<{
  operationId: string;
  method: Method;
  /** Path below `/api/v1` (or from the root when `root` is set), parameters in braces. */
  path: string;
  root?: boolean;
  /** The function that serves it, as `<area>/<verb-noun>`. */
  servedBy: string;
  summary: string;
  /** What the caller must be allowed to do; `public` routes take no credentials. */
  permission: Permission | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Success status and, unless there is no content, the body's schema. A 302 or 303 answers with a `location` header. */
  status: 200 | 201 | 202 | 204 | 302 | 303;
  response?: z.ZodType;
  /** Content type of the answer when it is not JSON. */
  produces?: string;
  /** Streams its answer (API Gateway response streaming). */
  streams?: boolean;
  tag: string;
  /** A request and its answer, shown in the OpenAPI document. */
  example?: Readonly<{ request?: unknown; response: unknown }>;
}>;

/** Keeps each route's own types while checking that it is one. */
export const defineRoutes = <const Routes extends Readonly<Record<string, Route>>>(routes: Routes): Routes => routes;
