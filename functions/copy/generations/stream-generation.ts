import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { readRequest } from '../../platform/http/api.ts';
import { notFound } from '../../platform/http/problem.ts';
import { type Open, streamedAnswer } from '../../platform/http/streamed-answer.ts';
import { generationEventRoutes } from './contract.ts';
import { readEventId } from './generation-events.ts';
import type { GenerationStore } from './generation-store.ts';
import { tellEvents } from './tell-events.ts';

/** Streams the kept and coming events of a generation to a client that was away, from its `Last-Event-ID` on or from the first. */
export const createStreamGeneration =
  ({
    store,
    pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  }: {
    store: Pick<GenerationStore, 'get' | 'events'>;
    pause?: (milliseconds: number) => Promise<void>;
  }) =>
  async (
    event: APIGatewayProxyEvent,
    open: Open,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<void> => {
    const answer = streamedAnswer(open, event.requestContext.requestId);
    const read = await readRequest(generationEventRoutes.streamGeneration, event, event.requestContext.requestId);
    if ('problem' in read) {
      answer.problem(read);
      return;
    }
    const { workspaceId } = read.principal;
    const { generationId } = read.params;
    if ((await store.get(workspaceId, generationId)) === undefined) {
      answer.problem(notFound('generation', generationId));
      return;
    }
    const last = readEventId(read.headers['last-event-id']);
    const after = last?.generationId === generationId ? last.at : 0;
    await tellEvents({ store, answer, workspaceId, generationId, after, context, pause });
  };
