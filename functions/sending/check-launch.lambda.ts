import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './check-launch.environment.ts';
import { createCheckLaunch } from './check-launch.ts';
import { buildPreflight } from './preflight/build-preflight.ts';

const { TABLE_NAME, PUBLIC_ORIGIN } = readEnvironment(Environment);
const table = createTable({ name: TABLE_NAME });

export const handler = metered(
  createCheckLaunch({ preflight: buildPreflight({ table, origin: PUBLIC_ORIGIN, clock }) }),
);
