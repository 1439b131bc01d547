import type { Handlers } from '../platform/http/api.ts';
import type { Route } from '../platform/http/route.ts';
import type { referenceRoutes } from './contract.ts';
import { docsPage } from './docs-page.ts';
import { openApiDocument } from './openapi.ts';

/** Health, the OpenAPI document and its page. The document is made once a process. */
export const createServeReference = ({
  routes,
  version,
  origin,
}: {
  routes: readonly Route[];
  version: string;
  origin: string;
}): Handlers<typeof referenceRoutes> => {
  let document: ReturnType<typeof openApiDocument> | undefined;
  return {
    getHealth: () => Promise.resolve({ body: { status: 'ok' as const, version } }),
    getOpenApi: () => {
      document ??= openApiDocument(routes, version, origin);
      return Promise.resolve({ body: { ...document }, headers: { 'cache-control': 'public, max-age=300' } });
    },
    getDocs: () =>
      Promise.resolve({
        body: docsPage(routes, origin),
        headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
      }),
  };
};
