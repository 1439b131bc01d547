import { Readable } from 'node:stream';
import type { Files } from '../platform/files.ts';
import { importedContactsIndexKey, importedContactsKey, importRowsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { bucketCount, companyKeyOf, hashByte } from './contact-buckets.ts';
import { readContact } from './contact-row.ts';
import type { ImportRows } from './import-companies.ts';
import { createRowSpool, type RowSpool } from './row-spool.ts';

const LINES_AT_ONCE = 500;
const OBJECTS_AT_ONCE = 8;

/**
 * Reads a list of people: each address once (the first row counts), kept as rows.jsonl and, by company, as the objects in which Find
 * contacts looks them up. People become items of the table only when a run finds them.
 */
export const createImportContacts =
  ({ files }: { files: Files }): ImportRows =>
  async (opened, { workspaceId, record, tally, directory }) => {
    const spool = createRowSpool(directory, 'contacts');
    const addresses = new Set<string>();
    const hashes: number[] = [];
    try {
      for await (const rows of opened.rows) {
        const { columns } = opened.columns();
        for (const row of rows) {
          if (!row.ok) {
            tally.rejected(row.rejection);
            continue;
          }
          const read = readContact(row.cells, row.line);
          if (!read.ok) {
            const { field, reason, value } = read;
            tally.rejected({ line: row.line, column: columns[field] ?? field, reason, value });
          } else if (addresses.has(read.contact.email)) tally.duplicate();
          else {
            addresses.add(read.contact.email);
            spool.append(JSON.stringify(read.contact));
            hashes.push(hashByte(companyKeyOf(read.contact)));
            tally.kept();
          }
        }
        await tally.mayReport();
      }
      const key = importRowsKey(workspaceId, record.id);
      await files.writeStream(key, Readable.from(jsonLines(spool)), 'application/x-ndjson');
      await writeBuckets({ files, workspaceId, importId: record.id, spool, hashes });
    } finally {
      spool.close();
    }
  };

function* jsonLines(spool: RowSpool): Generator<string> {
  for (let start = 0; start < spool.count(); start += LINES_AT_ONCE) {
    const rows = Math.min(LINES_AT_ONCE, spool.count() - start);
    yield Array.from({ length: rows }, (_, at) => `${spool.read(start + at)}\n`).join('');
  }
}

const writeBuckets = async ({
  files,
  workspaceId,
  importId,
  spool,
  hashes,
}: {
  files: Files;
  workspaceId: WorkspaceId;
  importId: ImportId;
  spool: RowSpool;
  hashes: readonly number[];
}): Promise<void> => {
  const count = bucketCount(hashes.length);
  const rowsOf = Array.from({ length: count }, () => [] as number[]);
  for (const [row, hash] of hashes.entries()) rowsOf[hash % count]?.push(row);
  for (let start = 0; start < count; start += OBJECTS_AT_ONCE) {
    await Promise.all(
      rowsOf.slice(start, start + OBJECTS_AT_ONCE).map(async (rows, at) => {
        const people = rows.map((row) => spool.read(row)).join(',');
        await files.writeText(importedContactsKey(workspaceId, importId, start + at), `[${people}]`);
      }),
    );
  }
  // Last: whoever finds the index finds every bucket it counts.
  await files.writeText(importedContactsIndexKey(workspaceId, importId), JSON.stringify({ buckets: count }));
};
