import { Resolver } from 'node:dns/promises';
import { SECOND } from '../../platform/time.ts';

export type RecordType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';

/**
 * Records of a name as text (MX: the hosts, best first), none where there are none.
 * @throws Error when nobody knows: a server that fails or does not answer
 */
export type ResolveDns = (name: string, type: RecordType) => Promise<readonly string[]>;

/** A name without such records, or no such name: a certain answer (c-ares codes of `node:dns`). */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Asks the resolvers of the machine, each name and type once. */
export const createResolveDns = (
  resolver: Pick<Resolver, 'resolveTxt' | 'resolve4' | 'resolve6' | 'resolveMx' | 'resolvePtr'> = new Resolver({
    timeout: 2 * SECOND,
    tries: 2,
  }),
): ResolveDns => {
  const known = new Map<string, Promise<readonly string[]>>();
  const ask = async (name: string, type: RecordType): Promise<readonly string[]> => {
    try {
      switch (type) {
        case 'TXT':
          return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
        case 'A':
          return await resolver.resolve4(name);
        case 'AAAA':
          return await resolver.resolve6(name);
        case 'MX':
          return (await resolver.resolveMx(name))
            .toSorted((a, b) => a.priority - b.priority)
            .map(({ exchange }) => exchange);
        case 'PTR':
          return await resolver.resolvePtr(name);
      }
    } catch (error) {
      if (NOTHING.has(codeOf(error))) return [];
      throw error;
    }
  };
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const asking = ask(name, type);
    known.set(key, asking);
    return asking;
  };
};
