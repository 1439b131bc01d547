import { Company } from '../discovery/company.ts';
import type { Import } from '../discovery/contract.ts';
import type { ImportStore } from '../discovery/import-store.ts';
import { readLines } from '../discovery/text-lines.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { Files } from '../platform/files.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';

/** Companies in a row that one place of a file gives to a sample. */
const RUN_OF_LINES = 100;
const READS_AT_ONCE = 8;
const IMPORTS_A_PAGE = 200;

export type CompanySample = Readonly<{
  companies: readonly Company[];
  /** In the imports, duplicates between them included. */
  total: number;
  /** Whether only some of them were read. */
  sampled: boolean;
}>;

/** Where a file is read: from a byte on, so many companies. */
type Stretch = Readonly<{ key: string; from: number; lines: number }>;

const companyOf = (text: string): Company | undefined => {
  try {
    return Company.safeParse(JSON.parse(text)).data;
  } catch {
    // A stretch may begin within a line.
    return undefined;
  }
};

/**
 * Gives companies of a workspace's imports without a table read for each: all of them when there are at most `limit`, else stretches from
 * evenly spaced places of the files, each import by its share. The same imports give the same sample. Undefined when an import that is
 * asked for is not there or not finished.
 */
export const createSampleCompanies = ({
  files,
  imports,
}: {
  files: Pick<Files, 'readStream' | 'sizeOf'>;
  imports: Pick<ImportStore, 'get' | 'list'>;
}) => {
  const finished = async (workspaceId: WorkspaceId): Promise<readonly Import[]> => {
    const found: Import[] = [];
    let cursor: string | undefined;
    do {
      const page = await imports.list(workspaceId, { limit: IMPORTS_A_PAGE, cursor });
      found.push(...(page?.items ?? []));
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found.filter(({ kind, status }) => kind === 'companies' && status === 'completed');
  };

  const named = async (workspaceId: WorkspaceId, ids: readonly ImportId[]): Promise<readonly Import[] | ImportId> => {
    const records: Import[] = [];
    for (const id of ids) {
      const record = await imports.get(workspaceId, id);
      if (record?.kind !== 'companies' || record.status !== 'completed') return id;
      records.push(record);
    }
    return records;
  };

  const stretchesOf = async (workspaceId: WorkspaceId, record: Import, wanted: number): Promise<readonly Stretch[]> => {
    const key = importRowsKey(workspaceId, record.id);
    if (wanted >= record.kept) return [{ key, from: 0, lines: record.kept }];
    const size = (await files.sizeOf(key)) ?? 0;
    const places = Math.max(1, Math.ceil(wanted / RUN_OF_LINES));
    const lines = Math.ceil(wanted / places);
    return Array.from({ length: places }, (_, place) => ({ key, from: Math.floor((size * place) / places), lines }));
  };

  const read = async ({ key, from, lines }: Stretch): Promise<readonly Company[]> => {
    const companies: Company[] = [];
    let seen = 0;
    for await (const batch of readLines(await files.readStream(key, from)))
      for (const { text } of batch) {
        const company = companyOf(text);
        if (company !== undefined) companies.push(company);
        seen += 1;
        if (companies.length >= lines || seen > 2 * lines + 1) return companies;
      }
    return companies;
  };

  return async (
    workspaceId: WorkspaceId,
    limit: number,
    ids?: readonly ImportId[],
  ): Promise<Readonly<{ ok: true; sample: CompanySample } | { ok: false; importId: ImportId }>> => {
    const records = ids === undefined ? await finished(workspaceId) : await named(workspaceId, ids);
    if (typeof records === 'string') return { ok: false, importId: records };
    const total = records.reduce((sum, { kept }) => sum + kept, 0);
    const stretches = await Promise.all(
      records.map((record) =>
        stretchesOf(workspaceId, record, total <= limit ? record.kept : Math.ceil((limit * record.kept) / total)),
      ),
    );
    const byDomain = new Map<string, Company>();
    for (const companies of await mapAtOnce(stretches.flat(), READS_AT_ONCE, read))
      for (const company of companies) if (!byDomain.has(company.domain)) byDomain.set(company.domain, company);
    return {
      ok: true,
      sample: { companies: [...byDomain.values()].slice(0, limit), total, sampled: total > limit },
    };
  };
};
