import { getDomain } from 'tldts';
import type { FetchRaw, RawOptions } from '../../../platform/safe-fetch/fetch-raw.ts';
import { SECOND } from '../../../platform/time.ts';
import { pageFactsOf } from '../../page-facts.ts';
import type { CapturedPage } from '../../site-capture.ts';
import { librariesOf, type ScriptHead } from './find-libraries.ts';

const MOST_HEADS = 6;
const TIMEOUT = 3 * SECOND;
/** Where a version notice stands. */
const HEAD_BYTES = 4_096;

/**
 * Reads how scripts of the site's own begin that look like a known library without telling its version by their address: at most six, one after the other. What cannot be read is left out.
 */
export const createReadScriptHeads =
  ({ fetchRaw }: { fetchRaw: FetchRaw }) =>
  async (
    pages: readonly CapturedPage[],
    options: Readonly<Pick<RawOptions, 'admit' | 'pauseMs'>> = {},
  ): Promise<ScriptHead[]> => {
    const own = getDomain(pages[0]?.finalUrl ?? '');
    const addresses = librariesOf(pages.map(pageFactsOf)).flatMap(({ version, address }) =>
      version === null && address !== null && getDomain(address) === own ? [address] : [],
    );
    const heads: ScriptHead[] = [];
    for (const url of [...new Set(addresses)].slice(0, MOST_HEADS)) {
      const answer = await fetchRaw(url, { ...options, timeoutMs: TIMEOUT, maxBytes: HEAD_BYTES });
      if (answer.ok && answer.status === 200) heads.push({ url, text: answer.text.slice(0, HEAD_BYTES) });
    }
    return heads;
  };
