import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { generationRoutes } from './generations/contract.ts';
import { createGenerationStore } from './generations/generation-store.ts';
import { createServeGenerations } from './generations/serve-generations.ts';
import { createSharedLinks } from './generations/shared-links.ts';
import { Environment } from './serve-generations.environment.ts';

const { TABLE_NAME: name, PUBLIC_ORIGIN: origin } = readEnvironment(Environment);
const table = createTable({ name });
const [store, links] = [createGenerationStore(table, clock), createSharedLinks(table, clock)];

export const handler = createApi({
  routes: generationRoutes,
  handlers: createServeGenerations({ store, links, origin }),
  log: createLog('copy'),
});
