import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake answers to one request: a message, an error, or nothing at all. */
export type Scripted =
  | Readonly<{ kind: 'message'; text: string; stopReason?: string; usage?: Readonly<Record<string, number>> }>
  | Readonly<{ kind: 'error'; status: number; type: string; headers?: Readonly<Record<string, string>> }>
  | Readonly<{ kind: 'hang' }>;

/** A server that speaks the wire format of POST /v1/messages, answer by answer as scripted; the last answer is repeated. */
export const startFakeMessagesApi = async (script: readonly Scripted[]) => {
  const requests: { headers: Record<string, unknown>; body: Record<string, never> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const next = script[Math.min(requests.length, script.length) - 1];
      if (next === undefined || next.kind === 'hang') return;
      if (next.kind === 'error') {
        response.writeHead(next.status, { 'content-type': 'application/json', 'request-id': 'req_1', ...next.headers });
        response.end(
          JSON.stringify({ type: 'error', error: { type: next.type, message: next.type }, request_id: 'req_1' }),
        );
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_1' });
      response.end(
        JSON.stringify({
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-sonnet-5-5',
          content: [{ type: 'text', text: next.text }],
          stop_reason: next.stopReason ?? 'end_turn',
          stop_sequence: null,
          usage: {
            input_tokens: 400,
            output_tokens: 300,
            cache_creation_input_tokens: 1_000,
            cache_read_input_tokens: 0,
            ...next.usage,
          },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${String(port)}`,
    requests,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
