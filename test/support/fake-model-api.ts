import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Usage = Readonly<Record<string, number>>;
/** What the fake answers to one request, in the wire format of whoever asks. */
export type Scripted =
  /** A whole answer; as a stream when one is asked for. `cutAfter` breaks the stream off after so many pieces of text. */
  | Readonly<{
      kind: 'message';
      text: string;
      stop?: 'end' | 'max_tokens' | 'refusal';
      usage?: Usage;
      cutAfter?: number;
    }>
  | Readonly<{ kind: 'error'; status: number; type: string; headers?: Readonly<Record<string, string>> }>
  /** An error in the middle of a stream, as the providers send them. */
  | Readonly<{ kind: 'stream_error'; text: string; type: string }>
  /** No answer at all; in a stream, one that begins and then says no more. */
  | Readonly<{ kind: 'hang'; begun?: boolean }>;

export type Asked = Readonly<{ path: string; headers: Record<string, unknown>; body: Record<string, unknown> }>;
/** Answers by what is asked, or in order of a list whose last entry is repeated. */
export type Script = readonly Scripted[] | ((asked: Asked, nth: number) => Scripted);

export const message = (text: string, more: object = {}): Scripted => ({ kind: 'message', text, ...more });
export const error = (status: number, type: string, headers: Record<string, string> = {}): Scripted => ({
  kind: 'error',
  status,
  type,
  headers: { 'retry-after-ms': '1', ...headers },
});

/** A server that speaks Anthropic's POST /v1/messages, its batches where a test brings them, and OpenAI's POST /v1/responses, whole and as server-sent events. */
/** What serves batches beside single messages (fake-message-batches). */
type Batches = Readonly<{
  handles: (path: string) => boolean;
  serve: (asked: Asked & Readonly<{ method: string; origin: string }>, response: ServerResponse) => void;
}>;

