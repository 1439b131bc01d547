import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { errorCode } from './error-code.ts';

/** A checked address to connect to, whatever the URL's host says. */
export type Target = Readonly<{ address: string; port: number }>;

export type OpenOptions = Readonly<{
  method?: 'GET' | 'HEAD' | 'POST';
  userAgent: string;
  accept: readonly string[];
  /** Headers beside or in place of the usual ones. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
  ca?: string | undefined;
}>;

/** Gives the checked address for whatever name is asked: the name is not resolved a second time, so its answer cannot change in between. */
const pinned =
  ({ address }: Target): LookupFunction =>
  (_host, options, callback) => {
    const family = isIP(address) === 6 ? 6 : 4;
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

/** Sends one request to a checked address and gives its answer's head; errors of the connection are thrown. */
export const openRequest = (
  url: URL,
  target: Target,
  signal: AbortSignal,
  { method = 'GET', userAgent, accept, headers = {}, body, ca }: OpenOptions,
): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const options: https.RequestOptions = {
      agent: false,
      method,
      host: isIP(host) === 0 ? host : target.address,
      port: target.port,
      path: `${url.pathname}${url.search}`,
      lookup: pinned(target),
      signal,
      maxHeaderSize: 32 * 1024,
      headers: {
        host: url.host,
        'user-agent': userAgent,
        accept: [...accept, '*/*;q=0.1'].join(', '),
        'accept-encoding': 'gzip, br, zstd, deflate',
        'accept-language': 'en, *;q=0.5',
        ...headers,
      },
      ...(secure && ca !== undefined ? { ca } : {}),
    };
    const request = (secure ? https : http).request(options, resolve);
    request.once('error', reject);
    request.end(body);
  });

/** The last line of defence: whether the socket is really connected to the checked address. */
export const isPeer = (response: http.IncomingMessage, target: Target): boolean => {
  const peer = response.socket.remoteAddress;
  return peer === undefined || plain(peer) === plain(target.address);
};

/** One spelling of an address: mapped v4 as v4, v6 in its short form. */
const plain = (address: string): string => ipaddr.process(address).toString();

/** What an error of a connection means. */
export const connectionFailure = (error: unknown): 'tls_failed' | 'connection_failed' =>
  /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_)/.test(errorCode(error))
    ? 'tls_failed'
    : 'connection_failed';
