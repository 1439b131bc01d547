import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Located } from '../../platform/safe-fetch/locate.ts';

type Judged = Extract<Located, { ok: true }>;
/** Counts a socket and may cut it off; and how long connecting may take, milliseconds. */
type Guard = Readonly<{ hold: (socket: Socket) => void; connectMs: number }>;

/** Of one connection only (RFC 9110 § 7.6.1), and what a client says to a proxy alone. */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'host'],
]);

/** Header pairs as they came, without those of the connection. */
const endToEnd = (raw: readonly string[]): string[] => {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]];
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
};

/** Passes a request on to the address that was judged, and its answer back. */
export const forwardRequest = (
  { url, target }: Judged,
  { asked, answer }: Readonly<{ asked: IncomingMessage; answer: ServerResponse }>,
  { hold, connectMs }: Guard,
): void => {
  const onward = request({
    agent: false,
    host: target.address,
    port: target.port,
    method: asked.method,
    path: `${url.pathname}${url.search}`,
    headers: ['Host', url.host, ...endToEnd(asked.rawHeaders)],
    timeout: connectMs,
  });
  onward.on('socket', hold);
  onward.on('response', (response) => {
    onward.setTimeout(0);
    answer.writeHead(response.statusCode ?? 502, endToEnd(response.rawHeaders));
    response.on('error', () => answer.destroy());
    response.pipe(answer);
  });
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  answer.on('close', () => onward.destroy());
  answer.on('error', () => onward.destroy());
  asked.on('error', () => onward.destroy());
  asked.pipe(onward);
};

/** Connects the browser with the address that was judged; what they say to each other is theirs. */
export const openTunnel = (
  { target }: Judged,
  { socket, head }: Readonly<{ socket: Duplex; head: Buffer }>,
  { hold, connectMs }: Guard,
): void => {
  const onward = connect({ host: target.address, port: target.port, timeout: connectMs });
  hold(onward);
  onward.on('connect', () => {
    onward.setTimeout(0);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) onward.write(head);
    onward.pipe(socket);
    socket.pipe(onward);
  });
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => onward.destroy());
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
};
