import type { Admit, FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { createRobots, ROBOTS_BYTES } from '../../platform/safe-fetch/robots.ts';
import { type Clock, SECOND } from '../../platform/time.ts';
import type { SiteCapture } from '../site-capture.ts';

const TIMEOUT = 6 * SECOND;

/**
 * A site's robots.txt: what it lets us read (RFC 9309), and the file itself for the checks. Each origin's is asked for once.
 */
export const createSiteRobots = ({
  fetchRaw,
  product,
  clock,
}: {
  fetchRaw: FetchRaw;
  product: string;
  clock: Clock;
}) => {
  const files = new Map<string, NonNullable<SiteCapture['robotsTxt']>>();

  const robots = createRobots({
    product,
    clock,
    fetchText: async (url) => {
      const answer = await fetchRaw(url, { timeoutMs: TIMEOUT, maxBytes: ROBOTS_BYTES, maxRedirects: 5 });
      if (!answer.ok) return { ok: false, url: answer.url, reason: answer.reason };
      const { status, finalUrl, contentType, whole } = answer;
      // What was cut off in the middle of a line may mean the opposite of the whole line.
      const text = whole ? answer.text : answer.text.replace(/[^\n]*$/, '');
      files.set(new URL(url).origin, { status, text: status === 200 ? text : '' });
      return status >= 200 && status < 300
        ? { ok: true, url: finalUrl, status, contentType, text }
        : { ok: false, url: finalUrl, reason: `http_${status}`, status };
    },
  });

  /** Whether a page may be read, and the pause that is asked for between two. */
  const admit: Admit = async (url) => {
    const verdict = await robots(url);
    if (verdict.allowed) return null;
    const { reason, status } = verdict.answer;
    return { reason, ...(status === undefined ? {} : { status }) };
  };
  const pauseOf = async (url: URL): Promise<number> => {
    const verdict = await robots(url);
    return verdict.allowed ? verdict.delay : 0;
  };
  return { admit, pauseOf, fileOf: (origin: string) => files.get(origin) ?? null };
};
export type SiteRobots = ReturnType<typeof createSiteRobots>;
