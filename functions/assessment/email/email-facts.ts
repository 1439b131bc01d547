import type { FetchRaw } from '../../platform/safe-fetch/fetch-raw.ts';
import { type Dmarc, findDmarc } from '../../sending/preflight/check-dmarc.ts';
import { checkSpf, type SpfAnswer } from '../../sending/preflight/check-spf.ts';
import type { ResolveDns } from '../../sending/preflight/resolve-dns.ts';
import { isSpf } from '../../sending/preflight/spf-record.ts';
import { type Answer, answered } from './ask-dns.ts';
import { type FoundKey, findKeys } from './dkim-keys.ts';
import { type MtaSts, readMtaSts } from './mta-sts.ts';

export type DmarcFacts = Readonly<{
  /** The records at the domain's own name. */
  own: readonly string[];
  /** The policy that holds, its own or inherited; null without one. */
  holding: (Dmarc & { record: string; percent: number }) | null;
}>;

/** What the rules on a domain's mail are functions of. */
export type EmailFacts = Readonly<{
  domain: string;
  /** Mail hosts, best first; one that is empty says that the domain takes no mail (RFC 7505). */
  mx: Answer<readonly string[]>;
  /** Whether the name itself has an address, to which mail goes without MX. */
  address: Answer<boolean>;
  spfRecords: Answer<readonly string[]>;
  spf: Answer<SpfAnswer>;
  dmarc: Answer<DmarcFacts>;
  dkim: Answer<readonly FoundKey[]>;
  mtaSts: Answer<MtaSts>;
  tlsReports: Answer<readonly string[]>;
  bimi: Answer<readonly string[]>;
}>;

/** Asks DNS for all that mail of a domain rests on, side by side. Never rejects: what was not answered is told in its place. */
export const readEmailFacts = async (resolve: ResolveDns, domain: string, fetchRaw?: FetchRaw): Promise<EmailFacts> => {
  const texts = (name: string, start: RegExp) => async (): Promise<readonly string[]> =>
    (await resolve(name, 'TXT')).map((text) => text.trim()).filter((text) => start.test(text));
  const [mx, address, spfRecords, spf, dmarc, dkim, mtaSts, tlsReports, bimi] = await Promise.all([
    answered(`MX ${domain}`, async () =>
      (await resolve(domain, 'MX')).map((host) => host.toLowerCase().replace(/\.$/, '')),
    ),
    answered(
      `A ${domain}`,
      async () => (await resolve(domain, 'A')).length + (await resolve(domain, 'AAAA')).length > 0,
    ),
    answered(`TXT ${domain}`, async () => (await resolve(domain, 'TXT')).filter(isSpf)),
    readSpf(resolve, domain),
    answered(`TXT _dmarc.${domain}`, () => readDmarc(resolve, domain)),
    answered(`the usual DKIM selectors of ${domain}`, () => findKeys(resolve, domain)),
    answered(`TXT _mta-sts.${domain}`, () => readMtaSts(resolve, domain, fetchRaw)),
    answered(`TXT _smtp._tls.${domain}`, texts(`_smtp._tls.${domain}`, /^v=TLSRPTv1(?:;|\s|$)/i)),
    answered(`TXT default._bimi.${domain}`, texts(`default._bimi.${domain}`, /^v=BIMI1(?:;|\s|$)/i)),
  ]);
  return { domain, mx, address, spfRecords, spf, dmarc, dkim, mtaSts, tlsReports, bimi };
};

/** SPF's own failures are values; without the domain's own record there is nothing to judge. */
const readSpf = async (resolve: ResolveDns, domain: string): Promise<Answer<SpfAnswer>> => {
  const spf = await checkSpf(resolve, domain);
  return spf.result === 'temperror' && spf.record === null
    ? { ok: false, reason: `DNS did not answer for TXT ${domain}.` }
    : { ok: true, value: spf };
};

const DMARC = /^v\s*=\s*DMARC1\s*(?:;|$)/;

const readDmarc = async (resolve: ResolveDns, domain: string): Promise<DmarcFacts> => {
  const recordsAt = async (name: string): Promise<readonly string[]> =>
    (await resolve(`_dmarc.${name}`, 'TXT')).map((text) => text.trim()).filter((text) => DMARC.test(text));
  const [own, holding] = await Promise.all([recordsAt(domain), findDmarc(resolve, domain)]);
  if (holding === undefined) return { own, holding: null };
  const [record = ''] = await recordsAt(holding.at);
  return { own, holding: { ...holding, record, percent: percentOf(record) } };
};

/** The share of mail that a policy is for; all of it unless said otherwise (RFC 7489 § 6.3). */
const percentOf = (record: string): number => {
  const stated = /(?:^|;)\s*pct\s*=\s*(\d{1,3})\s*(?:;|$)/i.exec(record)?.[1] ?? '100';
  return Math.min(Number(stated), 100);
};
