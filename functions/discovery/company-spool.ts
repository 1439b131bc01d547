import { Company } from './company.ts';
import { mergeCompanies } from './merge-companies.ts';
import { createRowSpool } from './row-spool.ts';

/** Companies by domain, each once, in the order in which they first came; on disk, so that a list may be larger than memory. */
export const createCompanySpool = (directory: string) => {
  const spool = createRowSpool(directory, 'companies');
  const rowOf = new Map<string, number>();
  const read = (row: number): Company => Company.parse(JSON.parse(spool.read(row)));

  return {
    /** Keeps a company; one whose domain is known already fills the gaps of the earlier one. */
    add: (company: Company): 'new' | 'duplicate' => {
      const row = rowOf.get(company.domain);
      if (row === undefined) {
        rowOf.set(company.domain, spool.append(JSON.stringify(company)));
        return 'new';
      }
      const before = spool.read(row);
      const merged = JSON.stringify(mergeCompanies(Company.parse(JSON.parse(before)), company));
      if (merged !== before) spool.replace(row, merged);
      return 'duplicate';
    },
    count: spool.count,
    /** All companies, `size` at a time. */
    batches: function* (size: number): Generator<readonly Company[]> {
      for (let start = 0; start < spool.count(); start += size) {
        const end = Math.min(spool.count(), start + size);
        yield Array.from({ length: end - start }, (_, at) => read(start + at));
      }
    },
    close: spool.close,
  };
};
