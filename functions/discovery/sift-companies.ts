import { Readable } from 'node:stream';
import * as z from 'zod';
import type { RunPlan } from '../campaigns/contract.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Files } from '../platform/files.ts';
import { runCompaniesKey, runCompaniesPartKey } from '../platform/files-layout.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { Company } from './company.ts';
import type { CompanyStore } from './company-store.ts';
import { fitCompany } from './fit-company.ts';
import { createHardFilter, type DropReason } from './hard-filters.ts';
import type { CompanyProvider } from './provider.ts';

const PAGE = 1_000;
/** 25 lines are one batch's input, which may have 256 KiB with all that the steps add. */
const LINE_BYTES = 3_000;

/** Where sifting stands: the next page, how many went on, and where in the list the page begins. */
export const Sifting = z.object({ page: z.int(), found: z.int(), next: z.string().nullable() });
export type Sifting = z.infer<typeof Sifting>;
export const BEFORE_SIFTING: Sifting = { page: 0, found: 0, next: null };

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

/** Companies of imports were written when they were imported. */
const isOfProvider = ({ source, sources }: Company): boolean =>
  [source, ...Object.keys(sources ?? {})].some((one) => !one.startsWith('file:'));

/**
 * Sifts a list a page a call: leaves out what the profile excludes, counts it by reason, and writes what goes on as JSON lines; the last call puts the pages together and
 * gives the key of the whole (null when nobody is left). Companies that providers told of are written to the workspace, as imports write theirs.
 */
export const createSiftCompanies = ({
  runs,
  files,
  companies,
  clock,
}: {
  runs: Pick<RunStore, 'recordDiscovered'>;
  files: Files;
  companies: Pick<CompanyStore, 'writeChanged'>;
  clock: Clock;
}) => {
  const putTogether = async ({ workspaceId, runId }: RunPlan, pages: number): Promise<string> => {
    const key = runCompaniesKey(workspaceId, runId);
    const parts = async function* () {
      for (let page = 0; page < pages; page += 1)
        yield (await files.readText(runCompaniesPartKey(workspaceId, runId, page))) ?? '';
    };
    await files.writeStream(key, Readable.from(parts()), 'application/x-ndjson');
    return key;
  };

  return async (
    plan: RunPlan,
    list: CompanyProvider,
    at: Sifting,
  ): Promise<Readonly<{ after: Sifting; companiesKey: string | null | undefined }>> => {
    const { workspaceId, runId, companyLimit = Number.POSITIVE_INFINITY } = plan;
    const read = await list.search(plan.icp, { cursor: at.next, limit: PAGE });
    const { kept, dropped } = sift(read.companies, createHardFilter(plan.icp), companyLimit - at.found);
    const lines = kept.map((company) => `${JSON.stringify(fitCompany(company, LINE_BYTES))}\n`).join('');
    await files.writeText(runCompaniesPartKey(workspaceId, runId, at.page), lines, 'application/x-ndjson');
    const told = kept.filter(isOfProvider);
    if (told.length > 0) await companies.writeChanged(workspaceId, told, instant(clock()));
    const left = Object.values(dropped).reduce((sum, n) => sum + n, 0);
    await runs.recordDiscovered(workspaceId, runId, String(at.page), {
      found: kept.length + left,
      dropped: { ...dropped },
    });
    const found = at.found + kept.length;
    const after = { page: at.page + 1, found, next: read.nextCursor };
    const isLast = read.nextCursor === null || found >= companyLimit;
    if (!isLast) return { after, companiesKey: undefined };
    return { after, companiesKey: found === 0 ? null : await putTogether(plan, after.page) };
  };
};
