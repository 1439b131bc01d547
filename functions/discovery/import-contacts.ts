import type { Files } from '../platform/files.ts';
import { importedContactsIndexKey, importedContactsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { bucketCount } from './contact-buckets.ts';
import { readContact } from './contact-row.ts';
import { type ContactSpool, createContactSpool } from './contact-spool.ts';
import type { ImportKindReader } from './import-kind.ts';

const OBJECTS_AT_ONCE = 8;

/**
 * A list of people: each address once (the first row counts), stored by company as the objects in which Find contacts looks them up. People
 * become items of the table only when a run finds them.
 */
export const createImportContacts = ({ files }: { files: Pick<Files, 'writeText'> }): ImportKindReader => ({
  open: ({ workspaceId, record, directory }) => {
    const spool = createContactSpool(directory);
    return {
      ...spool,
      take: (cells, line) => {
        const read = readContact(cells, line);
        return read.ok ? spool.add(read.contact) : read;
      },
      store: () => writeBuckets({ files, workspaceId, importId: record.id, spool }),
    };
  },
  write: null,
});

const writeBuckets = async ({
  files,
  workspaceId,
  importId,
  spool,
}: {
  files: Pick<Files, 'writeText'>;
  workspaceId: WorkspaceId;
  importId: ImportId;
  spool: ContactSpool;
}): Promise<void> => {
  const count = bucketCount(spool.count());
  for (let start = 0; start < count; start += OBJECTS_AT_ONCE) {
    const end = Math.min(count, start + OBJECTS_AT_ONCE);
    // One pass over a byte a row for each group of objects, rather than a list of rows for all of them.
    const rowsOf = Array.from({ length: end - start }, () => [] as number[]);
    for (let row = 0; row < spool.count(); row += 1) rowsOf[(spool.hashAt(row) % count) - start]?.push(row);
    await Promise.all(
      rowsOf.map((rows, at) => {
        const people = rows.map((row) => spool.read(row)).join(',');
        return files.writeText(importedContactsKey(workspaceId, importId, start + at), `[${people}]`);
      }),
    );
  }
  // Last: whoever finds the index finds every bucket it counts.
  await files.writeText(importedContactsIndexKey(workspaceId, importId), JSON.stringify({ buckets: count }));
};
