import * as z from 'zod';
import { RunPlan } from '../campaigns/contract.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Files } from '../platform/files.ts';
import { importRowsKey, runMergedCompaniesKey } from '../platform/files-layout.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { type Asking, Asking as AskingSchema, BEFORE_ASKING, createAskProviders } from './ask-providers.ts';
import type { CompanyStore } from './company-store.ts';
import { DiscoverInput, DiscoverOutput, type Import } from './contract.ts';
import { createFoundPages } from './found-page.ts';
import { createHardFilter } from './hard-filters.ts';
import type { ImportStore } from './import-store.ts';
import { importedCompanies, mergeSources } from './merge-sources.ts';
import type { OpenProvider } from './open-providers.ts';
import type { CompanyProvider } from './provider.ts';
import { createFileProvider } from './providers/file.ts';
import { BEFORE_SIFTING, createSiftCompanies, Sifting } from './sift-companies.ts';

/** One call handles as many pages as fit; a loop of the machine costs two transitions. */
const CALL_TIME = 120 * SECOND;

/** A run that has nothing to draw from; the machine records the sentence on the run. */
class CannotDiscover extends Error {
  override readonly name = 'CannotDiscover';
}

const notReady = (record: Import | undefined): string | undefined => {
  if (record === undefined) return 'is not there';
  if (record.kind !== 'companies') return 'is a list of people, not of companies';
  return record.status === 'completed' ? undefined : `is not ready: its status is ${record.status}`;
};

/** Providers are asked first, then all companies are put together, then they are sifted. */
const Cursor = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('ask'), ...AskingSchema.shape }),
  z.object({ stage: z.literal('sift'), total: z.int(), ...Sifting.shape }),
]);
type Cursor = z.infer<typeof Cursor>;

/**
 * The step "Discover companies": draws the companies of the plan's imports and providers, one of each domain, leaves out what the ICP excludes, and writes the rest as JSON
 * lines. Every page's object and count are told by its cursor alone, so repeating a call changes nothing.
 */
export const createDiscoverCompanies = ({
  imports,
  runs,
  files,
  companies,
  open,
  clock,
}: {
  imports: Pick<ImportStore, 'get'>;
  runs: Pick<RunStore, 'recordDiscovered' | 'addWarning'>;
  files: Files;
  companies: Pick<CompanyStore, 'writeChanged'>;
  open: OpenProvider;
  clock: Clock;
}) => {
  const pages = createFoundPages(files);
  const ask = createAskProviders({ open, pages, runs });
  const sift = createSiftCompanies({ runs, files, companies, clock });

  const checkImports = async ({ workspaceId, companyImports }: RunPlan): Promise<number> => {
    const records = await Promise.all(companyImports.map((id) => imports.get(workspaceId, id)));
    let total = 0;
    for (const [at, record] of records.entries()) {
      const problem = notReady(record);
      if (record === undefined || problem !== undefined)
        throw new CannotDiscover(`Import ${companyImports[at] ?? ''} ${problem ?? ''}.`);
      total += record.kept;
    }
    return total;
  };

  /** Domains that the run has so far and that go on; read only where a limit decides whether another provider is asked. */
  const domainsSoFar = async (plan: RunPlan): Promise<Set<string>> => {
    const domains = new Set<string>();
    const isLeftOut = createHardFilter(plan.icp);
    for (const source of sourcesOf(plan))
      for await (const some of source)
        for (const company of some) if (isLeftOut(company) === null) domains.add(company.domain);
    return domains;
  };
  const sourcesOf = (plan: RunPlan) => [
    ...plan.companyImports.map((id) => importedCompanies(files, plan.workspaceId, id)),
    ...plan.providers.map(({ name }) => pages.companies(plan, name)),
  ];

  /** Asks for the next page, unless the run has as many companies as it may have: the first sources that fill it are enough. */
  const createAskNext = (plan: RunPlan) => {
    const { companyLimit, providers } = plan;
    let known: Promise<Set<string>> | undefined;
    return async (at: Asking): Promise<Asking> => {
      if (companyLimit === undefined) return ask(plan, at, Number.POSITIVE_INFINITY);
      known ??= domainsSoFar(plan);
      const domains = await known;
      const room = companyLimit - domains.size;
      if (room < 1) return { ...at, provider: providers.length };
      const after = await ask(plan, at, room);
      const name = providers[at.provider]?.name;
      const page = name === undefined ? undefined : await pages.read(plan, name, at.page);
      const isLeftOut = createHardFilter(plan.icp);
      for (const company of page?.companies ?? []) if (isLeftOut(company) === null) domains.add(company.domain);
      return after;
    };
  };

  /** One list is read as it lies; several are put together once. */
  const putTogether = async (plan: RunPlan, at: Asking): Promise<number> => {
    const { workspaceId, runId, companyImports, providers } = plan;
    const imported = await checkImports(plan);
    if (companyImports.length === 0 && at.gave === 0 && at.failures.length === providers.length)
      throw new CannotDiscover(`No provider gave a company. ${at.failures.join(' ')}`);
    if (isOneList(plan)) return imported;
    return mergeSources(files, sourcesOf(plan), runMergedCompaniesKey(workspaceId, runId));
  };
  const isOneList = ({ companyImports, providers }: RunPlan): boolean =>
    companyImports.length === 1 && providers.length === 0;

  const listOf = (plan: RunPlan, total: number): CompanyProvider => {
    const [only] = plan.companyImports;
    const key =
      isOneList(plan) && only !== undefined
        ? importRowsKey(plan.workspaceId, only)
        : runMergedCompaniesKey(plan.workspaceId, plan.runId);
    return createFileProvider({ files, key, total });
  };

  return async (event: unknown): Promise<z.infer<typeof DiscoverOutput>> => {
    const input = DiscoverInput.parse(event);
    const endsAt = clock() + CALL_TIME;
    const text = await files.readText(input.planKey);
    if (text === undefined) throw new Error(`There is no plan at ${input.planKey}`);
    const plan = RunPlan.parse(JSON.parse(text));
    if (input.cursor === null) await checkImports(plan);
    const askNext = createAskNext(plan);
    let at: Cursor =
      input.cursor === null ? { stage: 'ask', ...BEFORE_ASKING } : Cursor.parse(JSON.parse(input.cursor));
    for (;;) {
      if (at.stage === 'ask') {
        if (at.provider < plan.providers.length) at = { stage: 'ask', ...(await askNext(at)) };
        else at = { stage: 'sift', total: await putTogether(plan, at), ...BEFORE_SIFTING };
      } else {
        const { after, companiesKey } = await sift(plan, listOf(plan, at.total), at);
        at = { ...at, ...after };
        if (companiesKey !== undefined) return DiscoverOutput.parse({ cursor: null, companiesKey, found: at.found });
      }
      if (clock() >= endsAt)
        return DiscoverOutput.parse({
          cursor: JSON.stringify(at),
          companiesKey: null,
          found: at.stage === 'sift' ? at.found : at.gave,
        });
    }
  };
};
