import { parse } from 'tldts';
import { RESERVED_TOP_LEVEL } from './address-lists.ts';

type Attributes = Readonly<Record<string, string>>;

const ADDRESS = /^[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9][a-z0-9.-]{0,250}\.[a-z]{2,24}$/i;

/** Whether a text is one address and nothing else, at a domain that there can be. */
export const isOneAddress = (text: string): boolean => {
  if (!ADDRESS.test(text)) return false;
  const host = text.slice(text.lastIndexOf('@') + 1);
  return parse(host).isIcann === true || RESERVED_TOP_LEVEL.has(host.split('.').at(-1)?.toLowerCase() ?? '');
};

/** Cloudflare's e-mail protection: the first byte is the key that every other byte was xored with. */
export const decodeCloudflare = (hex: string): string | undefined => {
  if (!/^(?:[0-9a-f]{2}){4,}$/i.test(hex)) return undefined;
  const [key = 0, ...bytes] = Buffer.from(hex, 'hex');
  return Buffer.from(bytes.map((byte) => byte ^ key)).toString('utf8');
};

/** Ranges of characters within which TYPO3 shifts each one round (typo3/cms-core, `decryptCharcode`). */
const TYPO3_RANGES = [
  [0x2b, 0x3a],
  [0x40, 0x5a],
  [0x61, 0x7a],
] as const;
const TYPO3_OFFSETS = [-1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6, -7, 7, -8, 8, -9, 9, -10, 10];

const shifted = (text: string, by: number): string =>
  Array.from(text)
    .map((character) => {
      const code = character.charCodeAt(0);
      const range = TYPO3_RANGES.find(([low, high]) => code >= low && code <= high);
      if (range === undefined) return character;
      const size = range[1] - range[0] + 1;
      return String.fromCharCode(range[0] + ((((code - range[0] + by) % size) + size) % size));
    })
    .join('');

/** TYPO3's spam protection: a `mailto:` whose letters are shifted by an offset of the site's choice, from -10 to 10. */
export const decodeTypo3 = (token: string): string | undefined =>
  TYPO3_OFFSETS.map((by) => shifted(token, by))
    .find((text) => /^mailto:/i.test(text) && isOneAddress(text.slice('mailto:'.length).split('?')[0] ?? ''))
    ?.slice('mailto:'.length)
    .split('?')[0];

export const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });

const reversed = (text: string): string => Array.from(text).reverse().join('');
const fromBase64 = (text: string): string =>
  /^[a-z0-9+/]{8,400}={0,2}$/i.test(text) ? Buffer.from(text, 'base64').toString('latin1') : '';
const spelledOut = (text: string): string =>
  text.replace(/\s*[[({]\s*at\s*[\])}]\s*/gi, '@').replace(/\s*[[({]\s*dot\s*[\])}]\s*/gi, '.');

/** An address as it stands, backwards, in base64 or in ROT13: whichever reading gives one. */
const decodeAttribute = (value: string): string | undefined => {
  const text = value.replace(/^mailto:/i, '').trim();
  return [text, spelledOut(text), reversed(text), fromBase64(text), rot13(text), rot13(spelledOut(text))].find(
    isOneAddress,
  );
};

const WHOLE = [
  'data-email',
  'data-mail',
  'data-enc-email',
  'data-email-address',
  'data-mailto',
  'data-eml',
  'data-encoded',
];
const LOCALS = ['data-user', 'data-name', 'data-local', 'data-mailbox', 'data-u', 'data-part1'];
const HOSTS = ['data-domain', 'data-website', 'data-host', 'data-d', 'data-part2'];
const TOPS = ['data-tld', 'data-ext', 'data-part3'];

const firstOf = (attributes: Attributes, names: readonly string[]): string | undefined =>
  names.map((name) => attributes[name]).find((value) => value !== undefined && value !== '');

/**
 * The address that an element's attributes give to a script or protect from harvesters: Cloudflare's and TYPO3's forms, `data-email` (plain, reversed, base64,
 * ROT13), one in parts (`data-user` and `data-domain`), microdata. Undefined when there is none.
 */
export const addressInAttributes = (attributes: Attributes): string | undefined => {
  const href = attributes['href'] ?? '';
  const cloudflare = attributes['data-cfemail'] ?? /\/cdn-cgi\/l\/email-protection#([0-9a-f]+)$/i.exec(href)?.[1];
  if (cloudflare !== undefined) return decodeCloudflare(cloudflare);
  const typo3 =
    attributes['data-mailto-token'] ?? /^javascript:\s*linkTo_UnCryptMailto\(['"]?(.+?)['"]?\)/i.exec(href)?.[1];
  if (typo3 !== undefined)
    return decodeTypo3(
      decodeHref(typo3)
        .replaceAll('\\/', '/')
        .replace(/^['"]|['"]$/g, ''),
    );
  const whole = firstOf(attributes, WHOLE) ?? (attributes['itemprop'] === 'email' ? attributes['content'] : undefined);
  if (whole !== undefined) return decodeAttribute(whole);
  const [local, host, top] = [LOCALS, HOSTS, TOPS].map((names) => firstOf(attributes, names));
  if (local === undefined || host === undefined) return undefined;
  const joined = `${local}@${host}${top === undefined ? '' : `.${top.replace(/^\./, '')}`}`;
  return [joined, `${reversed(local)}@${reversed(host)}`].find(isOneAddress);
};

const decodeHref = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const LONGEST_SCRIPT = 20_000;

/** The text of a script with its pieces of strings put together and its escapes and entities read. */
const joinedStrings = (script: string): string =>
  script
    .slice(0, LONGEST_SCRIPT)
    .replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_match, two?: string, four?: string) =>
      String.fromCharCode(Number.parseInt(two ?? four ?? '0', 16)),
    )
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_match, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/(['"])\s*\+\s*\1/g, '');

/** Addresses that a script writes into the page: put together after `mailto:`, or by Joomla's cloak (`addy… = '…'; addy… = addy… + '…'`). */
export const addressesInScript = (script: string): readonly string[] => {
  const text = joinedStrings(script);
  if (!/mailto|addy/i.test(text)) return [];
  const cloaked = [
    ...text.matchAll(/\b(addy\w{0,40})\s*=\s*'([^']{1,100})'\s*;\s*\1\s*=\s*\1\s*\+\s*'([^']{1,100})'/g),
  ].map(([, , first = '', second = '']) => first + second);
  const linked = [...text.matchAll(/mailto:([^'"?\s<>\\]{3,200})/gi)].map(([, address = '']) => address);
  return [...cloaked, ...linked].filter(isOneAddress);
};
