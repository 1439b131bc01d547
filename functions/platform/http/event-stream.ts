import type { Writable } from 'node:stream';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** One server-sent event (HTML standard, "Server-sent events"); `id` lets a client that reconnects say where it was. */
export const serverSentEvent = (event: Readonly<{ id?: string; event: string; data: unknown }>): string =>
  `${event.id === undefined ? '' : `id: ${event.id}\n`}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;

/** A line that keeps intermediaries from closing a quiet stream. */
export const KEEP_ALIVE = ': keep-alive\n\n';

type Head = Readonly<{ statusCode: number; headers: Readonly<Record<string, string>> }>;
type StreamHandler = (event: APIGatewayProxyEvent, response: Writable, context: Context) => Promise<void>;

/** What Lambda's Node runtime offers for response streaming (AWS Lambda developer guide, "Response streaming"). */
declare const awslambda: {
  streamifyResponse: (handler: StreamHandler) => unknown;
  HttpResponseStream: { from: (response: Writable, head: Head) => Writable };
};

/** Makes a handler whose answer is written piece by piece. `open` sends the head and gives the body's stream. */
export const streamed = (
  handle: (
    event: APIGatewayProxyEvent,
    open: (head: Head) => Writable,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ) => Promise<void>,
): unknown =>
  awslambda.streamifyResponse(async (event, response, context) => {
    await handle(event, (head) => awslambda.HttpResponseStream.from(response, head), context);
  });
