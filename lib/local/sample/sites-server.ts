import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type RenderedSite, sampleSites } from './sites.ts';

export type SampleSitesServer = Readonly<{
  port: number;
  /**
   * Value of FETCH_ALLOW_HOSTS that leads the fetch module here: `pattern=ip:port` entries, the first match wins. The
   * site that is down stands first and points at port 9, where nothing listens.
   */
  allowHosts: string;
  close: () => Promise<void>;
}>;

const DISCARD_PORT = 9;

const hostOf = (request: IncomingMessage): string =>
  (request.headers.host ?? '')
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '');

const allowHosts = (sites: ReadonlyMap<string, RenderedSite>, port: number): string => {
  const down = [...sites].filter(([, { site }]) => site.copy.down === true).map(([host]) => host);
  return [
    ...down.flatMap((host) => [host, `*.${host}`]).map((host) => `${host}=127.0.0.1:${String(DISCARD_PORT)}`),
    `*.example=127.0.0.1:${String(port)}`,
  ].join(',');
};

const respond = async (
  sites: ReadonlyMap<string, RenderedSite>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const rendered = sites.get(hostOf(request));
  if (rendered === undefined) {
    response
      .writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
      .end('No site of this name is served here.\n');
    return;
  }
  const { site, pages, notFound } = rendered;
  // Whoever comes here past the address that refuses gets no answer either.
  if (site.copy.down === true) {
    request.socket.resetAndDestroy();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  if (site.copy.delayMs !== undefined) await wait(site.copy.delayMs, undefined, { ref: false });
  const { pathname } = new URL(request.url ?? '/', `http://${site.host}`);
  const page = pages.get(pathname) ?? pages.get(pathname.replace(/\/$/, '')) ?? notFound;
  response.writeHead(page.status, {
    'content-type': page.contentType,
    'content-length': page.body.byteLength,
    'cache-control': 'max-age=300',
  });
  response.end(page.body);
};

/**
 * Serves all sample websites on one loopback port, told apart by the Host header (`www.` and the port are looked over).
 * @param port 0 takes any free port; the answer says which
 */
export const startSampleSites = async ({ port }: Readonly<{ port: number }>): Promise<SampleSitesServer> => {
  const sites = sampleSites();
  const server = createServer((request, response) => {
    respond(sites, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sample sites have no port');
  return {
    port: address.port,
    allowHosts: allowHosts(sites, address.port),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
};
