import { type Clock, MINUTE, SECOND, systemClock } from '../time.ts';
import { type AllowedHosts, parseAllowedHosts } from './allowed-hosts.ts';
import { decodeText, type Overflow } from './decode-body.ts';
import type { FetchAnswer } from './fetch-answer.ts';
import { createHostPace, type HostPace } from './host-pace.ts';
import { createLocate } from './locate.ts';
import { createPageCache } from './page-cache.ts';
import { type RequestOnce, requestOnce } from './request-once.ts';
import { createResolveHost, type ResolveHost } from './resolve-host.ts';
import { createRobots, ROBOTS_BYTES } from './robots.ts';

export type FetchOptions = Readonly<{
  /** Media types that are of use; others are refused. */
  accept?: readonly string[];
  /** Reads anew what is kept. */
  refresh?: boolean;
}>;
/** Reads a page of the outside web. Never throws for what the outside does. */
export type SafeFetch = (url: string, options?: FetchOptions) => Promise<FetchAnswer>;

export const PRODUCT = 'ThroughlineBot';
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
  /** Milliseconds for which a page is given again without asking its host. */
  keepMs: number;
}>;
export const DEFAULT_LIMITS: SafeFetchLimits = {
  totalMs: 10 * SECOND,
  maxBytes: 2 * 1024 * 1024,
  maxRedirects: 5,
  pauseMs: SECOND,
  keepMs: 10 * MINUTE,
};

/**
 * The one client for the outside web (spec/discovery.md, "Safe fetching"): http(s) on its usual ports, addresses checked at connect time and on every
 * redirect, limits on time, size, decompression and redirects, robots.txt, one request at a time and a pause a host, pages kept for a while. `allowHosts` (`FETCH_ALLOW_HOSTS`) sends
 * named hosts to an address of the operator's choice, without the address checks and without pauses: the machines behind it are the operator's own.
 */
export const createSafeFetch = ({
  allowHosts = '',
  limits: given = {},
  clock = systemClock,
  resolveHost = createResolveHost({ clock }),
  pace = createHostPace({ clock }),
  request = requestOnce,
  ca,
}: {
  allowHosts?: string | AllowedHosts;
  limits?: Partial<SafeFetchLimits>;
  clock?: Clock;
  resolveHost?: ResolveHost;
  pace?: HostPace;
  request?: RequestOnce;
  /** Certificates to trust beside the system's (PEM). */
  ca?: string;
} = {}): SafeFetch => {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const allowed = typeof allowHosts === 'string' ? parseAllowedHosts(allowHosts) : allowHosts;
  const locate = createLocate(allowed, resolveHost);

  const cached = createPageCache({ clock, keep: limits.keepMs });

  /** Follows redirects; `admit` is asked before every hop. */
  const follow = async (
    start: string,
    { accept, maxBytes, overflow }: Readonly<{ accept: readonly string[]; maxBytes: number; overflow: Overflow }>,
    admit: (url: URL) => Promise<Admission>,
  ): Promise<FetchAnswer> => {
    let href = start;
    let budget = limits.totalMs;
    let startedAtOwn: boolean | undefined;
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      const asked = clock();
      const located = await locate(href);
      budget -= clock() - asked;
      if (!located.ok) return { ok: false, url: href, reason: located.reason };
      const { url, target, own } = located;
      startedAtOwn ??= own;
      // The outside must not lead to the operator's own machines, only whoever configured them.
      if (own && !startedAtOwn) return { ok: false, url: href, reason: 'private_address' };
      const admission = await admit(url);
      if (!admission.ok) return admission.answer;
      const pause = own ? 0 : Math.max(limits.pauseMs, admission.delay);
      const { answer, took } = await pace(url.host, pause, async () => {
        const began = clock();
        const timeout = budget;
        const answer = await request(url, target, { timeout, maxBytes, overflow, userAgent: USER_AGENT, accept, ca });
        return { answer, took: clock() - began };
      });
      budget -= took;
      switch (answer.kind) {
        case 'page': {
          const { status, contentType } = answer;
          const text = decodeText(answer.bytes, contentType);
          // What was cut off in the middle of a line may mean the opposite of the whole line.
          return {
            ok: true,
            url: url.href,
            status,
            contentType,
            text: answer.whole ? text : text.replace(/[^\n]*$/, ''),
          };
        }
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
    fetchText: (url) =>
      follow(url, { accept: TEXT, maxBytes: ROBOTS_BYTES, overflow: 'cut' }, () =>
        Promise.resolve({ ok: true, delay: 0 }),
      ),
    product: PRODUCT,
    clock,
  });

  const fetchPage = (url: string, accept: readonly string[]): Promise<FetchAnswer> =>
    follow(url, { accept, maxBytes: limits.maxBytes, overflow: 'refuse' }, async (hop) => {
      const verdict = await robots(hop);
      return verdict.allowed ? { ok: true, delay: verdict.delay } : { ok: false, answer: verdict.answer };
    });

  return async (url, { accept = HTML, refresh = false } = {}) => {
    if (!URL.canParse(url)) return { ok: false, url, reason: 'bad_url' };
    const { host, href } = new URL(url);
    const key = `${accept.join(',')} ${href.replace(/#.*$/, '')}`;
    return await cached({ host, key, refresh }, () => fetchPage(url, accept));
  };
};

type Admission = Readonly<{ ok: true; delay: number }> | Readonly<{ ok: false; answer: FetchAnswer }>;
