import { Company } from './company.ts';
import { mergeByTrust } from './merge-companies.ts';
import { createRowIndex } from './row-index.ts';
import { createRowSpool } from './row-spool.ts';

/** Companies by domain, each once, in the order in which they first came; on disk, so that a list may be larger than memory. */
export const createCompanySpool = (directory: string) => {
  const spool = createRowSpool(directory, 'companies');
  const read = (row: number): Company => Company.parse(JSON.parse(spool.read(row)));
  const rows = createRowIndex((row) => read(row).domain);

  return {
    log: spool.log,
    /** Keeps a company; one whose domain is known already fills the gaps of the earlier one. */
    add: (company: Company): 'kept' | 'duplicate' => {
      const row = rows.find(company.domain);
      if (row === undefined) {
        rows.add(company.domain);
        spool.append(JSON.stringify(company));
        return 'kept';
      }
      const before = spool.read(row);
      const merged = JSON.stringify(mergeByTrust(Company.parse(JSON.parse(before)), company));
      if (merged !== before) spool.replace(row, merged);
      return 'duplicate';
    },
    /** Takes a line of an earlier spool's log: a company as it stood there after it was merged. */
    restore: (line: string): void => {
      const { domain } = Company.parse(JSON.parse(line));
      const row = rows.find(domain);
      if (row !== undefined) spool.replace(row, line);
      else {
        rows.add(domain);
        spool.append(line);
      }
    },
    count: spool.count,
    texts: spool.texts,
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
