import type { Route } from './route.ts';

/** A route's path as API Gateway names it (`event.resource`). */
export const gatewayPath = (route: Pick<Route, 'path' | 'root'>): string =>
  route.root === true ? route.path : `/api/v1${route.path}`;
