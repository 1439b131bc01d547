import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { SECOND } from '../../platform/time.ts';
import type { ResolveDns } from '../../sending/preflight/resolve-dns.ts';

export type StsPolicy = Readonly<{ mode: string; maxAge: number; hosts: readonly string[] }>;
export type MtaSts = Readonly<
  | { state: 'absent' }
  | { state: 'broken'; record: string; problem: string }
  | { state: 'unknown'; record: string; reason: string }
  | { state: 'found'; record: string; policy: StsPolicy }
>;

/** RFC 8461 § 3.3 lets readers stop at 64 KB, and forbids following redirects. */
const FETCH = { timeoutMs: 8 * SECOND, maxBytes: 64 * 1024, maxRedirects: 0 } as const;
const RECORD = /^v=STSv1\s*;.*?\bid=[a-z0-9]{1,32}\s*(?:;|$)/i;
const MODES = new Set(['enforce', 'testing', 'none']);

/** The policy by which senders insist on encryption to a domain's mail hosts. Source: RFC 8461. @throws Error when DNS does not answer */
export const readMtaSts = async (
  resolve: ResolveDns,
  domain: string,
  fetchRaw: FetchRaw | undefined,
): Promise<MtaSts> => {
  const records = (await resolve(`_mta-sts.${domain}`, 'TXT')).filter((text) => /^v=STSv1(?:;|\s|$)/i.test(text));
  const [record] = records;
  if (record === undefined) return { state: 'absent' };
  if (records.length > 1) return { state: 'broken', record, problem: 'there are several records, which count as none' };
  if (!RECORD.test(record)) return { state: 'broken', record, problem: 'the record has no id' };
  if (fetchRaw === undefined) return { state: 'unknown', record, reason: 'The policy file was not fetched.' };
  const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  const answer = await fetchRaw(url, FETCH);
  if (!answer.ok)
    return answer.reason === 'timeout'
      ? { state: 'unknown', record, reason: 'The policy file took too long.' }
      : { state: 'broken', record, problem: `the policy at ${url} cannot be read (${answer.reason})` };
  if (answer.status !== 200)
    return { state: 'broken', record, problem: `${url} answers with status ${String(answer.status)}` };
  const policy = parsePolicy(answer.text);
  return typeof policy === 'string' ? { state: 'broken', record, problem: policy } : { state: 'found', record, policy };
};

/** Reads a policy file; what is wrong with it where it is none. Source: RFC 8461 § 3.2. */
export const parsePolicy = (text: string): StsPolicy | string => {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon === -1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  const first = new Map(pairs.toReversed());
  const mode = first.get('mode')?.toLowerCase() ?? '';
  const maxAge = Number(first.get('max_age'));
  if (first.get('version') !== 'STSv1') return 'the policy file does not begin with version: STSv1';
  if (!MODES.has(mode)) return 'the policy file names no mode';
  if (!Number.isInteger(maxAge) || maxAge < 0 || maxAge > 31_557_600) return 'the policy file has no usable max_age';
  const hosts = pairs.flatMap(([key, value]) => (key === 'mx' ? [value.toLowerCase().replace(/\.$/, '')] : []));
  return hosts.length === 0 && mode !== 'none' ? 'the policy file names no mail host' : { mode, maxAge, hosts };
};

/** Whether a policy's pattern stands for a host: itself, or `*.` for exactly one label. Source: RFC 8461 § 4.1. */
export const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.slice(host.indexOf('.') + 1) === pattern.slice(2) && host.includes('.')
    : pattern === host;
