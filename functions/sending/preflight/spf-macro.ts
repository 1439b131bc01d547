import { isIPv6 } from 'node:net';

export type MacroValues = Readonly<{ sender: string; domain: string; ip: string; helo: string }>;

const MACRO = /%(?:\{([slodiphv])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))/gi;

/** An IPv6 address as 32 nibbles with dots; IPv4 as it is (RFC 7208 § 7.3, "i"). */
const dotted = (ip: string): string => {
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
  return groups.map((group) => group.padStart(4, '0').split('').join('.')).join('.');
};

const letterOf = (letter: string, { sender, domain, ip, helo }: MacroValues): string => {
  const at = sender.lastIndexOf('@');
  switch (letter) {
    case 's':
      return sender;
    case 'l':
      return sender.slice(0, at);
    case 'o':
      return sender.slice(at + 1);
    case 'd':
      return domain;
    case 'i':
      return dotted(ip);
    case 'v':
      return isIPv6(ip) ? 'ip6' : 'in-addr';
    case 'h':
      return helo;
    default:
      // A validated name would cost lookups of its own, and RFC 7208 § 7.2 advises against it.
      return 'unknown';
  }
};

/** A domain-spec with its macros filled in; undefined when one is malformed. Source: RFC 7208 § 7. */
export const expandMacros = (spec: string, values: MacroValues): string | undefined => {
  if (spec.replaceAll(MACRO, '').includes('%')) return undefined;
  const filled = spec.replaceAll(MACRO, (...found: string[]) => {
    const [, letter, digits, reversed, delimiters, literal] = found;
    if (literal !== undefined && literal !== '') return literal === '%' ? '%' : literal === '_' ? ' ' : '%20';
    const among = delimiters === undefined || delimiters === '' ? '.' : delimiters;
    let parts = letterOf((letter ?? '').toLowerCase(), values).split(
      new RegExp(`[${among.replaceAll(/[-\\\]^]/g, '\\$&')}]`),
    );
    if (reversed !== undefined && reversed !== '') parts = parts.toReversed();
    if (digits !== undefined && digits !== '') parts = parts.slice(-Number(digits));
    const text = parts.join('.');
    return letter !== undefined && letter === letter.toUpperCase() ? encodeURIComponent(text) : text;
  });
  return filled.replace(/\.$/, '');
};
