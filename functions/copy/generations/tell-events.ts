import type { Context } from 'aws-lambda';
import type { StreamedAnswer } from '../../platform/http/streamed-answer.ts';
import type { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import { SECOND } from '../../platform/time.ts';
import { followGeneration } from './follow-generation.ts';
import { eventId } from './generation-events.ts';
import type { GenerationStore } from './generation-store.ts';

/** Stop before Lambda does, so that the client sees a clean end and comes back. */
const LEAVE_BEFORE_TIMEOUT = 5 * SECOND;
/** Looks without news between two signs of life. */
const LOOKS_TO_KEEP_ALIVE = 20;

/** Tells the kept events of a generation from number `after` on, and those that come, until its last. */
export const tellEvents = async ({
  store,
  answer,
  workspaceId,
  generationId,
  after,
  context,
  pause,
  headers = {},
}: Readonly<{
  store: Pick<GenerationStore, 'get' | 'events'>;
  answer: StreamedAnswer;
  workspaceId: WorkspaceId;
  generationId: GenerationId;
  after: number;
  context: Pick<Context, 'getRemainingTimeInMillis'>;
  pause: (milliseconds: number) => Promise<void>;
  headers?: Readonly<Record<string, string>>;
}>): Promise<void> => {
  const stream = answer.events(headers);
  const goesOn = (): boolean => !stream.isGone() && context.getRemainingTimeInMillis() > LEAVE_BEFORE_TIMEOUT;
  let quiet = 0;
  for await (const found of followGeneration({ store, workspaceId, generationId, after, goesOn, pause })) {
    if (found === 'nothing yet') {
      quiet += 1;
      if (quiet % LOOKS_TO_KEEP_ALIVE === 0) stream.keepAlive();
    } else stream.write({ id: eventId(generationId, found.at), event: found.event, data: found.data });
  }
  stream.end();
};
