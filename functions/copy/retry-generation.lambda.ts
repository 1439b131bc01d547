import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCopyWork } from './generations/copy-work.ts';
import { createRetryGeneration } from './generations/retry-generation.ts';
import { Environment } from './retry-generation.environment.ts';

const { store, run } = createCopyWork(readEnvironment(Environment), clock);

export const handler = metered(createRetryGeneration({ run, store }));
