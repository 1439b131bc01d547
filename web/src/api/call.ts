import { ApiError, readProblem } from './api-error.ts';
import { type AnswerOf, type Operation, operations, type RequestOf } from './operations.ts';

const API = '/api/v1';

/** How requests are signed in, and who is told when the API no longer knows us. */
type Credentials = { readonly token: () => string | undefined; readonly refused: () => void };
let credentials: Credentials = { token: () => undefined, refused: () => undefined };

/** Called once at the start with the session of this page. */
export const setCredentials = (given: Credentials): void => {
  credentials = given;
};

type AnyRequest = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
};

/** Gives the address of an operation below the API's root, path parameters and query filled in. */
export const addressOf = (operation: Operation, { params = {}, query = {} }: AnyRequest = {}): string => {
  const path = operations[operation][1].replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (typeof value === 'string' || typeof value === 'number') search.set(name, String(value));
  return `${API}${path}${search.size === 0 ? '' : `?${search.toString()}`}`;
};

/** Sends a signed request; throws an `ApiError` for every answer that is not a success. */
export const send = async (address: string, init: RequestInit): Promise<Response> => {
  const token = credentials.token();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, detail: '', errorCode: 'no_answer' });
  }
  if (response.ok) return response;
  if (response.status === 401) credentials.refused();
  throw await readProblem(response);
};

/**
 * Calls an operation of the API. The answer is trusted as its contract's type: the server passes every answer through that schema.
 */
export const call = async <Name extends Operation>(
  operation: Name,
  request: RequestOf<Name>,
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> => {
  const given = request as AnyRequest;
  const response = await send(addressOf(operation, given), {
    method: operations[operation][0],
    headers: {
      accept: 'application/json',
      ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  return (response.status === 204 ? undefined : await response.json()) as AnswerOf<Name>;
};
