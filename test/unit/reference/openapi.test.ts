import type { Route } from '../../../functions/platform/http/route.ts';
import { ROLE_PERMISSIONS } from '../../../functions/platform/permissions.ts';
import { allRoutes } from '../../../functions/reference/contract.ts';
import { openApiDocument } from '../../../functions/reference/openapi.ts';

const routes = Object.values(allRoutes);
const document = openApiDocument(routes, '1.0.0', 'http://localhost:4000') as {
  paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;
};

test('every route is in the document once, with its parameters', () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    routes.map(({ operationId }) => operationId).sort(),
  );
  for (const [path, methods] of Object.entries(document.paths))
    for (const { parameters } of Object.values(methods)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(named);
    }
});

test('no two routes share method and path, and operation ids are the names they stand under', () => {
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  for (const [name, route] of Object.entries(allRoutes)) expect(route.operationId).toBe(name);
});

test('every route that is not public asks for a permission that the owner has and that someone lacks or all may', () => {
  for (const route of routes) {
    if (route.permission === 'public') continue;
    const [resource, action] = route.permission.split(':') as [keyof (typeof ROLE_PERMISSIONS)['owner'], string];
    const letter = { create: 'c', read: 'r', update: 'u', delete: 'd', execute: 'x' }[action] ?? '';
    expect(ROLE_PERMISSIONS.owner[resource]).toContain(letter);
  }
});

test('viewers change nothing', () => {
  for (const route of routes)
    if (route.permission !== 'public' && !route.permission.endsWith(':read')) {
      const [resource] = route.permission.split(':') as [keyof (typeof ROLE_PERMISSIONS)['viewer']];
      expect(ROLE_PERMISSIONS.viewer[resource].replace('r', '')).toBe('');
    }
});

test('examples of requests and answers are of the schemas they stand beside', () => {
  const all: readonly Route[] = routes;
  const withExamples = all.filter(({ example }) => example !== undefined);
  expect(withExamples.map(({ path }) => path)).toEqual([
    '/campaigns/positioning',
    '/campaigns/email',
    '/campaigns/enrichment',
    '/campaigns/complete',
  ]);
  for (const { body, response, example } of withExamples) {
    body?.parse(example?.request);
    expect(response?.parse(example?.response)).toEqual(example?.response);
  }
});

test('the endpoints that write have their examples and the stream of events in the document', () => {
  const { post } = document.paths['/api/v1/campaigns/complete'] as unknown as {
    post: {
      requestBody: { content: Record<string, { example?: unknown }> };
      responses: Record<string, { content: Record<string, { example?: unknown }> }>;
    };
  };
  expect(post.requestBody.content['application/json']?.example).toBeDefined();
  expect(post.responses['200']?.content['application/json']?.example).toBeDefined();
  expect(Object.keys(post.responses['200']?.content ?? {})).toContain('text/event-stream');
});
