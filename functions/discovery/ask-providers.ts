import * as z from 'zod';
import type { CompanyProviderName, RunPlan } from '../campaigns/contract.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import { type ProviderFailure, providerLabel } from '../platform/provider-failure.ts';
import type { FoundPage, FoundPages } from './found-page.ts';
import type { OpenProvider } from './open-providers.ts';
import { failedPage, type PaidProvider } from './provider.ts';
import { PROVIDER_FACTS } from './provider-facts.ts';

/** Where asking the providers of a plan stands. */
export const Asking = z.object({
  /** Which provider of the plan, and which page of it is next. */
  provider: z.int(),
  page: z.int(),
  next: z.string().nullable(),
  /** How many this provider gave, and all of them. */
  given: z.int(),
  gave: z.int(),
  spentMicroUsd: z.int(),
  /** Why providers gave nothing further. */
  failures: z.array(z.string()),
});
export type Asking = z.infer<typeof Asking>;
export const BEFORE_ASKING: Asking = {
  provider: 0,
  page: 0,
  next: null,
  given: 0,
  gave: 0,
  spentMicroUsd: 0,
  failures: [],
};

const nextProvider = (at: Asking): Asking => ({ ...at, provider: at.provider + 1, page: 0, next: null, given: 0 });

/** How many companies of at most `wanted` a page may have without its cost passing what is left; 0 when not even one is affordable. */
export const affordable = ({ mostFor }: Pick<PaidProvider, 'mostFor'>, wanted: number, left: number): number => {
  if (mostFor(wanted) <= left) return wanted;
  let low = 0;
  let high = wanted;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (mostFor(middle) <= left) low = middle;
    else high = middle;
  }
  return low;
};

/** What is missing from the run, in a sentence: the reason, what there is all the same, and what is done instead. */
const uncovered = ({ provider, message }: ProviderFailure, given: number, ofAll: number | null): string => {
  const all = ofAll === null ? '' : ` of about ${String(ofAll)}`;
  const covered = given === 0 ? 'none of its companies' : `only ${String(given)}${all} of its companies`;
  return `${message} The run has ${covered}; it goes on with what the other sources give (${provider}).`;
};

/** Companies of a paid provider where a campaign names no limit: a profile may match millions, and nobody means to pay for all. */
const USUAL_LIMIT = 1_000;
const usualLimit = (name: CompanyProviderName): number =>
  PROVIDER_FACTS[name].needsKey ? USUAL_LIMIT : Number.POSITIVE_INFINITY;

const overUsualLimit = (name: CompanyProviderName, given: number, ofAll: number | null): string =>
  `${providerLabel(name)} was asked for ${String(given)} companies${ofAll === null ? '' : ` of about ${String(ofAll)}`}, as the campaign names no limit. ` +
  `Give it one (providers: limit) to take more.`;

const overCap = (name: CompanyProviderName, plan: RunPlan, given: number): string =>
  `${providerLabel(name)} was not asked any further: the cost cap of $${String(plan.costCapUsd)} leaves no room for another page. ` +
  `The run has ${String(given)} of its companies. Raise the cap (costCapUsd) to cover more.`;

/**
 * Asks the providers of a plan, one page a call, in the order of the plan. A page is kept before it is counted, and one that is kept is not asked for again. Whatever a
 * provider does becomes a warning of the run, and the next one is asked.
 */
export const createAskProviders = ({
  open,
  pages,
  runs,
}: {
  open: OpenProvider;
  pages: FoundPages;
  runs: Pick<RunStore, 'recordDiscovered' | 'addWarning'>;
}) => {
  const askPage = async (
    plan: RunPlan,
    at: Asking,
    name: CompanyProviderName,
    wanted: number,
  ): Promise<FoundPage | null> => {
    const kept = await pages.read(plan, name, at.page);
    if (kept !== undefined) return kept;
    const opened = await open(plan.workspaceId, name);
    if (!opened.ok) return { ...failedPage(opened.failure), companies: [], notes: [] };
    const { provider } = opened;
    const left = Math.round(plan.costCapUsd * 1_000_000) - at.spentMicroUsd;
    const size = affordable(provider, Math.min(wanted, provider.largestPage), left);
    if (size === 0) return null;
    const page = await provider.search(plan.icp, { cursor: at.next, limit: size });
    const companies = page.companies.slice(0, wanted);
    return { ...page, companies, notes: [...page.notes] };
  };

  /** Takes one page of the provider that is next. `room` is how many more companies the run may have. Gives where asking stands then. */
  return async (plan: RunPlan, at: Asking, room: number): Promise<Asking> => {
    const drawn = plan.providers[at.provider];
    if (drawn === undefined) return at;
    const { workspaceId, runId } = plan;
    const { name } = drawn;
    const limit = drawn.limit ?? usualLimit(name);
    const wanted = Math.min(limit - at.given, room);
    if (wanted < 1) return nextProvider(at);
    const warn = (text: string) => runs.addWarning(workspaceId, runId, text);
    const page = await askPage(plan, at, name, wanted);
    if (page === null) {
      const problem = overCap(name, plan, at.given);
      await warn(problem);
      return nextProvider({ ...at, failures: [...at.failures, problem] });
    }
    await pages.write(plan, name, at.page, page);
    const left = page.outside;
    await runs.recordDiscovered(workspaceId, runId, `${name}-${String(at.page)}`, {
      found: left,
      dropped: left === 0 ? {} : { outside_profile: left },
      costMicroUsd: page.cost,
    });
    for (const note of page.notes) await warn(note);
    const given = at.given + page.companies.length;
    const after: Asking = {
      ...at,
      page: at.page + 1,
      next: page.nextCursor,
      given,
      gave: at.gave + page.companies.length,
      spentMicroUsd: at.spentMicroUsd + page.cost,
    };
    if (page.failure !== null) {
      await warn(uncovered(page.failure, given, page.totalFound));
      return nextProvider({ ...after, failures: [...at.failures, page.failure.message] });
    }
    if (page.nextCursor === null) return nextProvider(after);
    if (drawn.limit === undefined && given >= limit) await warn(overUsualLimit(name, given, page.totalFound));
    return after;
  };
};
