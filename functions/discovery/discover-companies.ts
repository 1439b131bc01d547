import { Readable } from 'node:stream';
import * as z from 'zod';
import { RunPlan } from '../campaigns/contract.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Files } from '../platform/files.ts';
import {
  importRowsKey,
  runCompaniesKey,
  runCompaniesPartKey,
  runMergedCompaniesKey,
} from '../platform/files-layout.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { Company } from './company.ts';
import { DiscoverInput, DiscoverOutput, type Import } from './contract.ts';
import { fitCompany } from './fit-company.ts';
import { createHardFilter, type DropReason } from './hard-filters.ts';
import type { ImportStore } from './import-store.ts';
import { mergeImports } from './merge-imports.ts';
import type { CompanyProvider } from './provider.ts';
import { createFileProvider } from './providers/file.ts';

const PAGE = 1_000;
/** One call handles as many pages as fit; a loop of the machine costs two transitions. */
const CALL_TIME = 120 * SECOND;
/** 25 lines are one batch's input, which may have 256 KiB with all that the steps add. */
const LINE_BYTES = 3_000;

/** An import that a run cannot draw from; the machine records the sentence on the run. */
class ImportNotReady extends Error {
  override readonly name = 'ImportNotReady';
}

const notReady = (record: Import | undefined): string | undefined => {
  if (record === undefined) return 'is not there';
  if (record.kind !== 'companies') return 'is a list of people, not of companies';
  return record.status === 'completed' ? undefined : `is not ready: its status is ${record.status}`;
};

const Cursor = z.object({ page: z.int(), found: z.int(), next: z.string().nullable() });
type Cursor = z.infer<typeof Cursor>;
const START: Cursor = { page: 0, found: 0, next: null };

type Sifted = Readonly<{ kept: readonly Company[]; dropped: Readonly<Partial<Record<DropReason, number>>> }>;

/** Companies that go on, at most `room` of them; those after the last that had room are not looked at. */
const sift = (companies: readonly Company[], filter: (company: Company) => DropReason | null, room: number): Sifted => {
  const kept: Company[] = [];
  const dropped: Partial<Record<DropReason, number>> = {};
  for (const company of companies) {
    if (kept.length >= room) break;
    const reason = filter(company);
    if (reason === null) kept.push(company);
    else dropped[reason] = (dropped[reason] ?? 0) + 1;
  }
  return { kept, dropped };
};

/**
 * The step "Discover companies": pages through the companies of the plan's imports, leaves out what the ICP excludes, and writes the rest
 * as JSON lines. Every page's object and count are told by its cursor alone, so repeating a call changes nothing.
 */
export const createDiscoverCompanies = ({
  imports,
  runs,
  files,
  clock,
}: {
  imports: Pick<ImportStore, 'get'>;
  runs: Pick<RunStore, 'recordDiscovered'>;
  files: Files;
  clock: Clock;
}) => {
  /** The imports' companies as one provider; several are put together once, on the first call. */
  const providerOf = async (plan: RunPlan, isFirstCall: boolean): Promise<CompanyProvider> => {
    const { workspaceId, runId, companyImports } = plan;
    const records = await Promise.all(companyImports.map((id) => imports.get(workspaceId, id)));
    let total = 0;
    for (const [at, record] of records.entries()) {
      const problem = notReady(record);
      if (record === undefined || problem !== undefined)
        throw new ImportNotReady(`Import ${companyImports[at] ?? ''} ${problem ?? ''}.`);
      total += record.kept;
    }
    const [only, ...others] = companyImports;
    if (only !== undefined && others.length === 0)
      return createFileProvider({ files, key: importRowsKey(workspaceId, only), total });
    const key = runMergedCompaniesKey(workspaceId, runId);
    if (isFirstCall) await mergeImports(files, workspaceId, companyImports, key);
    return createFileProvider({ files, key, total });
  };

  const putTogether = async ({ workspaceId, runId }: RunPlan, pages: number): Promise<string> => {
    const key = runCompaniesKey(workspaceId, runId);
    const parts = async function* () {
      for (let page = 0; page < pages; page += 1)
        yield (await files.readText(runCompaniesPartKey(workspaceId, runId, page))) ?? '';
    };
    await files.writeStream(key, Readable.from(parts()), 'application/x-ndjson');
    return key;
  };

  const takePage = async (
    plan: RunPlan,
    provider: CompanyProvider,
    filter: ReturnType<typeof createHardFilter>,
    at: Cursor,
  ) => {
    const { workspaceId, runId, companyLimit = Number.POSITIVE_INFINITY } = plan;
    const found = await provider.search(plan.icp, { cursor: at.next, limit: PAGE });
    const { kept, dropped } = sift(found.companies, filter, companyLimit - at.found);
    const lines = kept.map((company) => `${JSON.stringify(fitCompany(company, LINE_BYTES))}\n`).join('');
    await files.writeText(runCompaniesPartKey(workspaceId, runId, at.page), lines, 'application/x-ndjson');
    const left = Object.values(dropped).reduce((sum, n) => sum + n, 0);
    await runs.recordDiscovered(workspaceId, runId, String(at.page), {
      found: kept.length + left,
      dropped: { ...dropped },
    });
    const total = at.found + kept.length;
    return {
      cursor: { page: at.page + 1, found: total, next: found.nextCursor },
      isLast: found.nextCursor === null || total >= companyLimit,
    };
  };

  return async (event: unknown): Promise<z.infer<typeof DiscoverOutput>> => {
    const input = DiscoverInput.parse(event);
    const endsAt = clock() + CALL_TIME;
    const text = await files.readText(input.planKey);
    if (text === undefined) throw new Error(`There is no plan at ${input.planKey}`);
    const plan = RunPlan.parse(JSON.parse(text));
    const provider = await providerOf(plan, input.cursor === null);
    const filter = createHardFilter(plan.icp);
    let at = input.cursor === null ? START : Cursor.parse(JSON.parse(input.cursor));
    for (;;) {
      const { cursor, isLast } = await takePage(plan, provider, filter, at);
      at = cursor;
      if (isLast) {
        const companiesKey = at.found === 0 ? null : await putTogether(plan, at.page);
        return DiscoverOutput.parse({ cursor: null, companiesKey, found: at.found });
      }
      if (clock() >= endsAt)
        return DiscoverOutput.parse({ cursor: JSON.stringify(at), companiesKey: null, found: at.found });
    }
  };
};
