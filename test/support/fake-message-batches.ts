import type { ServerResponse } from 'node:http';
import { CLAUDE_USAGE, claudeMessage } from './fake-model-api.ts';

type Request = Readonly<{ custom_id: string; params: Record<string, unknown> }>;
type Outcome = Readonly<{ text: string }> | 'errored' | 'canceled' | 'expired';
type Batch = Readonly<{ id: string; createdAt: number; requests: readonly Request[] }> & {
  ended: boolean;
  cancelling: boolean;
};
type Asked = Readonly<{ method: string; path: string; body: Record<string, unknown>; origin: string }>;

/** What becomes of the next creation: taken; refused with a status; taken, though the answer is lost; or lost on the way. */
export type Creation = 'taken' | number | 'answer_lost' | 'lost';

/** What becomes of a question about batches that there are: answered; refused with a status; or cut off in the middle of the answer. */
export type Look = 'answered' | number | 'cut';

/** Anthropic's Message Batches as a server has them: made, polled, listed, and their results as JSON lines in another order than they were asked. */
export const createFakeBatches = ({
  answer,
  clock = Date.now,
}: {
  answer: (request: Request) => Outcome;
  clock?: () => number;
}) => {
  const batches: Batch[] = [];
  const creations: Creation[] = [];
  const looks: Look[] = [];

  const view = ({ id, createdAt, requests, ended, cancelling }: Batch, origin: string) => ({
    ...{ id, type: 'message_batch' },
    processing_status: ended ? 'ended' : cancelling ? 'canceling' : 'in_progress',
    request_counts: {
      ...{ processing: ended ? 0 : requests.length, succeeded: ended ? requests.length : 0 },
      ...{ errored: 0, canceled: 0, expired: 0 },
    },
    created_at: new Date(createdAt).toISOString(),
    expires_at: new Date(createdAt + 86_400_000).toISOString(),
    ended_at: ended ? new Date(clock()).toISOString() : null,
    ...{ archived_at: null, cancel_initiated_at: null },
    results_url: ended ? `${origin}/v1/messages/batches/${id}/results` : null,
  });
  const resultOf = (request: Request) => {
    const outcome = answer(request);
    if (outcome === 'errored')
      return { type: 'errored', error: { type: 'error', error: { type: 'api_error', message: 'x' } } };
    if (typeof outcome === 'string') return { type: outcome };
    return {
      type: 'succeeded',
      message: claudeMessage([{ type: 'text', text: outcome.text }], 'end_turn', CLAUDE_USAGE),
    };
  };
  const add = (requests: readonly Request[]): Batch => {
    const batch = {
      id: `msgbatch_${String(batches.length + 1)}`,
      createdAt: clock(),
      requests,
      ended: false,
      cancelling: false,
    };
    batches.push(batch);
    return batch;
  };
  const json = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    response.end(JSON.stringify(body));
  };
  const create = ({ body, origin }: Asked, response: ServerResponse): void => {
    const creation = creations.shift() ?? 'taken';
    if (typeof creation === 'number') {
      json(response, creation, { type: 'error', error: { type: 'some_error', message: 'no' } });
      return;
    }
    const batch = creation === 'lost' ? undefined : add(body['requests'] as Request[]);
    if (batch === undefined || creation === 'answer_lost') response.destroy();
    else json(response, 200, view(batch, origin));
  };

  const cancel = (batch: Batch, origin: string, response: ServerResponse): void => {
    if (batch.ended) {
      json(response, 400, { type: 'error', error: { type: 'invalid_request_error', message: 'It has ended.' } });
      return;
    }
    batch.cancelling = true;
    json(response, 200, view(batch, origin));
  };

  return {
    batches,
    /** A batch that somebody else made with the same key. */
    addForeign: (size: number): void => {
      add(Array.from({ length: size }, (_, at) => ({ custom_id: `theirs_${String(at)}`, params: {} })));
    },
    /** What becomes of the coming questions about batches, of whichever kind; after these all are answered. */
    nextLooks: (...more: Look[]): void => {
      looks.push(...more);
    },
    /** What becomes of the creations to come; after these all are taken. */
    next: (...more: Creation[]): void => {
      creations.push(...more);
    },
    endAll: (): void => {
      for (const batch of batches) batch.ended = true;
    },
    handles: (path: string): boolean => path.startsWith('/v1/messages/batches'),
    serve: (asked: Asked, response: ServerResponse): void => {
      const { method, path, origin } = asked;
      const [, id, more] = /^\/v1\/messages\/batches\/([^/?]+)(?:\/(results|cancel))?/.exec(path) ?? [];
      const batch = batches.find((one) => one.id === id);
      const look = method === 'POST' && id === undefined ? 'answered' : (looks.shift() ?? 'answered');
      if (look === 'cut') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"custom_id":', () => response.destroy());
      } else if (look !== 'answered')
        json(response, look, { type: 'error', error: { type: 'some_error', message: 'no' } });
      else if (method === 'POST' && id === undefined) create(asked, response);
      else if (id === undefined) {
        const data = [...batches].reverse().map((one) => view(one, origin));
        json(response, 200, { data, has_more: false, first_id: null, last_id: null });
      } else if (batch === undefined)
        json(response, 404, { type: 'error', error: { type: 'not_found_error', message: 'no' } });
      else if (more === 'cancel') cancel(batch, origin, response);
      else if (more === undefined) json(response, 200, view(batch, origin));
      else {
        response.writeHead(200, { 'content-type': 'application/binary' });
        const lines = batch.requests.map((request) => ({ custom_id: request.custom_id, result: resultOf(request) }));
        response.end(
          `${lines
            .map((line) => JSON.stringify(line))
            .reverse()
            .join('\n')}\n`,
        );
      }
    },
  };
};
