import * as z from 'zod';
import { providerUrls } from '../../platform/provider-urls.ts';
import type { SendOutcome } from '../channel.ts';

const ANSWER_MS = 15_000;
const ACCOUNT_SECONDS = 15 * 60;
/** The connection was never made, so nothing has left. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a request brought; when it failed, what that means for a mail that it was to send. */
export type InstantlyAnswer = Readonly<{ ok: true; body: unknown } | { ok: false; outcome: SendOutcome }>;
export type AskInstantly = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<InstantlyAnswer>;

const Failure = z.object({ cause: z.object({ code: z.string() }).optional().catch(undefined) });
const Problem = z.object({ message: z.string() });

/** What a status says: 429 and troubles of the account send nothing and may end; a refusal is for good; the rest leaves room for acceptance. */
const outcomeOfStatus = (status: number, body: unknown, retryAfter: string | null): SendOutcome => {
  const told = Problem.safeParse(body);
  const reason = `Instantly answered ${String(status)}${told.success ? `: ${told.data.message}` : ''}`.slice(0, 300);
  if (status === 429) {
    const seconds = Number(retryAfter ?? '');
    return { kind: 'throttled', reason, ...(seconds > 0 ? { retryAfterSeconds: seconds } : {}) };
  }
  if (status === 401 || status === 402 || status === 403)
    return { kind: 'throttled', reason, retryAfterSeconds: ACCOUNT_SECONDS };
  return status >= 400 && status < 500 && status !== 408 ? { kind: 'refused', reason } : { kind: 'unknown', reason };
};

/** Asks Instantly's API (v2) by an account's key. Never throws for what the other side does. */
export const createAskInstantly = ({
  apiKey,
  baseUrl = providerUrls(undefined).instantly,
  fetchIt = fetch,
}: {
  apiKey: string;
  baseUrl?: string;
  fetchIt?: typeof fetch;
}): AskInstantly => {
  return async (method, path, body) => {
    try {
      const response = await fetchIt(`${baseUrl}/api/v2${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? {} : z.json().catch(null).parse(safeJson(text));
      if (response.ok) return { ok: true, body: parsed };
      return { ok: false, outcome: outcomeOfStatus(response.status, parsed, response.headers.get('retry-after')) };
    } catch (error) {
      const code = Failure.catch({}).parse(error).cause?.code;
      const reason = `Instantly: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);
      return {
        ok: false,
        outcome: { kind: code !== undefined && NOT_REACHED.has(code) ? 'throttled' : 'unknown', reason },
      };
    }
  };
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};
