import { readEnvironment } from '../platform/environment.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createGenerationStore } from './generations/generation-store.ts';
import { createStreamGeneration } from './generations/stream-generation.ts';
import { Environment } from './stream-generation.environment.ts';

const store = createGenerationStore(createTable({ name: readEnvironment(Environment).TABLE_NAME }), clock);

export const handler = streamed(createStreamGeneration({ store }));
