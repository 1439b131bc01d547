import { Resolver } from 'node:dns/promises';
import { errorCode } from '../platform/safe-fetch/error-code.ts';
import { isPrivateName } from '../platform/safe-fetch/private-names.ts';
import type { ResolveHost } from '../platform/safe-fetch/resolve-host.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '../platform/time.ts';

/**
 * What DNS says of a domain's mail: `accepts` (it names servers), `no_mx` (none named, but the domain has an address of its own, which RFC 5321 § 5.1 makes its server),
 * `null_mx` (it says that it takes none, RFC 7505), `no_domain`, `no_server` (neither server nor address), `no_answer` (DNS did not tell).
 */
export type MailDomain = 'accepts' | 'no_mx' | 'null_mx' | 'no_domain' | 'no_server' | 'no_answer';
export type ReadMailDomain = (domain: string) => Promise<MailDomain>;
type AskMx = (domain: string) => Promise<readonly Readonly<{ exchange: string; priority: number }>[]>;

const TIMEOUT = 3 * SECOND;
const KEEP = HOUR;
const KEPT_DOMAINS = 20_000;
/** So many failures in a row mean that the resolver is at fault; for a minute nothing is asked then. */
const FAILURES_TO_OPEN = 20;

const resolver = () => new Resolver({ timeout: TIMEOUT, tries: 1 });
const askSystem = (): AskMx => {
  const own = resolver();
  return (domain) => own.resolveMx(domain);
};
/** A top-level domain that is there as long as the internet is. */
const SURELY_THERE = 'com';
const askTopLevel = (): (() => Promise<unknown>) => {
  const own = resolver();
  return () => own.resolveNs(SURELY_THERE);
};

/** Gives what DNS says of a domain's mail; remembered for an hour. A resolver that fails or is not there leaves domains without an answer, never invalid. */
export const createReadMailDomain = ({
  ask = askSystem(),
  topLevel = askTopLevel(),
  resolveHost,
  clock,
  timeout = TIMEOUT,
}: {
  ask?: AskMx;
  /** Asks for what is surely there; fails on a resolver that is cut off from the internet and denies every name. */
  topLevel?: () => Promise<unknown>;
  resolveHost: ResolveHost;
  clock: Clock;
  timeout?: number;
}): ReadMailDomain => {
  const known = new Map<string, Readonly<{ until: number; mail: Promise<MailDomain> }>>();
  let failures = 0;
  let closedUntil = 0;

  const inTime = async <T>(asking: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(Object.assign(new Error('No answer in time'), { code: 'ETIMEOUT' }));
      }, timeout);
    });
    try {
      return await Promise.race([asking, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  let connected: Readonly<{ until: number; yes: Promise<boolean> }> | undefined;
  /** Whether a "no such name" says anything: machines without the internet often have a resolver that answers so to everything. */
  const knowsInternet = (): Promise<boolean> => {
    if (connected !== undefined && connected.until > clock()) return connected.yes;
    const yes = inTime(topLevel()).then(
      () => true,
      () => false,
    );
    const asked = clock();
    connected = { until: asked + KEEP, yes };
    void yes.then((known) => {
      if (!known) connected = { until: asked + MINUTE, yes };
    });
    return yes;
  };
  const ifConnected = async (answer: MailDomain): Promise<MailDomain> =>
    (await knowsInternet()) ? answer : 'no_answer';

  /** Without mail servers of its own a domain's address takes its mail. */
  const byAddress = async (domain: string, otherwise: 'no_domain' | 'no_server'): Promise<MailDomain> => {
    const found = await resolveHost(domain);
    if (found.ok) return 'no_mx';
    return found.reason === 'dns_not_found' ? await ifConnected(otherwise) : 'no_answer';
  };

  const read = async (domain: string): Promise<MailDomain> => {
    if (clock() < closedUntil) return 'no_answer';
    try {
      const servers = (await inTime(ask(domain))).map(({ exchange }) => exchange.replace(/\.$/, ''));
      failures = 0;
      if (servers.length > 0 && servers.every((server) => server === '')) return 'null_mx';
      const usable = servers.filter((server) => server !== '' && !isPrivateName(server));
      if (usable.length > 0) return 'accepts';
      return servers.length > 0 ? 'no_server' : await byAddress(domain, 'no_server');
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENODATA') return await byAddress(domain, 'no_server');
      if (code === 'ENOTFOUND') return await ifConnected('no_domain');
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) closedUntil = clock() + MINUTE;
      return 'no_answer';
    }
  };

  return async (domain) => {
    const found = known.get(domain);
    if (found !== undefined && found.until > clock()) return await found.mail;
    if (known.size >= KEPT_DOMAINS) known.clear();
    const mail = read(domain);
    known.set(domain, { until: clock() + KEEP, mail });
    const answer = await mail;
    // What DNS did not tell is asked again the next time.
    if (answer === 'no_answer') known.delete(domain);
    return answer;
  };
};
