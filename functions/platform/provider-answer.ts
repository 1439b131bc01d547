import type { ProviderFailureKind } from './provider-failure.ts';

/** A whole public directory is 10 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What a status means where a provider does not give it another meaning (RFC 9110 § 15.5; 402 as out of credits by common use). */
export const usualMeaning = (status: number): ProviderFailureKind | undefined => {
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
      return 'bad_key';
    case 402:
      return 'no_credits';
    case 403:
      return 'not_permitted';
    case 429:
      return 'rate_limited';
    case 408:
      return 'unavailable';
    case 404:
    case 410:
      return 'schema_changed';
    default:
      return status >= 500 ? 'unavailable' : 'bad_request';
  }
};

/** The body's text, or undefined when it is longer than may be held. */
export const readText = async ({ body }: Response): Promise<string | undefined> => {
  const reader = body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    // Node's own types leave open what a body's chunks are; `fetch` gives bytes (Fetch standard, "body").
    const bytes = part.value as Uint8Array;
    length += bytes.byteLength;
    if (length > MOST_BYTES) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
};

/** JSON, or a line of JSON for each member of a list; undefined when it is neither. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseLines(text);
  }
};

/** Lists are sometimes served as a line for each of their members. */
const parseLines = (text: string): unknown => {
  if (!text.startsWith('{')) return undefined;
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  } catch {
    return undefined;
  }
};

/** What a provider says itself, wherever it puts it: `error.message`, `error`, `message`, `errors[0].details`. */
export const wordsOf = (body: unknown): string => {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return '';
  if (Array.isArray(body)) return wordsOf(body[0]);
  const fields = new Map<string, unknown>(Object.entries(body));
  for (const name of ['message', 'error', 'errors', 'details', 'detail', 'error_message', 'remark']) {
    const words = wordsOf(fields.get(name));
    if (words !== '') return words;
  }
  return '';
};
