import { isIP } from 'node:net';
import { type Clock, SECOND, systemClock } from '../time.ts';
import { refuseAddress } from './address-rules.ts';
import { type AllowedHosts, parseAllowedHosts } from './allowed-hosts.ts';
import { decodeText } from './decode-body.ts';
import type { FetchAnswer, FetchReason } from './fetch-answer.ts';
import { createHostPace, type HostPace } from './host-pace.ts';
import { requestOnce, type Target } from './request-once.ts';
import { createResolveHost, type Resolution, type ResolveHost } from './resolve-host.ts';
import { createRobots } from './robots.ts';

export type FetchOptions = Readonly<{
  /** Media types that are of use; others are refused. */
  accept?: readonly string[];
}>;
/** Reads a page of the outside web. Never throws for what the outside does. */
export type SafeFetch = (url: string, options?: FetchOptions) => Promise<FetchAnswer>;

const PRODUCT = 'ThroughlineBot';
export const USER_AGENT = `Mozilla/5.0 (compatible; ${PRODUCT}/1.0; +https://throughline.example/bot)`;
const HTML = ['text/html', 'application/xhtml+xml'] as const;
const TEXT = ['text/plain', 'text/html', 'application/octet-stream', ''] as const;

export type SafeFetchLimits = Readonly<{
  /** Milliseconds on the network for one page, redirects included; waiting for a host's turn does not count. */
  totalMs: number;
  /** Decoded bytes of one body. */
  maxBytes: number;
  maxRedirects: number;
  /** Milliseconds between the starts of two requests to one host. */
  pauseMs: number;
}>;
export const DEFAULT_LIMITS: SafeFetchLimits = {
  totalMs: 10 * SECOND,
  maxBytes: 2 * 1024 * 1024,
  maxRedirects: 5,
  pauseMs: SECOND,
};

/**
 * The one client for the outside web (spec/discovery.md, "Safe fetching"): http(s) on its usual ports, addresses checked at connect time and on every
 * redirect, limits on time, size, decompression and redirects, robots.txt, one request at a time and a pause a host. `allowHosts` (`FETCH_ALLOW_HOSTS`) sends
 * named hosts to an address of the operator's choice, without the address checks and without pauses: the machines behind it are the operator's own.
 */
export const createSafeFetch = ({
  allowHosts = '',
  limits: given = {},
  clock = systemClock,
  resolveHost = createResolveHost({ clock }),
  pace = createHostPace({ clock }),
  ca,
}: {
  allowHosts?: string | AllowedHosts;
  limits?: Partial<SafeFetchLimits>;
  clock?: Clock;
  resolveHost?: ResolveHost;
  pace?: HostPace;
  /** Certificates to trust beside the system's (PEM). */
  ca?: string;
} = {}): SafeFetch => {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const allowed = typeof allowHosts === 'string' ? parseAllowedHosts(allowHosts) : allowHosts;
  const locate = createLocate(allowed, resolveHost);

  /** Follows redirects; `admit` is asked before every hop. */
  const follow = async (
    start: string,
    accept: readonly string[],
    admit: (url: URL) => Promise<Admission>,
  ): Promise<FetchAnswer> => {
    let href = start;
    let budget = limits.totalMs;
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      const located = await locate(href);
      if (!located.ok) return { ok: false, url: href, reason: located.reason };
      const { url, target, own } = located;
      const admission = await admit(url);
      if (!admission.ok) return admission.answer;
      const pause = own ? 0 : Math.max(limits.pauseMs, admission.delay);
      const { answer, took } = await pace(url.host, pause, async () => {
        const began = clock();
        const answer = await requestOnce(url, target, {
          timeout: budget,
          maxBytes: limits.maxBytes,
          userAgent: USER_AGENT,
          accept,
          ca,
        });
        return { answer, took: clock() - began };
      });
      budget -= took;
      switch (answer.kind) {
        case 'page':
          return {
            ok: true,
            url: url.href,
            status: answer.status,
            contentType: answer.contentType,
            text: decodeText(answer.bytes, answer.contentType),
          };
        case 'status':
          return { ok: false, url: url.href, reason: `http_${answer.status}`, status: answer.status };
        case 'refused':
          return { ok: false, url: url.href, reason: answer.reason };
        case 'redirect':
          if (!URL.canParse(answer.location, url.href)) return { ok: false, url: url.href, reason: 'bad_url' };
          href = new URL(answer.location, url.href).href;
          if (budget <= 0) return { ok: false, url: href, reason: 'timeout' };
      }
    }
    return { ok: false, url: href, reason: 'too_many_redirects' };
  };

  const robots = createRobots({
    fetchText: (url) => follow(url, TEXT, () => Promise.resolve({ ok: true, delay: 0 })),
    product: PRODUCT,
    clock,
  });

  return (url, { accept = HTML } = {}) =>
    follow(url, accept, async (hop) => {
      const verdict = await robots(hop);
      return verdict.allowed ? { ok: true, delay: verdict.delay } : { ok: false, answer: verdict.answer };
    });
};

type Admission = Readonly<{ ok: true; delay: number }> | Readonly<{ ok: false; answer: FetchAnswer }>;
type Located =
  | Readonly<{ ok: true; url: URL; target: Target; own: boolean }>
  | Readonly<{ ok: false; reason: FetchReason }>;

/** Decides where a URL may be fetched from: scheme, port, and every address of its host. */
const createLocate =
  (allowed: AllowedHosts, resolveHost: ResolveHost) =>
  async (href: string): Promise<Located> => {
    if (!URL.canParse(href)) return { ok: false, reason: 'bad_url' };
    const url = new URL(href);
    url.hash = '';
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, reason: 'bad_scheme' };
    if (url.username !== '' || url.password !== '') return { ok: false, reason: 'bad_url' };
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const own = allowed(host);
    if (own !== undefined) return { ok: true, url, target: own, own: true };
    // The URL parser leaves `port` empty for a scheme's usual one.
    if (url.port !== '' && url.port !== '80' && url.port !== '443') return { ok: false, reason: 'bad_port' };
    const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    const found: Resolution = isIP(host) === 0 ? await resolveHost(host) : { ok: true, addresses: [host] };
    if (!found.ok) return found;
    // One bad address condemns the name: a name that points both ways is how filters are walked around.
    const [address] = found.addresses;
    if (address === undefined || found.addresses.some((one) => refuseAddress(one) !== undefined))
      return { ok: false, reason: 'private_address' };
    return { ok: true, url, target: { address, port }, own: false };
  };
