import { getPublicSuffix, parse as parseHost } from 'tldts';

export type Cookie = Readonly<{
  name: string;
  secure: boolean;
  httpOnly: boolean;
  /** Null when missing or not one of the three values. */
  sameSite: 'strict' | 'lax' | 'none' | null;
  domain: string | null;
  path: string | null;
}>;

/** Browsers read 4 KB of a cookie (RFC 6265bis § 5.6 limits name and value to that); the rest says nothing more. */
const LONGEST_COOKIE = 8_192;
/** More than any browser keeps of a site (180 in Chromium); the rest is not looked at. */
export const MOST_COOKIES = 3_000;
const SAME_SITE = ['strict', 'lax', 'none'] as const;

const hasControlCharacter = (text: string): boolean =>
  Array.from(text).some((character) => character < ' ' || character === '\u007f');

type Parts = Readonly<{ pair: string; attributes: readonly (readonly [string, string])[] }>;

const partsOf = (text: string): Parts => {
  const [pair = '', ...rest] = text.slice(0, LONGEST_COOKIE).trim().split(';');
  const attributes = rest.map((attribute) => {
    const [key = '', value = ''] = attribute.split('=').map((part) => part.trim());
    return [key.toLowerCase(), value] as const;
  });
  return { pair, attributes };
};

/** Reads a `Set-Cookie` value; undefined when browsers would drop it for its syntax. Source: RFC 6265 § 5.2. */
export const parseCookie = (text: string): Cookie | undefined => {
  const { pair, attributes } = partsOf(text);
  const name = pair.slice(0, Math.max(0, pair.indexOf('='))).trim();
  if (name === '' || hasControlCharacter(pair)) return undefined;
  const last = new Map(attributes);
  const domain = last.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  const path = last.get('path') ?? '';
  return {
    name,
    secure: last.has('secure'),
    httpOnly: last.has('httponly'),
    sameSite: sameSiteOf(last.get('samesite')),
    domain: domain === '' ? null : domain,
    path: path.startsWith('/') ? path : null,
  };
};

/** Whether `SameSite` stands there with a value that is none of the three; browsers may drop the cookie for another reason. */
export const hasBadSameSite = (text: string): boolean =>
  partsOf(text).attributes.some(([key, value]) => key === 'samesite' && sameSiteOf(value) === null);

const sameSiteOf = (value: string | undefined): Cookie['sameSite'] =>
  SAME_SITE.find((one) => one === value?.toLowerCase()) ?? null;

/** Whether a name makes a promise that the cookie breaks, so that browsers drop it. Source: RFC 6265bis § 4.1.3. */
export const breaksPrefix = ({ name, secure, domain, path }: Cookie): boolean =>
  (name.startsWith('__Secure-') && !secure) ||
  (name.startsWith('__Host-') && !(secure && domain === null && path === '/'));

/** The cookies that a host's answer leaves, the last of a name, domain and path. A missing path is taken for `/`, as Observatory's cookie jar does. */
export const keptCookies = (host: string, values: readonly string[]): readonly Cookie[] => {
  const kept = new Map<string, Cookie>();
  for (const value of values.slice(0, MOST_COOKIES)) {
    const cookie = parseCookie(value);
    if (cookie === undefined || !mayBeSetBy(host, cookie.domain)) continue;
    const path = cookie.path ?? '/';
    if (!breaksPrefix({ ...cookie, path })) kept.set(`${cookie.name}\0${cookie.domain ?? host}\0${path}`, cookie);
  }
  return [...kept.values()];
};

/** A host sets cookies for itself and for domains above it, short of a public suffix (RFC 6265 § 5.3). */
const mayBeSetBy = (host: string, domain: string | null): boolean => {
  if (domain === null || domain === host) return true;
  if (parseHost(host).isIp === true || !host.endsWith(`.${domain}`)) return false;
  return getPublicSuffix(host) !== domain;
};
