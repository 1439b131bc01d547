import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Problem } from '../../functions/platform/http/problem.ts';
import { UsageError } from './usage-error.ts';

export type Connection = Readonly<{ url: string; apiKey: string }>;

/** An answer of the API that is not a success, told in the API's own words. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    const fields = (problem.fieldErrors ?? []).map(({ field, message }) => `\n  ${field}: ${message}`).join('');
    super(`${problem.title}: ${fields === '' ? problem.detail : fields}`);
    this.problem = problem;
  }
}

/** Waits longer than this are told to the user instead of slept through; seconds. */
const LONGEST_WAIT = 5;
const MOST_WAITS = 10;

/** Fetches, and does what a 429 asks: a refused request was not carried out, so that any method may be sent again. */
export const fetchPatiently = async (url: string, init: RequestInit): Promise<Response> => {
  for (let waits = 0; ; waits += 1) {
    const answer = await fetch(url, init);
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    if (answer.status !== 429 || !(seconds <= LONGEST_WAIT) || waits === MOST_WAITS) return answer;
    await answer.body?.cancel();
    await delay(seconds * 1_000);
  }
};

export type ApiClient = ReturnType<typeof createApiClient>;

/** A plain client of the REST API: every answer is parsed by the schema of the contract. */
export const createApiClient = ({ url, apiKey }: Connection) => {
  const headers = { authorization: `Bearer ${apiKey}` };

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    let answer: Response;
    try {
      answer = await fetchPatiently(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new UsageError(
        `No Throughline answers at ${url}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (answer.ok) return answer;
    const parsed = Problem.safeParse(await answer.json().catch(() => undefined)).data;
    throw new ApiError(
      parsed ?? {
        type: 'about:blank',
        title: `HTTP ${answer.status}`,
        status: answer.status,
        detail: answer.statusText,
        errorCode: 'http',
      },
    );
  };

  return {
    url,
    call: async <Schema extends z.ZodType>(
      method: string,
      path: string,
      schema: Schema,
      body?: unknown,
    ): Promise<z.output<Schema>> => schema.parse(await (await send(method, path, body)).json()),

    /** Every item of a list, page after page. */
    all: async function* <Schema extends z.ZodType>(path: string, item: Schema): AsyncGenerator<z.output<Schema>> {
      const Page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
      let cursor: string | null = null;
      do {
        const join = path.includes('?') ? '&' : '?';
        const query: string = cursor === null ? 'limit=200' : `limit=200&cursor=${encodeURIComponent(cursor)}`;
        const page: z.output<typeof Page> = Page.parse(await (await send('GET', `${path}${join}${query}`)).json());
        yield* page.items;
        cursor = page.nextCursor;
      } while (cursor !== null);
    },

    /** The events that a request tells, from the event `lastId` on. @throws ApiError */
    streamPost: async (
      path: string,
      body: unknown,
      lastId?: string,
    ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> => {
      const last: Readonly<Record<string, string>> = lastId === undefined ? {} : { 'last-event-id': lastId };
      const answer = await send('POST', path, body, { accept: 'text/event-stream', ...last });
      if (answer.body === null) throw new UsageError(`${url} answered ${path} without events.`);
      return answer.body;
    },

    stream: (path: string, signal: AbortSignal): Promise<Response> =>
      fetch(`${url}/api/v1${path}`, { headers: { ...headers, accept: 'text/event-stream' }, signal }),
  };
};