export const startFakeModelApi = async (script: Script, batches?: Batches) => {
  const requests: Asked[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const asked = { path: request.url ?? '', headers: request.headers, body };
      if (batches?.handles(asked.path) === true) {
        const origin = `http://${request.headers.host ?? ''}`;
        batches.serve({ ...asked, method: request.method ?? '', origin }, response);
        return;
      }
      const nth = requests.push(asked);
      const next = typeof script === 'function' ? script(asked, nth) : script[Math.min(nth, script.length) - 1];
      if (next !== undefined) answer(asked, next, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${String(port)}`;
  return {
    /** Base URLs as each SDK takes them. */
    urls: { anthropic: origin, openai: `${origin}/v1` },
    requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
};

const answer = ({ path, body }: Asked, next: Scripted, response: ServerResponse): void => {
  const format = path.endsWith('/responses') ? openAi : anthropic;
  const streams = body['stream'] === true;
  if (next.kind === 'error') {
    response.writeHead(next.status, { 'content-type': 'application/json', 'request-id': 'req_1', ...next.headers });
    response.end(JSON.stringify(format.error(next.type)));
    return;
  }
  if (next.kind === 'hang' && (!streams || next.begun !== true)) return;
  if (!streams) {
    response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_1' });
    response.end(JSON.stringify(next.kind === 'message' ? format.whole(next) : {}));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_1' });
  const send = (event: string, data: object): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const text = next.kind === 'hang' ? '{"a' : next.text;
  const pieces = text.match(/[\s\S]{1,40}/g) ?? [];
  const most = next.kind === 'message' ? next.cutAfter : next.kind === 'hang' ? 1 : undefined;
  format.begin(send);
  for (const piece of pieces.slice(0, most)) format.piece(send, piece);
  if (next.kind === 'hang') return;
  if (next.kind === 'stream_error') format.streamError(send, next.type);
  else if (next.cutAfter === undefined) format.end(send, next);
  else {
    // Broken off: the socket goes before the last event.
    setTimeout(() => response.destroy(), 5);
    return;
  }
  response.end();
};

type Send = (event: string, data: object) => void;
type Message = Extract<Scripted, { kind: 'message' }>;

export const CLAUDE_USAGE = {
  input_tokens: 400,
  output_tokens: 300,
  cache_creation_input_tokens: 1_000,
  cache_read_input_tokens: 0,
};
const STOPS = { end: 'end_turn', max_tokens: 'max_tokens', refusal: 'refusal' } as const;
export const claudeMessage = (content: readonly object[], stop: string | null, usage: object) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content,
  stop_reason: stop,
  stop_sequence: null,
  usage,
});

const anthropic = {
  error: (type: string) => ({ type: 'error', error: { type, message: type }, request_id: 'req_1' }),
  whole: ({ text, stop = 'end', usage = {} }: Message) =>
    claudeMessage([{ type: 'text', text }], STOPS[stop], { ...CLAUDE_USAGE, ...usage }),
  begin: (send: Send) => {
    send('message_start', {
      type: 'message_start',
      message: claudeMessage([], null, { ...CLAUDE_USAGE, output_tokens: 1 }),
    });
    send('content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
    send('ping', { type: 'ping' });
  },
  piece: (send: Send, text: string) => {
    send('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  },
  streamError: (send: Send, type: string) => {
    send('error', { type: 'error', error: { type, message: type } });
  },
  end: (send: Send, { stop = 'end', usage = {} }: Message) => {
    send('content_block_stop', { type: 'content_block_stop', index: 0 });
    send('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: STOPS[stop], stop_sequence: null },
      usage: { output_tokens: usage['output_tokens'] ?? CLAUDE_USAGE.output_tokens },
    });
    send('message_stop', { type: 'message_stop' });
  },
};

const OPENAI_USAGE = {
  input_tokens: 1_400,
  input_tokens_details: { cached_tokens: 1_000, cache_write_tokens: 0 },
  output_tokens: 300,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 1_700,
};
const openAiResponse = (status: string, output: readonly object[], more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_800_000_000,
  status,
  error: null,
  incomplete_details: null,
  model: 'gpt-6.1-terra',
  output,
  usage: null,
  ...more,
});
const openAiItem = (text: string, status: string, refused = false) => ({
  type: 'message',
  id: 'item_1',
  role: 'assistant',
  status,
  content: [refused ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] }],
});
const openAiEnd = ({ text, stop = 'end', usage = {} }: Message) =>
  stop === 'max_tokens'
    ? openAiResponse('incomplete', [openAiItem(text, 'incomplete')], {
        usage: { ...OPENAI_USAGE, ...usage },
        incomplete_details: { reason: 'max_output_tokens' },
      })
    : openAiResponse('completed', [openAiItem(text, 'completed', stop === 'refusal')], {
        usage: { ...OPENAI_USAGE, ...usage },
      });

const openAi = {
  error: (type: string) => ({ error: { message: type, type, param: null, code: type } }),
  whole: openAiEnd,
  begin: (send: Send) => {
    send('response.created', {
      type: 'response.created',
      sequence_number: 0,
      response: openAiResponse('in_progress', []),
    });
    send('response.output_item.added', {
      type: 'response.output_item.added',
      sequence_number: 1,
      output_index: 0,
      item: { ...openAiItem('', 'in_progress'), content: [] },
    });
    send('response.content_part.added', {
      type: 'response.content_part.added',
      sequence_number: 2,
      item_id: 'item_1',
      output_index: 0,
      content_index: 0,
      part: { type: 'output_text', text: '', annotations: [] },
    });
  },
  piece: (send: Send, delta: string) => {
    send('response.output_text.delta', {
      type: 'response.output_text.delta',
      sequence_number: 3,
      item_id: 'item_1',
      output_index: 0,
      content_index: 0,
      delta,
      logprobs: [],
    });
  },
  streamError: (send: Send, type: string) => {
    send('error', { type: 'error', sequence_number: 9, code: type, message: type, param: null });
  },
  end: (send: Send, given: Message) => {
    const response = openAiEnd(given);
    const type = response.status === 'completed' ? 'response.completed' : 'response.incomplete';
    send(type, { type, sequence_number: 10, response });
  },
};
