import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON, else as it came. */
  body: unknown;
}>;
export type Told = Readonly<{
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  body?: unknown;
  /** Milliseconds before it answers. */
  after?: number;
}>;

export type FakeProvider = Readonly<{ url: string; asked: Asked[]; stop: () => Promise<void> }>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** A provider on loopback that answers as `answer` says; every request is kept. */
export const startFakeProvider = async (answer: (asked: Asked, count: number) => Told): Promise<FakeProvider> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: parsed(Buffer.concat(chunks).toString('utf8')),
      };
      asked.push(one);
      const { status = 200, headers = {}, body = {}, after = 0 } = answer(one, asked.length);
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      }, after);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it stops the server must not keep the process alive.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
