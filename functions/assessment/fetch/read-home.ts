import { passagesOf } from '../../contacts/page-passages.ts';
import { parsePage, titleOf } from '../../contacts/page-text.ts';
import { isDealer, wallOf } from '../../contacts/page-wall.ts';
import type { FetchRaw, RawPage } from '../../platform/safe-fetch/fetch-raw.ts';
import { SECOND } from '../../platform/time.ts';
import type { AssessmentFailure } from '../contract.ts';
import type { CapturedPage } from '../site-capture.ts';
import { answerFailure, captureFailure } from './capture-failure.ts';
import type { ReadTls } from './read-transport.ts';
import type { SiteRobots } from './site-robots.ts';

export const PAGE_TIMEOUT = 10 * SECOND;
/** Decoded bytes kept of a page. */
export const MOST_BYTES = 2 * 1024 * 1024;

type Answered = Extract<RawPage, { ok: true }>;
export type Home = Readonly<
  | { ok: true; page: CapturedPage; answer: Answered; httpsError: string | null }
  | { ok: false; failure: AssessmentFailure }
>;

export const capturedPage = (url: string, answer: Answered): CapturedPage => ({
  url,
  finalUrl: answer.finalUrl,
  status: answer.status,
  headers: answer.headers,
  redirects: answer.redirects.map((redirect) => ({ ...redirect })),
  contentType: answer.contentType,
  html: answer.text,
  cut: !answer.whole,
  bytes: answer.wireBytes,
  decodedBytes: answer.decodedBytes,
  milliseconds: answer.milliseconds,
});

/** Reads the page an assessment begins with: over https, and over plain http when https does not work; or says why there is none. */
export const createReadHome =
  ({ fetchRaw, readTls }: { fetchRaw: FetchRaw; readTls: ReadTls }) =>
  async (website: string, robots: SiteRobots): Promise<Home> => {
    const read = (url: string): Promise<RawPage> =>
      fetchRaw(url, { timeoutMs: PAGE_TIMEOUT, maxBytes: MOST_BYTES, admit: robots.admit });

    const first = await read(website);
    let answer = first;
    let httpsError: string | null = null;
    if (!first.ok && (first.reason === 'tls_failed' || first.reason === 'connection_failed')) {
      httpsError = await tlsErrorOf(first, readTls);
      if (website.startsWith('https:')) answer = await read(website.replace(/^https:/, 'http:'));
    }
    if (!answer.ok) {
      // What https does not give, http did not give either: the address that was asked for is the one to name.
      const told = !first.ok && (first.reason === 'tls_failed' || first.reason === answer.reason) ? first : answer;
      return {
        ok: false,
        failure: captureFailure({ ...told, ...(httpsError === null ? {} : { tlsError: httpsError }) }),
      };
    }
    const failure = answerFailure(answer) ?? parkedFailure(answer);
    return failure === undefined
      ? { ok: true, page: capturedPage(website, answer), answer, httpsError }
      : { ok: false, failure };
  };

/** What is wrong with the certificate that ended a connection. */
const tlsErrorOf = async (
  { reason, url, target }: Extract<RawPage, { ok: false }>,
  readTls: ReadTls,
): Promise<string | null> => {
  if (reason !== 'tls_failed' || target === null) return null;
  const { error, validTo } = await readTls(new URL(url).hostname, target);
  return error === 'CERT_HAS_EXPIRED' && validTo !== null ? `${error}, on ${validTo.slice(0, 10)}` : (error ?? null);
};

/** A business's own page that says it will open is what its visitors see: it can be assessed, though it tells little of the business. */
const COMING_SOON = /\b(?:coming soon|under construction|launching soon|opening soon)\b/i;

const parkedFailure = ({ finalUrl, text }: Answered): AssessmentFailure | undefined => {
  const tree = parsePage(text);
  const page = { url: finalUrl, title: titleOf(tree), passages: passagesOf(tree, finalUrl) };
  return isDealer(finalUrl) || (wallOf(tree, page) === 'parked' && !COMING_SOON.test(text))
    ? {
        reason: 'parked',
        detail: `url: ${finalUrl} is a parked domain or a placeholder, without a site to assess. Give the address of the site itself.`,
      }
    : undefined;
};
