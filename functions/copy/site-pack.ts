import type { SiteReading } from '../contacts/contract.ts';
import type { ReadWebsite } from '../contacts/read-website.ts';
import { siteAddress } from '../contacts/site-address.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { citablePassages } from './untrusted-text.ts';

export type SiteFailure =
  | 'bad_url'
  | 'private_address'
  | 'unreachable'
  | 'parked'
  | 'empty'
  | 'login_wall'
  | 'not_html'
  | 'too_large'
  | 'disallowed';

export type SiteAnswer = Readonly<
  { ok: true; site: SiteReading } | { ok: false; reason: SiteFailure; tried: readonly string[]; detail: string }
>;
/** A website as passages that can be cited, or why it cannot be read, in words for a person. */
export type ReadSite = (request: {
  workspaceId: WorkspaceId;
  url: string;
  /** Reads anew even when a reading is kept. */
  refresh?: boolean;
}) => Promise<SiteAnswer>;

/** What is wrong and what helps, by reason; a function of the address that was asked for. */
const DETAILS: Readonly<Record<SiteFailure, (url: string, why: string) => string>> = {
  bad_url: (url) =>
    `websiteUrl: "${url.slice(0, 100)}" is not the address of a website. Give one like https://example.com.`,
  private_address: (url) =>
    `websiteUrl: ${url} leads to a private address, which is never read. Give a public website.`,
  unreachable: (url, why) => `websiteUrl: ${url} could not be reached (${why}). Check the address and try again.`,
  parked: (url) => `websiteUrl: ${url} is a parked domain or a placeholder, without anything about a company.`,
  empty: (url) =>
    `websiteUrl: ${url} holds no text that could be read. A site that is drawn by scripts alone cannot be; give a page with text.`,
  login_wall: (url) => `websiteUrl: ${url} asks for a sign-in before it shows anything. Give a public page.`,
  not_html: (url) => `websiteUrl: ${url} is not a web page (a PDF, picture or download, perhaps). Give an HTML page.`,
  too_large: (url) =>
    `websiteUrl: ${url} is larger than the 2 MB that are read of a page. Give a smaller page of the site.`,
  disallowed: (url) => `websiteUrl: the robots.txt of ${url} does not allow reading it. Give a page that may be read.`,
};

/** The failure that a reading's reason stands for. */
const failureOf = ({ outcome, reason }: SiteReading): SiteFailure => {
  if (outcome === 'disallowed') return 'disallowed';
  switch (reason) {
    case 'bad_url':
    case 'bad_scheme':
    case 'bad_port':
      return 'bad_url';
    case 'private_address':
      return 'private_address';
    case 'parked':
    case 'login_wall':
    case 'too_large':
      return reason;
    case 'http_401':
    case 'http_407':
      return 'login_wall';
    case 'wrong_content_type':
      return 'not_html';
    default:
      return outcome === 'empty' ? 'empty' : 'unreachable';
  }
};

/** A single page of few words which say that the website is still to come. */
const announcesItself = ({ pages, passages }: SiteReading): boolean => {
  const words = [
    ...pages.map(({ title }) => title ?? ''),
    ...passages.flatMap(({ heading, text }) => [heading ?? '', text]),
  ].join('\n');
  return pages.length === 1 && words.length < MOST_ANNOUNCED && TO_COME.test(words);
};
const MOST_ANNOUNCED = 400;
const TO_COME =
  /\b(?:coming soon|under construction|launching soon|opening soon|new (?:web)?site is on its way|im aufbau)\b/i;

/** Reads the site at an address that a person or program gave (spec/copy.md, "Reading the website"). */
export const createReadSite =
  ({ readWebsite }: { readWebsite: ReadWebsite }): ReadSite =>
  async ({ workspaceId, url, refresh = false }) => {
    const failed = (reason: SiteFailure, tried: readonly string[], why = ''): SiteAnswer => ({
      ok: false,
      reason,
      tried,
      detail: DETAILS[reason](url, why),
    });
    const address = siteAddress(url);
    if (address === undefined)
      return failed(
        /^(?:https?:\/\/)?(?:[^/@]+\.)?localhost(?:[:/]|$)/i.test(url.trim()) ? 'private_address' : 'bad_url',
        [],
      );
    const site = await readWebsite({ workspaceId, ...address, refresh });
    const passages = [...citablePassages(site.passages)];
    // People and addresses alone say nothing that a claim could rest on.
    if (site.outcome === 'read' && passages.length > 0)
      return announcesItself(site) ? failed('parked', site.tried) : { ok: true, site: { ...site, passages } };
    return failed(failureOf(site), site.tried, site.reason ?? '');
  };
