import { companyKeyOf, hashByte } from './contact-buckets.ts';
import { ImportedContact } from './contract.ts';
import { createRowIndex } from './row-index.ts';
import { createRowSpool } from './row-spool.ts';

/** People by address, each once (the first row counts), in the order of the file; on disk, so that a list may be larger than memory. */
export const createContactSpool = (directory: string) => {
  const spool = createRowSpool(directory, 'contacts');
  const parse = (line: string): ImportedContact => ImportedContact.parse(JSON.parse(line));
  const rows = createRowIndex((row) => parse(spool.read(row)).email);
  let hashes = new Uint8Array(1_024);

  const keep = (contact: ImportedContact, line: string): void => {
    rows.add(contact.email);
    const row = spool.append(line);
    if (row === hashes.length) {
      const larger = new Uint8Array(hashes.length * 2);
      larger.set(hashes);
      hashes = larger;
    }
    hashes[row] = hashByte(companyKeyOf(contact));
  };

  return {
    add: (contact: ImportedContact): 'kept' | 'duplicate' => {
      if (rows.find(contact.email) !== undefined) return 'duplicate';
      keep(contact, JSON.stringify(contact));
      return 'kept';
    },
    /** Takes a line of an earlier spool's log. */
    restore: (line: string): void => keep(parse(line), line),
    log: spool.log,
    texts: spool.texts,
    read: spool.read,
    count: spool.count,
    /** By what a row's company is found (contact-buckets.ts). */
    hashAt: (row: number): number => hashes[row] ?? 0,
    close: spool.close,
  };
};
export type ContactSpool = ReturnType<typeof createContactSpool>;
