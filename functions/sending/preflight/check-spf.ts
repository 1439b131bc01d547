import { BlockList, isIPv6 } from 'node:net';
import type { ResolveDns } from './resolve-dns.ts';
import { expandMacros } from './spf-macro.ts';
import { isSpf, type Mechanism, parseSpf, type Qualifier } from './spf-record.ts';

/** Terms that cost a lookup, over all included records, and lookups that find nothing (RFC 7208 § 4.6.4). */
export const MOST_LOOKUPS = 10;
const MOST_VOID = 2;
const MOST_HOSTS = 10;

export type SpfResult = Qualifier | 'none' | 'permerror' | 'temperror';
export type SpfAnswer = Readonly<{
  result: SpfResult;
  /** What is wrong, where something is. */
  problem: string | null;
  lookups: number;
  record: string | null;
  /** Every domain whose record was included or redirected to. */
  included: ReadonlySet<string>;
}>;

class Wrong extends Error {
  readonly result: 'none' | 'permerror' | 'temperror';
  constructor(result: 'none' | 'permerror' | 'temperror', problem: string) {
    super(problem);
    this.result = result;
  }
}

type State = { lookups: number; voids: number; included: Set<string>; record: string | null };
type Asked = Readonly<{ ip: string | null; sender: string; helo: string }>;

/**
 * Whether a host may send for a domain. Without a host (`ip: null`) nothing matches, so that every term is walked and counted: what the record costs
 * its most distant sender. Source: RFC 7208, check_host().
 */
export const checkSpf = async (resolve: ResolveDns, domain: string, asked: Partial<Asked> = {}): Promise<SpfAnswer> => {
  const state: State = { lookups: 0, voids: 0, included: new Set(), record: null };
  const all: Asked = { ip: null, sender: `postmaster@${domain}`, helo: domain, ...asked };
  const answer = (result: SpfResult, problem: string | null): SpfAnswer => ({
    ...{ result, problem, lookups: state.lookups, record: state.record, included: state.included },
  });
  try {
    return answer(await evaluate(resolve, domain, all, state), null);
  } catch (error) {
    if (error instanceof Wrong) return answer(error.result, error.message);
    throw error;
  }
};

const evaluate = async (resolve: ResolveDns, domain: string, asked: Asked, state: State): Promise<Qualifier> => {
  const texts = (await ask(resolve, domain, 'TXT')).filter(isSpf);
  const [text] = texts;
  if (text === undefined) throw new Wrong('none', `${domain} has no SPF record`);
  if (texts.length > 1)
    throw new Wrong('permerror', `${domain} has ${String(texts.length)} SPF records; there may be one`);
  state.record ??= text;
  const record = parseSpf(text);
  if ('wrong' in record) throw new Wrong('permerror', `the SPF record of ${domain} holds ${record.wrong}`);
  const named = (spec: string): string => {
    const { sender, helo, ip } = asked;
    const name = spec === '' ? domain : expandMacros(spec, { sender, helo, domain, ip: ip ?? '0.0.0.0' });
    if (name === undefined)
      throw new Wrong('permerror', `the SPF record of ${domain} holds a malformed macro: ${spec}`);
    return name;
  };
  for (const mechanism of record.mechanisms) {
    // An `all` ends the record, and a redirect beside it is not used.
    if (mechanism.name === 'all') return mechanism.qualifier;
    if (await matches(resolve, mechanism, named, asked, state)) return mechanism.qualifier;
  }
  if (record.redirect === undefined) return 'neutral';
  count(state);
  const target = named(record.redirect);
  state.included.add(target);
  try {
    return await evaluate(resolve, target, asked, state);
  } catch (error) {
    if (error instanceof Wrong && error.result === 'none')
      throw new Wrong('permerror', `the SPF record of ${domain} redirects to ${target}, which has none`);
    throw error;
  }
};

const matches = async (
  resolve: ResolveDns,
  { name, value, prefix4, prefix6 }: Mechanism,
  named: (spec: string) => string,
  asked: Asked,
  state: State,
): Promise<boolean> => {
  const { ip } = asked;
  switch (name) {
    case 'ip4':
    case 'ip6':
      return isWithin(ip, [value], prefix4, prefix6);
    case 'include': {
      count(state);
      const target = named(value);
      state.included.add(target);
      try {
        return (await evaluate(resolve, target, asked, state)) === 'pass';
      } catch (error) {
        if (error instanceof Wrong && error.result === 'none')
          throw new Wrong('permerror', `${target} is included and has no SPF record`);
        throw error;
      }
    }
    case 'a':
      count(state);
      return isWithin(ip, await addresses(resolve, named(value), ip, state), prefix4, prefix6);
    case 'mx': {
      count(state);
      const hosts = noted(await ask(resolve, named(value), 'MX'), state);
      if (hosts.length > MOST_HOSTS)
        throw new Wrong('permerror', `${named(value)} has more than ${String(MOST_HOSTS)} MX hosts`);
      if (ip === null) return false;
      for (const host of hosts)
        if (isWithin(ip, await ask(resolve, host, isIPv6(ip) ? 'AAAA' : 'A'), prefix4, prefix6)) return true;
      return false;
    }
    case 'exists': {
      count(state);
      return ip !== null && noted(await ask(resolve, named(value), 'A'), state).length > 0;
    }
    case 'ptr':
      // Costs a lookup and is not to be used (RFC 7208 § 5.5); a sender that rests on it has to be told so.
      count(state);
      return false;
    case 'all':
      return true;
  }
};

const count = (state: State): void => {
  state.lookups += 1;
  if (state.lookups > MOST_LOOKUPS)
    throw new Wrong('permerror', `the SPF record needs more than ${String(MOST_LOOKUPS)} DNS lookups`);
};

const noted = (found: readonly string[], state: State): readonly string[] => {
  if (found.length === 0) state.voids += 1;
  if (state.voids > MOST_VOID)
    throw new Wrong('permerror', `more than ${String(MOST_VOID)} lookups of the SPF record find nothing`);
  return found;
};

const addresses = async (
  resolve: ResolveDns,
  host: string,
  ip: string | null,
  state: State,
): Promise<readonly string[]> => noted(await ask(resolve, host, ip !== null && isIPv6(ip) ? 'AAAA' : 'A'), state);

const ask = async (resolve: ResolveDns, name: string, type: Parameters<ResolveDns>[1]): Promise<readonly string[]> => {
  try {
    return await resolve(name, type);
  } catch {
    throw new Wrong('temperror', `DNS did not answer for ${name}`);
  }
};

const isWithin = (ip: string | null, networks: readonly string[], prefix4: number, prefix6: number): boolean => {
  if (ip === null) return false;
  const family = isIPv6(ip) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const network of networks)
    if (isIPv6(network) === isIPv6(ip)) list.addSubnet(network, family === 'ipv6' ? prefix6 : prefix4, family);
  return list.check(ip, family);
};
