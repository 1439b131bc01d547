import { Resolver } from 'node:dns/promises';
import { type Clock, MINUTE, SECOND, systemClock } from '../time.ts';
import { errorCode } from './error-code.ts';

export type Resolution =
  | Readonly<{ ok: true; addresses: readonly string[] }>
  | Readonly<{ ok: false; reason: 'dns_not_found' | 'dns_failed' | 'resolver_unavailable' }>;

/** Asks for the addresses of one family; throws errors with the codes of `node:dns`. */
export type AskDns = (host: string, family: 4 | 6) => Promise<readonly string[]>;

const LOOKUP_TIMEOUT = 3 * SECOND;
const REMEMBER = 10 * MINUTE;
const REMEMBERED_HOSTS = 20_000;
/** A run asks for thousands of hosts; so many resolver failures in a row mean that the resolver, not the hosts, is at fault. */
const FAILURES_TO_OPEN = 20;
const OPEN_FOR = 60 * SECOND;

/** c-ares, not getaddrinfo: a lookup that hangs must not hold one of the four threads that files and zlib need too. */
const askSystem = (): AskDns => {
  const resolver = new Resolver({ timeout: LOOKUP_TIMEOUT, tries: 1 });
  return (host, family) => (family === 4 ? resolver.resolve4(host) : resolver.resolve6(host));
};

/** `ENOTFOUND` and `ENODATA` are answers (no such name, no such record); everything else says that the resolver failed. */
const isAnswer = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA'].includes(errorCode(error));

/**
 * Gives a host's addresses, v4 first. Names that do not exist are remembered for ten minutes a process. After twenty resolver failures in a row
 * nothing is asked for a minute (`resolver_unavailable`); then one failure closes it for another.
 */
export const createResolveHost = ({
  ask = askSystem(),
  clock = systemClock,
  timeout = LOOKUP_TIMEOUT,
}: {
  ask?: AskDns;
  clock?: Clock;
  timeout?: number;
} = {}) => {
  const missing = new Map<string, number>();
  let failures = 0;
  let closedUntil = 0;

  const settle = async (host: string, family: 4 | 6): Promise<readonly string[] | 'none' | 'failed'> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'failed'>((resolve) => {
      timer = setTimeout(() => {
        resolve('failed');
      }, timeout);
    });
    try {
      return await Promise.race([ask(host, family), late]);
    } catch (error) {
      return isAnswer(error) ? 'none' : 'failed';
    } finally {
      clearTimeout(timer);
    }
  };

  const failed = (): Resolution => {
    failures += 1;
    if (failures >= FAILURES_TO_OPEN) closedUntil = clock() + OPEN_FOR;
    return { ok: false, reason: 'dns_failed' };
  };

  return async (host: string): Promise<Resolution> => {
    const now = clock();
    if ((missing.get(host) ?? 0) > now) return { ok: false, reason: 'dns_not_found' };
    if (now < closedUntil) return { ok: false, reason: 'resolver_unavailable' };
    const [v4, v6] = await Promise.all([settle(host, 4), settle(host, 6)]);
    const addresses = [v4, v6].flatMap((found) => (typeof found === 'string' ? [] : found));
    if (addresses.length === 0 && (v4 === 'failed' || v6 === 'failed')) return failed();
    failures = 0;
    if (addresses.length > 0) return { ok: true, addresses };
    if (missing.size >= REMEMBERED_HOSTS) missing.clear();
    missing.set(host, now + REMEMBER);
    return { ok: false, reason: 'dns_not_found' };
  };
};
export type ResolveHost = ReturnType<typeof createResolveHost>;
