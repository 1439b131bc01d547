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

export type ApiClient = ReturnType<typeof createApiClient>;

/** A plain client of the REST API: every answer is parsed by the schema of the contract. */
export const createApiClient = ({ url, apiKey }: Connection) => {
  const headers = { authorization: `Bearer ${apiKey}` };

  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    let answer: Response;
    try {
      answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
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

    stream: (path: string, signal: AbortSignal): Promise<Response> =>
      fetch(`${url}/api/v1${path}`, { headers: { ...headers, accept: 'text/event-stream' }, signal }),
  };
};
