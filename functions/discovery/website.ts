import { domainToASCII } from 'node:url';
import { getDomain, parse as parseHost } from 'tldts';
import { plainCompanyName } from './normal-text.ts';

/** Why a cell gives no website of the company's own. */
export type NoWebsite = 'missing_website' | 'malformed_website' | 'shared_platform_website';
export type ReadWebsite =
  | Readonly<{ ok: true; website: string; domain: string }>
  | Readonly<{ ok: false; reason: NoWebsite }>;

/**
 * Places where many companies have a page: the domain is the platform's identity, not theirs. Platforms that give each customer a name of
 * its own below a public suffix (github.io, wixsite.com, myshopify.com) are in the Public Suffix List and need no entry.
 */
const PLATFORMS = new Set(
  `about.me amazon.com angel.co apple.com archive.org behance.net bit.ly bloomberg.com booking.com calendly.com crunchbase.com discord.com
  discord.gg doordash.com dribbble.com ebay.com etsy.com eventbrite.com f6s.com facebook.com fb.com fb.me fiverr.com forms.gle github.com
  gitlab.com glassdoor.com gofundme.com goo.gl google.com gumroad.com hubspotpagebuilder.com indeed.com indiegogo.com instagram.com
  issuu.com kickstarter.com lnkd.in linkedin.com linktr.ee loom.com m.me mailchi.mp medium.com meetup.com microsoft.com notion.so
  opentable.com patreon.com pinterest.com pitchbook.com producthunt.com quora.com reddit.com slack.com slideshare.net soundcloud.com
  squareup.com strikingly.com substack.com t.co t.me telegram.me thumbtack.com tiktok.com tinyurl.com tripadvisor.com trustpilot.com
  tumblr.com twitch.tv twitter.com typeform.com udemy.com upwork.com vimeo.com wa.me weibo.com wellfound.com whatsapp.com wikipedia.org
  x.com xing.com ycombinator.com yelp.com youtu.be youtube.com zillow.com`.split(/\s+/),
);
// Names reserved for examples, tests and this machine (RFC 2606, RFC 6761) are no public suffixes, yet sample data stands on them.
const RESERVED = /\.(?:example|test|localhost)$/;
const NOTHING = /^(?:n\/?a|none|null|nil|unknown|tbd|no website|-+|–|\.+|#n\/a)$/i;
const SCHEME = /^(?:https?|htp|htpp|htttps?|http?s?)(?::\/*|\/\/)/i;

const hostOf = (text: string): URL | undefined => {
  const rest = text.replace(SCHEME, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(rest) || /[\s\\<>"@]/.test(rest)) return undefined;
  try {
    const insecure = /^http:/i.test(text) || /^htp:/i.test(text);
    return new URL(`${insecure ? 'http' : 'https'}://${rest.replace(/^\/+/, '')}`);
  } catch {
    return undefined;
  }
};

/**
 * The registrable domain of a host name (Public Suffix List with its private part, so `acme.github.io` is the company's own), lower case,
 * IDN as punycode; undefined for addresses in numbers, unknown endings and bare suffixes.
 */
export const registrableDomain = (host: string): string | undefined => {
  const ascii = domainToASCII(host.trim().replace(/\.+$/, '').toLowerCase());
  if (ascii === '' || ascii.length > 253) return undefined;
  const domain = getDomain(ascii, { allowPrivateDomains: true, extractHostname: false });
  if (domain === null) return undefined;
  if (RESERVED.test(domain)) return domain;
  return isListedSuffix(domain) ? domain : undefined;
};

const suffixKnown = new Map<string, boolean>();
/** Whether the ending is in the Public Suffix List: `getDomain` takes any last label for one. */
const isListedSuffix = (domain: string): boolean => {
  const ending = domain.slice(domain.indexOf('.') + 1);
  const known = suffixKnown.get(ending);
  if (known !== undefined) return known;
  const { isIcann, isPrivate } = parseHost(domain);
  const listed = isIcann === true || isPrivate === true;
  suffixKnown.set(ending, listed);
  return listed;
};

/**
 * Reads a website cell: adds a missing scheme, mends misspelt ones, drops query and fragment, and takes the first of several. A page on a
 * shared platform is not a website, unless the platform itself is the company (`"Product Hunt"` at producthunt.com).
 */
export const readWebsite = (cell: string, companyName: string | null): ReadWebsite => {
  const text = (cell.trim().split(/[\s,;|]+(?=\S)/)[0] ?? '').replace(/[,;|]+$/, '');
  if (text.replace(SCHEME, '') === '' || NOTHING.test(cell.trim())) return { ok: false, reason: 'missing_website' };
  const url = hostOf(text);
  const domain = url === undefined ? undefined : registrableDomain(url.hostname);
  if (url === undefined || domain === undefined) return { ok: false, reason: 'malformed_website' };
  if (PLATFORMS.has(domain) && !isPlatformItself(url, domain, companyName))
    return { ok: false, reason: 'shared_platform_website' };
  url.search = '';
  url.hash = '';
  return url.href.length > 500 ? { ok: false, reason: 'malformed_website' } : { ok: true, website: url.href, domain };
};

const isPlatformItself = (url: URL, domain: string, companyName: string | null): boolean => {
  const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
  const atRoot = url.pathname === '/' && [domain, `www.${domain}`].includes(url.hostname);
  return atRoot && companyName !== null && plainCompanyName(companyName).startsWith(label);
};
