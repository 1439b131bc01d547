import type { ResolveDns } from './resolve-dns.ts';

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';
export type Dmarc = Readonly<{ policy: DmarcPolicy; at: string; inherited: boolean; reports: boolean }>;

const VERSION = /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/;
/** A walk up the tree shortens long names at once (RFC 9989 § 4.10). */
const MOST_LABELS = 7;

type Found = Readonly<{ at: string; tags: ReadonlyMap<string, string> }>;

const recordAt = async (resolve: ResolveDns, name: string): Promise<Found | undefined> => {
  const texts = (await resolve(`_dmarc.${name}`, 'TXT'))
    .map((text) => text.trim())
    .filter((text) => VERSION.test(text));
  const [text] = texts;
  // Several records count as none.
  if (text === undefined || texts.length > 1) return undefined;
  const tags = new Map(
    text
      .split(';')
      .map(
        (part) =>
          [part.slice(0, part.indexOf('=')).trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()] as const,
      )
      .filter(([tag]) => tag !== ''),
  );
  return { at: name, tags };
};

/**
 * The DMARC policy that holds for a domain: its own, or the one of the organization above it. Undefined when there is none.
 * Source: RFC 7489 § 6.3, RFC 9989 § 4.10 (walk up the tree, without the records of public suffixes).
 * @throws Error when DNS does not answer
 */
export const findDmarc = async (resolve: ResolveDns, domain: string): Promise<Dmarc | undefined> => {
  const found: Found[] = [];
  for (let labels = domain.toLowerCase().split('.'); labels.length > 1; labels = labels.slice(1)) {
    if (labels.length > MOST_LABELS && found.length === 0 && labels.join('.') !== domain) continue;
    const record = await recordAt(resolve, labels.join('.'));
    if (record === undefined) continue;
    found.push(record);
    if (record.at === domain || record.tags.get('psd') === 'n') break;
  }
  const own = found.find(({ at }) => at === domain.toLowerCase());
  const holding = own ?? found.at(-1);
  if (holding === undefined) return undefined;
  const { at, tags } = holding;
  const inherited = own === undefined;
  const asked = (inherited ? (tags.get('sp') ?? tags.get('p')) : tags.get('p'))?.toLowerCase();
  const reports = (tags.get('rua') ?? '') !== '';
  const policy = asked === 'quarantine' || asked === 'reject' || asked === 'none' ? asked : undefined;
  // A record without a policy that asks for reports counts as p=none, any other as no record.
  if (policy === undefined && !reports) return undefined;
  return { policy: policy ?? 'none', at, inherited, reports };
};
