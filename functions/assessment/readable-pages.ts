import { isNoText } from './no-text.ts';
import { type PageFacts, pageFactsOf } from './page-facts.ts';
import { type CapturedPage, headerOf, type SiteCapture } from './site-capture.ts';

export type ReadablePages = Readonly<
  { ok: true; home: PageFacts; pages: readonly PageFacts[] } | { ok: false; reason: string }
>;

/** What services against robots answer instead of the page. */
const CHALLENGE =
  /^(?:just a moment\.\.\.|attention required! \| cloudflare|access denied|ddos-guard|one moment, please\.\.\.|please wait\.\.\. \| cloudflare|sucuri website firewall.*|pardon our interruption.*|verifying you are human.*|security check|robot or human\?)$/i;

const problemOf = (page: CapturedPage): string | null => {
  if (page.html.trim() === '') return 'The page is empty or is no HTML.';
  if (isNoText(page.html)) return 'What the site answers is no text in a known encoding.';
  return isChallenge(page) ? 'The site shows a check against robots instead of its page.' : null;
};

/** Whether a service against robots answered instead of the site. */
export const isChallenge = (page: CapturedPage): boolean =>
  headerOf(page, 'cf-mitigated') === 'challenge' || CHALLENGE.test(pageFactsOf(page).title() ?? '');

/**
 * The pages of a site that can be judged by their HTML: the page asked for first, then those that answered 200 without a check against robots, each address once. Not ok when
 * the page asked for is none of them.
 */
export const readablePages = (capture: SiteCapture): ReadablePages => {
  const [first, ...others] = capture.pages;
  if (first === undefined) return { ok: false, reason: 'No page of the site could be read.' };
  const problem = problemOf(first);
  if (problem !== null) return { ok: false, reason: problem };
  const addresses = new Set([first.finalUrl]);
  const readable = others.filter((page) => {
    if (page.status !== 200 || addresses.has(page.finalUrl) || problemOf(page) !== null) return false;
    addresses.add(page.finalUrl);
    return true;
  });
  return { ok: true, home: pageFactsOf(first), pages: [first, ...readable].map(pageFactsOf) };
};
