import { isIPv4, isIPv6 } from 'node:net';

export type Qualifier = 'pass' | 'fail' | 'softfail' | 'neutral';
/** A term that is asked in turn: whether it matches, and what that means. */
export type Mechanism = Readonly<{
  qualifier: Qualifier;
  name: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';
  /** Its domain-spec or network; empty for the current domain. */
  value: string;
  prefix4: number;
  prefix6: number;
}>;
export type SpfRecord = Readonly<{ mechanisms: readonly Mechanism[]; redirect: string | undefined }>;

const QUALIFIERS: Readonly<Record<string, Qualifier>> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };
const MODIFIER = /^([a-z][a-z0-9._-]*)=(.*)$/i;
const MECHANISM =
  /^([-+~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^/]*(?:\/(?![\d/])[^/]*)*))?(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/i;
const IP_MECHANISM = /^([-+~?]?)(ip4|ip6):([^/]+)(?:\/(\d{1,3}))?$/i;

export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** Reads an SPF record; the term that is wrong where it is not one. Source: RFC 7208 § 4.6, § 5, § 6. */
export const parseSpf = (text: string): SpfRecord | Readonly<{ wrong: string }> => {
  if (/[^\x20-\x7e]/.test(text)) return { wrong: 'a character that is not ASCII' };
  const mechanisms: Mechanism[] = [];
  let redirect: string | undefined;
  let explained = false;
  for (const term of text
    .split(' ')
    .slice(1)
    .filter((part) => part !== '')) {
    const modifier = MODIFIER.exec(term);
    if (modifier !== null) {
      const name = modifier[1]?.toLowerCase();
      if ((name === 'redirect' && redirect !== undefined) || (name === 'exp' && explained)) return { wrong: term };
      if (name === 'redirect') {
        if (modifier[2] === '') return { wrong: term };
        redirect = modifier[2];
      }
      explained ||= name === 'exp';
      continue;
    }
    const mechanism = parseMechanism(term);
    if (mechanism === undefined) return { wrong: term };
    mechanisms.push(mechanism);
  }
  return { mechanisms, redirect };
};

const parseMechanism = (term: string): Mechanism | undefined => {
  const ip = IP_MECHANISM.exec(term);
  if (ip !== null) {
    const [, sign = '', kind = '', value = '', prefix] = ip;
    const name = kind.toLowerCase() === 'ip4' ? 'ip4' : 'ip6';
    const most = name === 'ip4' ? 32 : 128;
    const length = prefix === undefined ? most : Number(prefix);
    if (!(name === 'ip4' ? isIPv4(value) : isIPv6(value)) || length > most || /^0\d/.test(prefix ?? ''))
      return undefined;
    return { qualifier: QUALIFIERS[sign] ?? 'pass', name, value, prefix4: length, prefix6: length };
  }
  const found = MECHANISM.exec(term);
  if (found === null) return undefined;
  const [, sign = '', kind = '', value, prefix4, prefix6] = found;
  const name = kind.toLowerCase() as Mechanism['name'];
  const needsValue = name === 'include' || name === 'exists';
  const mayHavePrefix = name === 'a' || name === 'mx';
  if (name === 'ip4' || name === 'ip6' || (needsValue && (value ?? '') === '') || value === '') return undefined;
  if (name === 'all' && term.includes(':')) return undefined;
  if (!mayHavePrefix && (prefix4 !== undefined || prefix6 !== undefined)) return undefined;
  if (Number(prefix4 ?? 32) > 32 || Number(prefix6 ?? 128) > 128) return undefined;
  return {
    ...{ qualifier: QUALIFIERS[sign] ?? 'pass', name, value: value ?? '' },
    ...{ prefix4: Number(prefix4 ?? 32), prefix6: Number(prefix6 ?? 128) },
  };
};
