import { Readable } from 'node:stream';
import type { Files } from '../platform/files.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import { readCompany } from './company-row.ts';
import { createCompanySpool } from './company-spool.ts';
import type { CompanyStore } from './company-store.ts';
import type { Import } from './contract.ts';
import type { ImportTally } from './import-tally.ts';
import type { OpenedSource } from './source-rows.ts';

const WRITTEN_AT_ONCE = 500;

export type ImportRows = (
  opened: OpenedSource,
  into: Readonly<{ workspaceId: WorkspaceId; record: Import; tally: ImportTally; directory: string }>,
) => Promise<void>;

/** Reads a list of companies: one company a domain, kept as rows.jsonl in the order of the file and written to the table where it differs. */
export const createImportCompanies =
  ({ companies, files, clock }: { companies: CompanyStore; files: Files; clock: Clock }): ImportRows =>
  async (opened, { workspaceId, record, tally, directory }) => {
    const spool = createCompanySpool(directory);
    const origin = { source: `file:${record.id}`, currentYear: new Date(clock()).getUTCFullYear() };
    try {
      for await (const rows of opened.rows) {
        const { columns } = opened.columns();
        for (const row of rows) {
          if (!row.ok) {
            tally.rejected(row.rejection);
            continue;
          }
          const read = readCompany(row.cells, origin);
          if (!read.ok) {
            const { field, reason, value } = read;
            tally.rejected({ line: row.line, column: columns[field] ?? field, reason, value });
          } else if (spool.add(read.company) === 'new') tally.kept();
          else tally.duplicate();
        }
        await tally.mayReport();
      }
      const lines = async function* () {
        for (const batch of spool.batches(WRITTEN_AT_ONCE)) {
          tally.written(await companies.writeChanged(workspaceId, batch, instant(clock())));
          await tally.mayReport();
          yield batch.map((company) => `${JSON.stringify(company)}\n`).join('');
        }
      };
      await files.writeStream(importRowsKey(workspaceId, record.id), Readable.from(lines()), 'application/x-ndjson');
    } finally {
      spool.close();
    }
  };
