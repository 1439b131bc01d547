import type { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import { type GenerationEvent, isLast } from './generation-events.ts';
import type { GenerationStore } from './generation-store.ts';

const LOOK_EVERY = 500;

/**
 * The events of a generation that another function works on, from number `after` on until its last one. Ends quietly when the caller goes, when time is up, or
 * when the events are gone and only the result is left.
 */
export async function* followGeneration({
  store,
  workspaceId,
  generationId,
  after,
  goesOn,
  pause,
}: {
  store: Pick<GenerationStore, 'events' | 'get'>;
  workspaceId: WorkspaceId;
  generationId: GenerationId;
  after: number;
  /** Whether there is still somebody to tell and time to do it. */
  goesOn: () => boolean;
  pause: (milliseconds: number) => Promise<void>;
}): AsyncGenerator<GenerationEvent | 'nothing yet'> {
  let seen = after;
  for (;;) {
    // The state first: what was told before it changed is then read for certain.
    const state = await store.get(workspaceId, generationId);
    const events = await store.events(workspaceId, generationId, seen);
    for (const event of events) {
      seen = event.at;
      yield event;
    }
    if (events.some(isLast) && state?.status !== 'queued' && state?.status !== 'running') return;
    if (state === undefined || state.status === 'done' || state.status === 'failed') return;
    if (!goesOn()) return;
    if (events.length === 0) yield 'nothing yet';
    await pause(LOOK_EVERY);
  }
}
