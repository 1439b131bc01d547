import type { Files } from '../platform/files.ts';
import { importedContactsIndexKey, importedContactsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { ContactBucket, ContactIndex, companyKeyOf, domainKey, hashByte, nameKey } from './contact-buckets.ts';
import type { ImportedContact } from './contract.ts';

/** Buckets held in the process at once; the oldest go first. At 400 people each some 30 MB. */
const BUCKETS_HELD = 256;

type Bucket = ReadonlyMap<string, readonly ImportedContact[]>;

/**
 * Gives the people that contact imports name at companies: an entry for every company's domain, in the order of imports and rows. People
 * are matched by the registrable domain of the company's website; rows without one by the company's name. Each object is read once a process.
 */
export const createImportedContacts = ({ files }: { files: Pick<Files, 'readText'> }) => {
  const indexes = new Map<string, Promise<number>>();
  const buckets = new Map<string, Promise<Bucket>>();

  const once = <Value>(known: Map<string, Promise<Value>>, key: string, read: () => Promise<Value>) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const reading = read();
    known.set(key, reading);
    // What could not be read is asked for again the next time.
    reading.catch(() => known.delete(key));
    const oldest = known.keys().next().value;
    if (known.size > BUCKETS_HELD && oldest !== undefined) known.delete(oldest);
    return reading;
  };

  const readIndex = async (key: string): Promise<number> => {
    const text = await files.readText(key);
    return text === undefined ? 0 : ContactIndex.parse(JSON.parse(text)).buckets;
  };

  const readBucket = async (key: string): Promise<Bucket> => {
    const text = await files.readText(key);
    const people = text === undefined ? [] : ContactBucket.parse(JSON.parse(text));
    return Map.groupBy(people, companyKeyOf);
  };

  const peopleOf = async (workspaceId: WorkspaceId, importId: ImportId, companyKey: string) => {
    const indexKey = importedContactsIndexKey(workspaceId, importId);
    const count = await once(indexes, indexKey, () => readIndex(indexKey));
    if (count === 0) return [];
    const key = importedContactsKey(workspaceId, importId, hashByte(companyKey) % count);
    return (await once(buckets, key, () => readBucket(key))).get(companyKey) ?? [];
  };

  return async (
    workspaceId: WorkspaceId,
    importIds: readonly ImportId[],
    companies: readonly Readonly<{ domain: string; name: string }>[],
  ): Promise<Map<string, readonly ImportedContact[]>> => {
    const entries = companies.map(async ({ domain, name }) => {
      const found = await Promise.all(
        importIds.flatMap((id) => [domainKey(domain), nameKey(name)].map((key) => peopleOf(workspaceId, id, key))),
      );
      return [domain, found.flat()] as const;
    });
    return new Map(await Promise.all(entries));
  };
};
export type ImportedContacts = ReturnType<typeof createImportedContacts>;
