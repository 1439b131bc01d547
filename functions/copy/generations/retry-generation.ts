import type { SQSEvent } from 'aws-lambda';
import { type Problem, problem } from '../../platform/http/problem.ts';
import type { GenerationStore } from './generation-store.ts';
import { MOST_RETRIES, RetryRecord } from './retry-queue.ts';
import type { RunGeneration } from './run-generation.ts';

/**
 * Tries generations again that failed because models were down. Each record is tried once a receive: what fails again is put back by the work itself, until it has
 * been tried so often that it is given up with the last problem.
 */
export const createRetryGeneration =
  ({ run, store }: { run: RunGeneration; store: Pick<GenerationStore, 'get' | 'events' | 'resume' | 'fail'> }) =>
  async ({ Records }: Pick<SQSEvent, 'Records'>): Promise<void> => {
    for (const { body, messageId } of Records) {
      const { workspaceId, generationId } = RetryRecord.parse(JSON.parse(body));
      const found = await store.get(workspaceId, generationId);
      // Delivered again, or deleted meanwhile.
      if (found?.status !== 'queued') continue;
      const told = await store.events(workspaceId, generationId, 0);
      const failures = told.filter(({ event }) => event === 'error').length;
      if (failures > MOST_RETRIES) {
        const { retryId: _givenUp, ...last } = found.problem ?? GIVEN_UP;
        await store.fail(workspaceId, generationId, last);
        continue;
      }
      await store.resume(workspaceId, generationId);
      const { kind, request } = found;
      await run(
        { workspaceId, generationId, kind, request, traceId: messageId },
        () => undefined,
        told.at(-1)?.at ?? 0,
      );
    }
  };

const GIVEN_UP: Problem = problem(
  503,
  'models_unavailable',
  'The language models did not answer. Ask again later, or leave writer out.',
).problem;
