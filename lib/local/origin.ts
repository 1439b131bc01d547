import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Handle } from './content-delivery/deliver.ts';
import { PAGE_HEADERS, page } from './pages/frame.ts';
import { html } from './pages/markup.ts';

/** The one origin of the local cloud. */
export type Origin = Readonly<{
  url: string;
  /** From now on requests are served by this; before, they are told to wait. */
  serve: (handle: Handle) => void;
  close: () => Promise<void>;
}>;

const STARTING = page(
  'Starting',
  '',
  html`<h1>Starting</h1><p class="lead">The local system is coming up. Load this page again in a moment.</p>`,
);

const answerStarting: Handle = (_request, response) => {
  response.writeHead(503, { ...PAGE_HEADERS, 'retry-after': '2' }).end(STARTING);
  return Promise.resolve();
};

/**
 * Listens on loopback, port 0 for any free one.
 * @throws Error with what to do when the port is taken
 */
export const openOrigin = async (port: number, fault: (message: string, error: unknown) => void): Promise<Origin> => {
  let handle = answerStarting;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isLoopback(request.headers.host)) {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('Not served under this name.\n');
      return;
    }
    handle(request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      fault(`${request.method ?? ''} ${request.url ?? ''} failed`, error);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end('The local system failed; see its output.\n');
    });
  };
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new PortTaken(port) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The origin has no port');
  return {
    url: `http://localhost:${String(address.port)}`,
    serve: (next) => {
      handle = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Another website's name that was pointed at loopback (DNS rebinding) must not read what is served here. */
const isLoopback = (host = ''): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

/** Another program listens on the port. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${String(port)} is taken by another program. Choose another one: PORT=4001 npm start`);
    this.name = 'PortTaken';
  }
}
