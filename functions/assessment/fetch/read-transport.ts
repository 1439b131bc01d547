import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import type { Target } from '../../platform/safe-fetch/open-request.ts';
import type { readTls } from '../../platform/safe-fetch/tls-facts.ts';
import { SECOND } from '../../platform/time.ts';
import type { SiteCapture } from '../site-capture.ts';

const TIMEOUT = 5 * SECOND;
const HEAD_ONLY = { timeoutMs: TIMEOUT, maxBytes: 0 } as const;

type Home = Readonly<{ finalUrl: string; status: number; target: Target }>;
export type ReadTls = (host: string, target: Target) => ReturnType<typeof readTls>;

/** How a site is reached: what plain http answers, and what the TLS handshake shows. */
export const createReadTransport = ({ fetchRaw, readTls }: { fetchRaw: FetchRaw; readTls: ReadTls }) => {
  /** Where a request over plain http ends up, whatever is asked for next. */
  const askPlain = async (url: URL): Promise<SiteCapture['http']> => {
    const answer = await fetchRaw(`http://${url.hostname}/`, HEAD_ONLY);
    const [first] = answer.redirects;
    if (first === undefined)
      return answer.ok ? { status: answer.status, location: null, redirectsToHttps: false } : null;
    const end = answer.ok ? answer.finalUrl : answer.url;
    return { status: first.status, location: first.location, redirectsToHttps: end.startsWith('https:') };
  };

  /** A site that answers on http may have https all the same, without leading there. */
  const handshakeBeside = async (url: URL): Promise<SiteCapture['tls']> => {
    if (url.port !== '') return null;
    const answer = await fetchRaw(`https://${url.hostname}/`, { ...HEAD_ONLY, method: 'HEAD', maxRedirects: 0 });
    const { target } = answer;
    return target === null || (!answer.ok && answer.reason !== 'tls_failed')
      ? null
      : await readTls(url.hostname, target);
  };

  return async ({ finalUrl, status, target }: Home): Promise<Pick<SiteCapture, 'http' | 'tls'>> => {
    const url = new URL(finalUrl);
    if (url.protocol === 'https:') {
      const [http, tls] = await Promise.all([askPlain(url), readTls(url.hostname, target)]);
      return { http, tls };
    }
    return { http: { status, location: null, redirectsToHttps: false }, tls: await handshakeBeside(url) };
  };
};
