import { createHash } from 'node:crypto';
import { getDomain } from 'tldts';

/**
 * The address as it is read and the name its reading is kept under: `example.com` is https://example.com/. Undefined for what is not an address of a website.
 */
export const siteAddress = (
  given: string,
): Readonly<{ website: string; domain: string; keptAs: string }> | undefined => {
  const text = given.trim();
  if (text === '' || /\s/.test(text)) return undefined;
  const href = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d+(?:\/|$)/.test(text) ? text : `https://${text}`;
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  url.hash = '';
  if (!/^https?:$/.test(url.protocol) || !/[.:]/.test(url.hostname) || url.username !== '' || url.password !== '')
    return undefined;
  const domain = url.hostname.replace(/^www\./, '').replace(/\.$/, '');
  const isHome = url.pathname === '/' && url.search === '' && url.port === '';
  // A page of its own is another start, so another reading.
  const page = createHash('sha256').update(`${url.port}${url.pathname}${url.search}`).digest('hex').slice(0, 12);
  return {
    website: url.href,
    domain: getDomain(domain) === null ? url.hostname : domain,
    keptAs: isHome ? domain : `${domain}~${page}`,
  };
};
