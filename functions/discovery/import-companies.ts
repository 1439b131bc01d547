import { type Clock, instant } from '../platform/time.ts';
import { Company } from './company.ts';
import { readCompany } from './company-row.ts';
import { createCompanySpool } from './company-spool.ts';
import type { CompanyStore } from './company-store.ts';
import type { ImportKindReader } from './import-kind.ts';

/** A list of companies: one company a domain, later rows filling the gaps of earlier ones, written to the table where it differs. */
export const createImportCompanies = ({
  companies,
  clock,
}: {
  companies: Pick<CompanyStore, 'writeChanged'>;
  clock: Clock;
}): ImportKindReader => ({
  open: ({ record, directory }) => {
    const { add, ...spool } = createCompanySpool(directory);
    const origin = { source: `file:${record.id}`, currentYear: new Date(clock()).getUTCFullYear() };
    return {
      ...spool,
      take: (cells) => {
        const read = readCompany(cells, origin);
        return read.ok ? add(read.company) : read;
      },
      store: () => Promise.resolve(),
    };
  },
  write: (workspaceId, lines) =>
    companies.writeChanged(
      workspaceId,
      lines.map((line) => Company.parse(JSON.parse(line))),
      instant(clock()),
    ),
});
