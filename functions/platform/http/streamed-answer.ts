import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SECURITY_HEADERS } from './api.ts';
import { KEEP_ALIVE, serverSentEvent } from './event-stream.ts';
import type { Problem, ProblemReply } from './problem.ts';

export type Open = (head: Readonly<{ statusCode: number; headers: Readonly<Record<string, string>> }>) => Writable;

type Headers = Readonly<Record<string, string>>;

/** Events to one client. Writing to a client that has gone does nothing. */
export type EventStream = Readonly<{
  write: (event: Readonly<{ id?: string; event: string; data: unknown }>) => void;
  keepAlive: () => void;
  isGone: () => boolean;
  end: () => void;
}>;

/** The answers that a streaming function gives: one of them, once. */
export const streamedAnswer = (open: Open, traceId: string) => {
  const begin = (statusCode: number, contentType: string, headers: Headers): Writable => {
    const body = open({
      statusCode,
      headers: { ...SECURITY_HEADERS, 'content-type': contentType, 'x-trace-id': traceId, ...headers },
    });
    // A client that hangs up is no error of ours.
    body.on('error', () => undefined);
    return body;
  };
  return {
    json: (body: unknown, headers: Headers = {}): void => {
      begin(200, 'application/json; charset=utf-8', headers).end(JSON.stringify(body));
    },

    bytes: (body: string | Uint8Array, contentType: string, headers: Headers = {}, status = 200): void => {
      begin(status, contentType, headers).end(body);
    },

    /** A body made while it is sent; where a piece cannot be made it ends unfinished, which the client sees as a broken answer. */
    pieces: (body: AsyncIterable<string>, contentType: string, headers: Headers = {}): Promise<void> =>
      pipeline(Readable.from(body), begin(200, contentType, headers)),

    problem: ({ problem: details }: ProblemReply, headers: Headers = {}): void => {
      const body: Problem = { ...details, traceId };
      begin(details.status, 'application/problem+json; charset=utf-8', {
        ...headers,
        ...(details.retryAfter === undefined ? {} : { 'retry-after': String(details.retryAfter) }),
      }).end(JSON.stringify(body));
    },

    events: (headers: Headers = {}): EventStream => {
      const body = begin(200, 'text/event-stream; charset=utf-8', headers);
      const isGone = (): boolean => body.destroyed || body.writableEnded;
      return {
        isGone,
        write: (event) => {
          if (!isGone()) body.write(serverSentEvent(event));
        },
        keepAlive: () => {
          if (!isGone()) body.write(KEEP_ALIVE);
        },
        end: () => {
          if (!isGone()) body.end();
        },
      };
    },
  };
};
export type StreamedAnswer = ReturnType<typeof streamedAnswer>;
