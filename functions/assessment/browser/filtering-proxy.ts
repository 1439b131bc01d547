import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { createLocate, Located } from '../../platform/safe-fetch/locate.ts';
import { SECOND } from '../../platform/time.ts';
import { createProxyTally, type ProxyLimits, type ProxyReport } from './proxy-tally.ts';
import { forwardRequest, openTunnel } from './proxy-traffic.ts';

export type Locate = ReturnType<typeof createLocate>;

export const PROXY_LIMITS: ProxyLimits = {
  requests: 2_000,
  bytes: 150 * 1024 * 1024,
  connectMs: 10 * SECOND,
  refusalsKept: 50,
};

export type FilteringProxy = Readonly<{ url: string; report: () => ProxyReport; close: () => Promise<void> }>;

/** What Chromium asks for by itself, whatever its flags say: refused without a word, as no page needs it. */
const BROWSERS_OWN =
  /^(?:update|clientservices|optimizationguide-pa|content-autofill|safebrowsing|safebrowsingohttpgateway)\.googleapis\.com$|^clients\d\.google\.com$|^android\.clients\.google\.com$|\.gvt1\.com$/;

/**
 * The only way out for the browser: an HTTP proxy on loopback that judges every target as safe-fetch does, after resolving its name, and connects to the address that was
 * judged. Hosts that the operator allowed are reached only while such a host is assessed (`siteUrl`), so that no outside page leads to them. Past a cap everything is cut off.
 */
export const startFilteringProxy = async ({
  locate,
  siteUrl,
  limits: given = {},
}: {
  locate: Locate;
  siteUrl: string;
  limits?: Partial<ProxyLimits>;
}): Promise<FilteringProxy> => {
  const limits = { ...PROXY_LIMITS, ...given };
  const site = await locate(siteUrl);
  const ownSite = site.ok && site.own;
  const tally = createProxyTally(limits);
  const guard = { hold: tally.hold, connectMs: limits.connectMs };
  const admit = async (href: string, target: string): Promise<Extract<Located, { ok: true }> | undefined> => {
    if (URL.canParse(href) && BROWSERS_OWN.test(new URL(href).hostname)) return undefined;
    if (!tally.begin()) return undefined;
    const located = await locate(href);
    const reason = !located.ok ? located.reason : located.own && !ownSite ? 'private_address' : undefined;
    if (located.ok && reason === undefined) return located;
    tally.refuse({ target: target.slice(0, 200), reason: reason ?? 'private_address' });
    return undefined;
  };

  const forward = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const located = await admit(asked.url ?? '', asked.url ?? '');
    if (located?.url.protocol === 'http:') forwardRequest(located, { asked, answer }, guard);
    else answer.writeHead(403, { 'content-type': 'text/plain' }).end('This address may not be fetched.');
  };
  const tunnel = async (asked: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy());
    // The scheme only says which port is usual: what the tunnel carries is the browser's.
    const located = await admit(`https://${asked.url ?? ''}/`, asked.url ?? '');
    if (located === undefined) socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    else openTunnel(located, { socket, head }, guard);
  };
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (asked, answer) => void forward(asked, answer));
  server.on('connection', (socket: Socket) => tally.hold(socket));
  server.on('connect', (asked: IncomingMessage, socket: Duplex, head: Buffer) => void tunnel(asked, socket, head));
  server.on('clientError', (_error, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    report: tally.report,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        tally.cutAll();
      }),
  };
};
