import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { siteAddress } from '../../contacts/site-address.ts';
import { readRequest } from '../../platform/http/api.ts';
import { notFound, problem } from '../../platform/http/problem.ts';
import { type Open, type StreamedAnswer, streamedAnswer } from '../../platform/http/streamed-answer.ts';
import { GenerationId, type WorkspaceId } from '../../platform/ids.ts';
import { SECOND } from '../../platform/time.ts';
import type { createAdmitRequest } from './admit-request.ts';
import { copyRoutes, KIND_BY_PATH } from './contract.ts';
import { answerOf } from './generation.ts';
import { eventId, type GenerationEvent, readEventId } from './generation-events.ts';
import { siteProblem } from './generation-problems.ts';
import type { GenerationStore } from './generation-store.ts';
import type { Order, RunGeneration } from './run-generation.ts';
import { tellEvents } from './tell-events.ts';

const ROUTES = {
  positioning: copyRoutes.writePositioning,
  email: copyRoutes.writeEmail,
  enrichment: copyRoutes.writeEnrichment,
  complete: copyRoutes.writeComplete,
} as const;
const KEEP_ALIVE_EVERY = 15 * SECOND;
const LOOK_EVERY = SECOND;

type Ports = Readonly<{
  admit: ReturnType<typeof createAdmitRequest>;
  run: RunGeneration;
  store: Pick<GenerationStore, 'get' | 'events' | 'result'>;
  pause?: (milliseconds: number) => Promise<void>;
}>;
type Remaining = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * Serves the four endpoints that write: as one JSON answer, or as events when the client accepts those. A client that comes back with `Last-Event-ID` goes on where
 * it was instead of beginning anew, and one that repeats its idempotency key gets what it got.
 */
export const createServeCopy =
  ({ admit, run, store, pause = wait }: Ports) =>
  async (event: APIGatewayProxyEvent, open: Open, context: Remaining): Promise<void> => {
    const traceId = event.requestContext.requestId;
    const answer = streamedAnswer(open, traceId);
    const kind = KIND_BY_PATH.get(event.resource);
    if (kind === undefined) {
      answer.problem(problem(404, 'route_not_found', `There is nothing at ${event.path}.`));
      return;
    }
    const read = await readRequest(ROUTES[kind], event, traceId);
    if ('problem' in read) {
      answer.problem(read);
      return;
    }
    const { body: request, headers } = read;
    const { workspaceId } = read.principal;
    const streams = (headers['accept'] ?? '').includes('text/event-stream');
    const follow = (generationId: GenerationId, after: number, more: Readonly<Record<string, string>> = {}) =>
      streams
        ? tellEvents({ store, answer, workspaceId, generationId, after, context, pause, headers: more })
        : answerWhenDone({ store, answer, workspaceId, generationId, context, pause });

    const cameBack = readEventId(headers['last-event-id']);
    if (cameBack !== undefined && streams) {
      const generationId = GenerationId.parse(cameBack.generationId);
      if ((await store.get(workspaceId, generationId)) === undefined)
        answer.problem(notFound('generation', generationId));
      else await follow(generationId, cameBack.at);
      return;
    }
    const address = siteAddress(request.websiteUrl);
    if (address === undefined && !/\blocalhost\b/i.test(request.websiteUrl)) {
      answer.problem({ problem: siteProblem({ ok: false, reason: 'bad_url', tried: [], detail: BAD_URL }) });
      return;
    }
    const admitted = await admit(workspaceId, kind, request, headers['idempotency-key']);
    if (admitted.is === 'refused') answer.problem(admitted.reply, admitted.headers);
    else if (admitted.is === 'known') await follow(admitted.generationId, 0, admitted.headers);
    else {
      const order: Order = { workspaceId, generationId: admitted.generationId, kind, request, traceId };
      await (streams ? runAsEvents : runAsJson)(run, order, answer, admitted.headers);
    }
  };

const BAD_URL = 'websiteUrl: is not the address of a website. Give one like https://example.com.';
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const locationOf = (generationId: string) => ({ location: `/api/v1/generations/${generationId}` });

type Headers = Readonly<Record<string, string>>;

const runAsJson = async (run: RunGeneration, order: Order, answer: StreamedAnswer, headers: Headers): Promise<void> => {
  const generated = await run(order, () => undefined);
  if (generated.ok) answer.json(answerOf(generated.result), { ...headers, ...locationOf(order.generationId) });
  else answer.problem(generated, headers);
};

/** Tells the work's events as they come; it goes on to its end when nobody listens any more. */
const runAsEvents = async (
  run: RunGeneration,
  order: Order,
  answer: StreamedAnswer,
  headers: Headers,
): Promise<void> => {
  const stream = answer.events({ ...headers, ...locationOf(order.generationId) });
  const alive = setInterval(() => {
    stream.keepAlive();
  }, KEEP_ALIVE_EVERY);
  const hear = ({ at, event, data }: GenerationEvent): void => {
    stream.write({ id: eventId(order.generationId, at), event, data });
  };
  try {
    await run(order, hear);
  } finally {
    clearInterval(alive);
    stream.end();
  }
};

/** The answer of a generation that another request began, once it is there. */
const answerWhenDone = async ({
  store,
  answer,
  workspaceId,
  generationId,
  context,
  pause,
}: Pick<Ports, 'store'> &
  Readonly<{
    answer: StreamedAnswer;
    workspaceId: WorkspaceId;
    generationId: GenerationId;
    context: Remaining;
    pause: (milliseconds: number) => Promise<void>;
  }>): Promise<void> => {
  for (;;) {
    const state = await store.get(workspaceId, generationId);
    if (state === undefined) {
      answer.problem(notFound('generation', generationId));
      return;
    }
    const result = state.status === 'done' ? await store.result(workspaceId, generationId) : undefined;
    if (result !== undefined) {
      answer.json(answerOf(result), locationOf(generationId));
      return;
    }
    if (state.problem !== null) {
      answer.problem({ problem: state.problem });
      return;
    }
    if (context.getRemainingTimeInMillis() < 2 * LOOK_EVERY) {
      answer.problem(STILL_WRITING);
      return;
    }
    await pause(LOOK_EVERY);
  }
};

const STILL_WRITING = problem(503, 'still_writing', 'This is still being written. Ask again with the same key.', {
  retryAfter: 5,
});
