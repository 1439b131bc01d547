import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { SECOND } from '../../platform/time.ts';
import type { SiteCapture } from '../site-capture.ts';

const TIMEOUT = 5 * SECOND;
const MOST_BYTES = 2 * 1024 * 1024;
/** Of an index, so many sitemaps are read; the rest is not counted. */
const MOST_OF_INDEX = 3;
const LOC = /<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]+)/gi;

const locsOf = (xml: string): string[] => [...xml.matchAll(LOC)].map(([, url = '']) => url);

/** Where a robots.txt says that the sitemap is (sitemaps.org, "Informing search engine crawlers"). */
export const sitemapOf = (robotsTxt: string, origin: string): string => {
  const named = /^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/im.exec(robotsTxt)?.[1];
  return named !== undefined && URL.canParse(named, origin) ? new URL(named, origin).href : `${origin}/sitemap.xml`;
};

/** The sitemap that robots.txt names, or the one at its usual place, with how many addresses it holds; null when nothing answers. */
export const createReadSitemap =
  ({ fetchRaw }: { fetchRaw: FetchRaw }) =>
  async (origin: string, robotsTxt: string): Promise<SiteCapture['sitemap']> => {
    const read = (url: string) => fetchRaw(url, { timeoutMs: TIMEOUT, maxBytes: MOST_BYTES, maxRedirects: 5 });
    const url = sitemapOf(robotsTxt, origin);
    const answer = await read(url);
    if (!answer.ok) return null;
    const { status, text } = answer;
    if (status !== 200) return { url, status, urls: 0 };
    const locs = locsOf(text);
    if (!/<(?:\w+:)?sitemapindex[\s>]/i.test(text)) return { url, status, urls: locs.length };
    let urls = 0;
    for (const child of locs.slice(0, MOST_OF_INDEX)) {
      const sitemap = await read(child);
      if (sitemap.ok && sitemap.status === 200) urls += locsOf(sitemap.text).length;
    }
    return { url, status, urls };
  };
