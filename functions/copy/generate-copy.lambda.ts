import { readEnvironment } from '../platform/environment.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './generate-copy.environment.ts';
import { createAdmitRequest } from './generations/admit-request.ts';
import { createCopyWork } from './generations/copy-work.ts';
import { createRequestLimit } from './generations/request-limit.ts';
import { createServeCopy } from './generations/serve-copy.ts';

const { table, store, run } = createCopyWork(readEnvironment(Environment), clock);
const admit = createAdmitRequest({ store, limit: createRequestLimit(table, clock) });

export const handler = streamed(createServeCopy({ admit, run, store }));
