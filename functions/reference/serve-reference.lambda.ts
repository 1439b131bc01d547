import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { allRoutes, referenceRoutes } from './contract.ts';
import { Environment } from './serve-reference.environment.ts';
import { createServeReference } from './serve-reference.ts';

const API_VERSION = '1.0.0';
const { PUBLIC_ORIGIN: origin } = readEnvironment(Environment);
const routes = Object.values(allRoutes);

export const handler = createApi({
  routes: referenceRoutes,
  handlers: createServeReference({ routes, version: API_VERSION, origin }),
  log: createLog('reference'),
});
