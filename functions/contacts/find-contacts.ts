import type { RunPlan } from '../campaigns/contract.ts';
import type { ReadPlan } from '../campaigns/run-plan.ts';
import type { ImportedContact } from '../discovery/contract.ts';
import type { ImportedContacts } from '../discovery/imported-contacts.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import { sitePassagesKey } from '../platform/files-layout.ts';
import { failureOf, type ProviderFailure, providerLabel } from '../platform/provider-failure.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { ScoredCompany } from '../scoring/contract.ts';
import type { ContactStore } from './contact-store.ts';
import { type CompanyProspects, FindContactsInput, FindContactsOutput, type SiteReading } from './contract.ts';
import { fitPayload } from './fit-payload.ts';
import { foundOf } from './found-people.ts';
import type { LookUp } from './look-up.ts';
import type { PeopleProvider } from './people-provider.ts';
import type { ReadWebsite } from './read-website.ts';

const COMPANIES_AT_ONCE = 8;
/** The step has 100 s (company-batch.asl.json); sites not begun by then are left unread, their listed people are still written to. */
const READING_TIME = 75 * SECOND;
/** A provider's longest look-up, some 35 s, must still end within the step. */
const ASKING_TIME = 45 * SECOND;
/** Failures that only this one question met; after any other the provider is not asked again in the batch. */
const PASSING: readonly ProviderFailure['kind'][] = ['bad_request', 'unavailable'];

export type FindContactsPorts = Readonly<{
  readPlan: ReadPlan;
  importedContacts: ImportedContacts;
  readWebsite: ReadWebsite;
  contacts: Pick<ContactStore, 'write'>;
  lookUp: LookUp;
  /** The paid providers of the run, held to its budget, and which of those it names cannot be asked. */
  peopleOf: (
    plan: RunPlan,
  ) => Promise<Readonly<{ providers: readonly PeopleProvider[]; missing: readonly ProviderFailure[] }>>;
  /** Tells the run's owner; the same words twice are told once. */
  warn: (plan: RunPlan, warning: string) => Promise<void>;
  clock: Clock;
}>;

/**
 * Finds whom to write to at each qualified company of a batch: listed people, people and facts on the company's website, and what the campaign's providers give where those
 * do not meet the persona. Repeating it gives the same people. A company of which nobody can be written to is handed on with the reasons.
 */
export const createFindContacts =
  ({ readPlan, importedContacts, readWebsite, contacts, lookUp, peopleOf, warn, clock }: FindContactsPorts) =>
  async (event: unknown): Promise<FindContactsOutput> => {
    const { qualified, planKey, workspaceId, campaignId, runId } = FindContactsInput.parse(event);
    const began = clock();
    const plan = await readPlan(planKey);
    const listed = await importedContacts(
      workspaceId,
      plan.contactImports,
      qualified.map(({ company }) => company),
    );
    const { providers, missing } = await peopleOf(plan);
    const batch = createBatch(began, clock, missing);

    const prospects = await mapAtOnce(qualified, COMPANIES_AT_ONCE, async (scored): Promise<CompanyProspects> => {
      const { domain, website } = scored.company;
      const site = plan.readWebsites
        ? await readWebsite({ workspaceId, domain, website, deadline: began + READING_TIME })
        : undefined;
      const answer = await lookUp(wishOf(plan, scored, listed.get(domain) ?? [], site, providers, batch.mayAsk));
      batch.note(answer.failures);
      const siteKey = site !== undefined && site.passages.length > 0 ? sitePassagesKey(workspaceId, domain) : null;
      return {
        ...scored,
        contacts: [...answer.contacts],
        contactDrops: { ...answer.drops },
        siteKey,
        ...(answer.costMicroUsd > 0 ? { lookupMicroUsd: answer.costMicroUsd } : {}),
      };
    });
    for (const warning of batch.warnings()) await warn(plan, warning);
    const fitted = fitPayload(prospects);
    await contacts.write(
      workspaceId,
      fitted.flatMap(({ company, contacts: chosen }) =>
        chosen.map((prospect) => ({ domain: company.domain, companyName: company.name, prospect })),
      ),
      // The plan's time, so that a repeated step writes the same items.
      plan.plannedAt,
    );
    return FindContactsOutput.parse({
      ...{ workspaceId, campaignId, runId, planKey },
      prospects: fitted,
      offersReport: plan.offerReport,
    });
  };

const wishOf = (
  plan: RunPlan,
  { company }: ScoredCompany,
  listed: readonly ImportedContact[],
  site: SiteReading | undefined,
  providers: readonly PeopleProvider[],
  mayAsk: (provider: PeopleProvider) => Promise<string | undefined>,
): Parameters<LookUp>[0] => ({
  domain: company.domain,
  headcount: company.headcount,
  found: foundOf(listed, site),
  persona: plan.icp.persona,
  mode: plan.mode,
  limit: plan.contactsPerCompany,
  providers,
  mayAsk,
});

/** What a batch learns of its providers on the way: which of them failed for good, and what its run has to be told. */
const createBatch = (began: number, clock: Clock, missing: readonly ProviderFailure[]) => {
  const failed = new Map<string, ProviderFailure>();
  const told = new Map<string, string>();
  const tell = ({ provider, kind, message }: ProviderFailure): void => {
    // How long a limit lasts and what a server said differs from time to time; a warning in the same words is told once.
    const words = PASSING.includes(kind) || kind === 'rate_limited' ? failureOf(provider, kind).message : message;
    told.set(
      `${provider} ${kind}`,
      `${words} Companies whose people it would have been asked for were left to the other sources.`,
    );
  };
  for (const failure of missing) tell(failure);
  return {
    mayAsk: async ({ name }: PeopleProvider): Promise<string | undefined> => {
      const failure = failed.get(name);
      if (failure !== undefined) return await Promise.resolve(failure.message);
      if (clock() < began + ASKING_TIME) return undefined;
      const words = `${providerLabel(name)} was not asked for every company: the time of a batch was over.`;
      told.set(`${name} time`, words);
      return words;
    },
    note: (failures: readonly ProviderFailure[]): void => {
      for (const failure of failures) {
        tell(failure);
        if (!PASSING.includes(failure.kind)) failed.set(failure.provider, failure);
      }
    },
    warnings: (): readonly string[] => [...told.values()],
  };
};
