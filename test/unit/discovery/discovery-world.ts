import type * as z from 'zod';
import type { DrawnProvider } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { createCompanyStore } from '../../../functions/discovery/company-store.ts';
import type { Import } from '../../../functions/discovery/contract.ts';
import { createImportCompanies } from '../../../functions/discovery/import-companies.ts';
import { createImportContacts } from '../../../functions/discovery/import-contacts.ts';
import { createImportStore } from '../../../functions/discovery/import-store.ts';
import { createProcessImport } from '../../../functions/discovery/process-import.ts';
import { importRejectedKey, importRowsKey, importSourceKey } from '../../../functions/platform/files-layout.ts';
import { CampaignId, ImportId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

export const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
export const campaignId = CampaignId.parse('cmp_00000000000000000000000001');
export const runId = RunId.parse('run_00000000000000000000000001');
export const importIdOf = (n: number) => ImportId.parse(`imp_${String(n).padStart(26, '0')}`);

/** Imports over a bucket and a table in memory, with a clock that tests move. */
export const createDiscoveryWorld = (given: { table?: Table } = {}) => {
  const table = createMemoryTable();
  const files = createMemoryFiles(4_096);
  const time = { now: Date.parse('2026-11-21T09:00:00.000Z') };
  const clock = () => time.now;
  const imports = createImportStore(given.table ?? table, clock);
  const companies = createCompanyStore(given.table ?? table);
  const readers = {
    companies: createImportCompanies({ companies, clock }),
    contacts: createImportContacts({ files }),
  };
  const processImport = createProcessImport({ imports, readers, files, log: silentLog, clock });
  let last = 0;

  const announce = async (content: string, told: Partial<Import> = {}): Promise<ImportId> => {
    last += 1;
    const id = importIdOf(last);
    await imports.create(workspaceId, {
      ...{ id, kind: 'companies', format: 'csv', fileName: 'list.csv', status: 'awaiting_upload', problem: null },
      ...{ mapping: {}, rows: 0, kept: 0, duplicates: 0, rejected: {}, written: 0, unmappedColumns: [] },
      ...{ createdAt: '2026-11-21T09:00:00.000Z', updatedAt: '2026-11-21T09:00:00.000Z' },
      ...told,
    });
    files.objects.set(importSourceKey(workspaceId, id), Buffer.from(content));
    return id;
  };
  const lines = (key: string) =>
    (files.objects.get(key)?.toString() ?? '').split(/\r?\n/).filter((line) => line !== '');

  return {
    table,
    files,
    time,
    clock,
    imports,
    companies,
    processImport,
    announce,
    rowsOf: (id: ImportId) => lines(importRowsKey(workspaceId, id)).map((line) => JSON.parse(line) as Company),
    rejectedOf: (id: ImportId) => lines(importRejectedKey(workspaceId, id)),
    /** Announces a list, reads it, and gives the import as it is after. */
    load: async (content: string, told: Partial<Import> = {}): Promise<Import> => {
      const id = await announce(content, told);
      await processImport({ workspaceId, importId: id });
      const read = await imports.get(workspaceId, id);
      if (read === undefined) throw new Error('The import is gone');
      return read;
    },
  };
};

/** A run's plan as "Plan run" writes it. */
export const aPlan = (told: {
  icp?: z.input<typeof IcpCriteria>;
  companyImports: ImportId[];
  companyLimit?: number;
  providers?: DrawnProvider[];
  costCapUsd?: number;
}) => ({
  ...{ workspaceId, campaignId, runId, icpVersion: 1, contactImports: [], contactsPerCompany: 3 },
  offer: { product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], proof: [], callToAction: 'c' },
  sender: { name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' },
  ...{ readWebsites: false, approval: 'auto', mode: 'sandbox', costCapUsd: 1, plannedAt: '2026-11-21T09:00:00.000Z' },
  ...told,
  icp: IcpCriteria.parse(told.icp ?? { name: 'Anyone' }),
});
