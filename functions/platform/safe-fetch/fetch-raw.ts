import { type Clock, SECOND, systemClock } from '../time.ts';
import { type AllowedHosts, parseAllowedHosts } from './allowed-hosts.ts';
import { decodeText } from './decode-body.ts';
import type { FetchReason } from './fetch-answer.ts';
import { createHostPace, type HostPace } from './host-pace.ts';
import { createLocate } from './locate.ts';
import type { Target } from './open-request.ts';
import { REDIRECTS } from './request-once.ts';
import { type Header, type RawAnswer, type RequestRaw, requestRaw } from './request-raw.ts';
import { createResolveHost, type ResolveHost } from './resolve-host.ts';
import { USER_AGENT } from './safe-fetch.ts';

export type Redirect = Readonly<{ url: string; status: number; location: string }>;

/** An answer of any status, with headers, redirects and times; or why there is none. */
export type RawPage =
  | Readonly<{
      ok: true;
      finalUrl: string;
      /** Where it was read, for questions about the same server. */
      target: Target;
      status: number;
      headers: Header[];
      contentType: string;
      text: string;
      whole: boolean;
      wireBytes: number;
      decodedBytes: number;
      redirects: Redirect[];
      milliseconds: number;
    }>
  /** `url` is the hop that failed, `target` the checked address it has; `status` is that of a robots.txt that allows nothing. */
  | Readonly<{
      ok: false;
      url: string;
      reason: FetchReason;
      target: Target | null;
      redirects: Redirect[];
      status?: number;
    }>;

/** Why a hop is not to be asked; null lets it. */
export type Admit = (url: URL) => Promise<Readonly<{ reason: FetchReason; status?: number }> | null>;

export type RawOptions = Readonly<{
  method?: 'GET' | 'HEAD';
  /** Milliseconds on the network, redirects included. */
  timeoutMs: number;
  /** Decoded bytes kept of the body; 0 reads none. */
  maxBytes: number;
  maxRedirects?: number;
  /** Milliseconds between the starts of two requests to the host. */
  pauseMs?: number;
  /** Asked before every hop. */
  admit?: Admit;
}>;
export type FetchRaw = (url: string, options: RawOptions) => Promise<RawPage>;

/** Milliseconds between two requests to a host of which few pages are read. */
const PAUSE = 100;
const REDIRECT_LIMIT = 10;
/** Less time than this is none. */
const NONE = 0.05 * SECOND;

/**
 * The safe fetch with everything that came back, for judging a site: any status, all headers, every redirect, times and sizes. The rules of where it may
 * connect are those of `createSafeFetch`; nothing is kept. Never throws for what the outside does.
 */
export const createFetchRaw = ({
  allowHosts = '',
  clock = systemClock,
  resolveHost = createResolveHost({ clock }),
  pace = createHostPace({ clock }),
  request = requestRaw,
  ca,
}: {
  allowHosts?: string | AllowedHosts;
  clock?: Clock;
  resolveHost?: ResolveHost;
  pace?: HostPace;
  request?: RequestRaw;
  /** Certificates to trust beside the system's (PEM). */
  ca?: string;
} = {}): FetchRaw => {
  const locate = createLocate(typeof allowHosts === 'string' ? parseAllowedHosts(allowHosts) : allowHosts, resolveHost);

  return async (
    start,
    { method = 'GET', timeoutMs, maxBytes, maxRedirects = REDIRECT_LIMIT, pauseMs = PAUSE, admit },
  ) => {
    const redirects: Redirect[] = [];
    const fail = (url: string, reason: FetchReason, target: Target | null = null): RawPage => ({
      ok: false,
      url,
      reason,
      target,
      redirects,
    });
    const began = clock();
    let href = start;
    let startedAtOwn: boolean | undefined;
    for (;;) {
      const located = await locate(href);
      if (!located.ok) return fail(href, located.reason);
      const { url, target, own } = located;
      startedAtOwn ??= own;
      // The outside must not lead to the operator's own machines, only whoever configured them.
      if (own && !startedAtOwn) return fail(href, 'private_address');
      const refused = await admit?.(url);
      if (refused) return { ...fail(href, refused.reason, target), ...refused };
      const hop = await pace(url.host, own ? 0 : pauseMs, async () => {
        const asked = clock();
        const timeout = timeoutMs - (asked - began);
        const answer: RawAnswer =
          timeout < NONE
            ? { ok: false, reason: 'timeout' }
            : await request(url, target, { method, timeout, maxBytes, userAgent: USER_AGENT, ca });
        return { answer, took: clock() - asked };
      });
      const { answer } = hop;
      if (!answer.ok) return fail(url.href, answer.reason, target);
      const location = answer.headers.find(([name]) => name === 'location')?.[1];
      if (!REDIRECTS.has(answer.status) || location === undefined || maxRedirects === 0)
        return read(answer, { finalUrl: url.href, target, redirects, milliseconds: hop.took });
      if (!URL.canParse(location, url.href)) return fail(url.href, 'bad_url');
      redirects.push({ url: url.href, status: answer.status, location });
      href = new URL(location, url.href).href;
      if (redirects.length >= maxRedirects) return fail(href, 'too_many_redirects');
    }
  };
};

const read = (
  { status, headers, contentType, body, whole, wireBytes }: Extract<RawAnswer, { ok: true }>,
  where: Pick<Extract<RawPage, { ok: true }>, 'finalUrl' | 'target' | 'redirects' | 'milliseconds'>,
): RawPage => ({
  ok: true,
  ...where,
  status,
  headers,
  contentType,
  text: decodeText(body, contentType),
  whole,
  wireBytes,
  decodedBytes: body.length,
});
