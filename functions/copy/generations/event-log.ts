import type { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import type { Clock } from '../../platform/time.ts';
import type { GenerationEvent, Tell } from './generation-events.ts';
import type { GenerationStore } from './generation-store.ts';

/** Events are written together, at most so often: a stream of deltas would else cost a write for each few letters. */
const WRITE_EVERY = 500;

export type EventLog = Readonly<{ tell: Tell /** Writes what is not written yet. */; flush: () => Promise<void> }>;

/** Numbers the events of one generation, hands each on at once and keeps them in batches. A write that fails is not the work's failure. */
export const createEventLog = ({
  store,
  workspaceId,
  generationId,
  clock,
  hear,
  after = 0,
}: {
  store: Pick<GenerationStore, 'keepEvents'>;
  workspaceId: WorkspaceId;
  generationId: GenerationId;
  clock: Clock;
  hear: (event: GenerationEvent) => void;
  /** The number of the last event of an earlier attempt. */
  after?: number;
}): EventLog => {
  let at = after;
  let waiting: GenerationEvent[] = [];
  let lastWrite = clock();
  let writing: Promise<void> = Promise.resolve();
  const write = (): void => {
    const batch = waiting;
    waiting = [];
    lastWrite = clock();
    writing = writing.then(() => store.keepEvents(workspaceId, generationId, batch)).catch(() => undefined);
  };
  return {
    tell: (event, data) => {
      at += 1;
      const told = { at, event, data };
      waiting.push(told);
      hear(told);
      if (clock() - lastWrite >= WRITE_EVERY) write();
    },
    flush: async () => {
      write();
      await writing;
    },
  };
};
