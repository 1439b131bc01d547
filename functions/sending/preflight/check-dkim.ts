import { createPublicKey } from 'node:crypto';
import type { ResolveDns } from './resolve-dns.ts';

/** Shortest RSA key that verifiers accept, and the shortest that is advised (RFC 8301 § 3.2). */
const LEAST_BITS = 1_024;
const ADVISED_BITS = 2_048;

export type DkimKey = Readonly<
  { ok: true; algorithm: 'rsa' | 'ed25519'; bits: number; weak: boolean } | { ok: false; problem: string }
>;

const tagsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(';')
      .map(
        (part) =>
          [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).replaceAll(/\s/g, '')] as const,
      )
      .filter(([name]) => name !== ''),
  );

/** Reads a DKIM key record: whether a verifier can use it. Source: RFC 6376 § 3.6.1, RFC 8463. */
export const readDkimKey = (text: string): DkimKey => {
  const tags = tagsOf(text);
  if (tags.has('v') && tags.get('v') !== 'DKIM1') return { ok: false, problem: `is of version ${tags.get('v') ?? ''}` };
  const services = (tags.get('s') ?? '*').split(':');
  if (!services.includes('*') && !services.includes('email')) return { ok: false, problem: 'is not meant for mail' };
  const value = tags.get('p') ?? '';
  if (value === '') return { ok: false, problem: 'has been revoked: its p= is empty' };
  if (!/^[a-z0-9+/]+=*$/i.test(value)) return { ok: false, problem: 'holds no base64 key' };
  const algorithm = tags.get('k') ?? 'rsa';
  const key = Buffer.from(value, 'base64');
  if (algorithm === 'ed25519')
    return key.length === 32
      ? { ok: true, algorithm, bits: 256, weak: false }
      : { ok: false, problem: 'holds a key that is not 32 bytes long' };
  if (algorithm !== 'rsa') return { ok: false, problem: `is of the kind ${algorithm}, which verifiers do not know` };
  const bits = rsaBits(key);
  if (bits === undefined) return { ok: false, problem: 'holds no RSA key' };
  return bits < LEAST_BITS
    ? { ok: false, problem: `has ${String(bits)} bits; verifiers ask for ${String(LEAST_BITS)}` }
    : { ok: true, algorithm, bits, weak: bits < ADVISED_BITS };
};

const rsaBits = (der: Buffer): number | undefined => {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: der, format: 'der', type }).asymmetricKeyDetails?.modulusLength;
    } catch {
      // Some records hold the key without its envelope.
    }
  }
  return undefined;
};

/** Selectors that the usual mail services make; a domain's others cannot be listed. */
export const USUAL_SELECTORS = [
  ...['google', 'selector1', 'selector2', 'default', 'mail', 'dkim', 's1', 's2', 'k1', 'k2', 'k3'],
  ...['zmail', 'fm1', 'fm2', 'fm3', 'protonmail', 'mx', 'smtp', 'key1', 'mandrill'],
] as const;

/** The first usable key under some selectors, else what is wrong with those that were found. @throws Error when DNS does not answer */
export const findDkimKey = async (
  resolve: ResolveDns,
  domain: string,
  selectors: readonly string[],
): Promise<Readonly<{ selector: string; key: DkimKey }> | undefined> => {
  const found = await Promise.all(
    selectors.map(async (selector) => {
      const [text] = await resolve(`${selector}._domainkey.${domain}`, 'TXT');
      return text === undefined ? [] : [{ selector, key: readDkimKey(text) }];
    }),
  );
  return found.flat().find(({ key }) => key.ok) ?? found.flat()[0];
};
