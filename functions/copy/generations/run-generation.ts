import type { Problem } from '../../platform/http/problem.ts';
import { problem } from '../../platform/http/problem.ts';
import type { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { Clock } from '../../platform/time.ts';
import type { CopyRequest } from './copy-request.ts';
import { createEventLog } from './event-log.ts';
import type { GenerateCopy, Generated } from './generate-copy.ts';
import type { CopyPackage, Kind } from './generation.ts';
import type { GenerationEvent } from './generation-events.ts';
import type { GenerationStore } from './generation-store.ts';

export type Order = Readonly<{
  workspaceId: WorkspaceId;
  generationId: GenerationId;
  kind: Kind;
  request: CopyRequest;
  traceId: string;
}>;

/** Puts a generation where it is tried again by itself. */
export type TryAgain = (order: Pick<Order, 'workspaceId' | 'generationId'>) => Promise<void>;

export type RunGeneration = (
  order: Order,
  hear: (event: GenerationEvent) => void,
  /** The number of the last event of an earlier attempt. */
  after?: number,
) => Promise<Readonly<{ ok: true; result: CopyPackage } | { ok: false; problem: Problem; again: boolean }>>;

/**
 * Does the work of a generation and keeps what it tells and brings. Whoever listens may go: the work is done to its end. What fails because models are down is tried
 * again later, when `tryAgain` is given.
 */
export const createRunGeneration = ({
  generate,
  store,
  tryAgain,
  clock,
  log,
}: {
  generate: GenerateCopy;
  store: Pick<GenerationStore, 'keepResult' | 'done' | 'fail' | 'queue' | 'keepEvents'>;
  tryAgain?: TryAgain;
  clock: Clock;
  log: Log;
}): RunGeneration => {
  const attempt = async (order: Order, tell: Parameters<GenerateCopy>[1]): Promise<Generated> => {
    try {
      return await generate(order, tell);
    } catch (error) {
      log.error('A generation failed', { traceId: order.traceId, workspaceId: order.workspaceId, error });
      return { ok: false, problem: FAILED, again: false };
    }
  };

  return async (order, hear, after = 0) => {
    const { workspaceId, generationId, kind, traceId } = order;
    const events = createEventLog({ store, workspaceId, generationId, clock, hear, after });
    const generated = await attempt(order, events.tell);
    if (generated.ok) {
      await store.keepResult(workspaceId, generationId, generated.result);
      events.tell('done', { generationId, kind, metadata: generated.result.metadata });
      // Whoever follows stops when the state says done, so the events must stand before it.
      await events.flush();
      await store.done(workspaceId, generationId, generated.result.companyName);
      return generated;
    }
    const queued = generated.again && tryAgain !== undefined;
    const { retryId: _queuedOnly, ...rest } = generated.problem;
    const told: Problem = { ...(queued ? generated.problem : rest), traceId };
    events.tell('error', told);
    await events.flush();
    if (queued) {
      await store.queue(workspaceId, generationId, told);
      await tryAgain({ workspaceId, generationId });
    } else await store.fail(workspaceId, generationId, told);
    return { ok: false, problem: told, again: queued };
  };
};

const FAILED: Problem = problem(
  500,
  'internal',
  'The copy was not written. Nothing was half done; it is safe to try again.',
).problem;
