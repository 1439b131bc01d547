import type { RunPlan } from '../campaigns/contract.ts';
import type { ReadPlan } from '../campaigns/run-plan.ts';
import type { ImportedContacts } from '../discovery/imported-contacts.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import { sitePassagesKey } from '../platform/files-layout.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { ScoredCompany } from '../scoring/contract.ts';
import { chooseContacts } from './choose-contacts.ts';
import type { ContactStore } from './contact-store.ts';
import { type CompanyProspects, FindContactsInput, FindContactsOutput, type SiteReading } from './contract.ts';
import { fitPayload } from './fit-payload.ts';
import type { ReadWebsite } from './read-website.ts';

const SITES_AT_ONCE = 8;
/** The step has 100 s (company-batch.asl.json); sites not begun by then are left unread, their listed people are still written to. */
const READING_TIME = 75 * SECOND;

/**
 * Finds whom to write to at each qualified company of a batch: listed people, and people and facts on the company's website. Repeating it gives the same
 * people. A company of which nobody can be written to is handed on with the reasons.
 */
export const createFindContacts =
  ({
    readPlan,
    importedContacts,
    readWebsite,
    contacts,
    clock,
  }: {
    readPlan: ReadPlan;
    importedContacts: ImportedContacts;
    readWebsite: ReadWebsite;
    contacts: Pick<ContactStore, 'write'>;
    clock: Clock;
  }) =>
  async (event: unknown): Promise<FindContactsOutput> => {
    const { qualified, planKey, workspaceId, campaignId, runId } = FindContactsInput.parse(event);
    const deadline = clock() + READING_TIME;
    const plan = await readPlan(planKey);
    const companies = qualified.map(({ company }) => company);
    const [listed, sites] = await Promise.all([
      importedContacts(workspaceId, plan.contactImports, companies),
      plan.readWebsites ? readSites(plan, companies, readWebsite, deadline) : new Map<string, SiteReading>(),
    ]);
    const prospects = qualified.map((scored): CompanyProspects => {
      const { domain, headcount } = scored.company;
      const site = sites.get(domain);
      const { contacts: chosen, drops } = chooseContacts({
        domain,
        headcount,
        imported: listed.get(domain) ?? [],
        site,
        persona: plan.icp.persona,
        mode: plan.mode,
        limit: plan.contactsPerCompany,
      });
      const siteKey = site !== undefined && site.passages.length > 0 ? sitePassagesKey(workspaceId, domain) : null;
      return { ...scored, contacts: [...chosen], contactDrops: { ...drops }, siteKey };
    });
    const fitted = fitPayload(prospects);
    await contacts.write(
      workspaceId,
      fitted.flatMap(({ company, contacts: chosen }) =>
        chosen.map((prospect) => ({ domain: company.domain, companyName: company.name, prospect })),
      ),
      // The plan's time, so that a repeated step writes the same items.
      plan.plannedAt,
    );
    return FindContactsOutput.parse({ workspaceId, campaignId, runId, planKey, prospects: fitted });
  };

/** Reads the companies' sites, a few at a time. */
const readSites = async (
  { workspaceId }: RunPlan,
  companies: readonly ScoredCompany['company'][],
  readWebsite: ReadWebsite,
  deadline: number,
): Promise<Map<string, SiteReading>> => {
  const readings = await mapAtOnce(companies, SITES_AT_ONCE, ({ domain, website }) =>
    readWebsite({ workspaceId, domain, website, deadline }),
  );
  return new Map(readings.map((reading) => [reading.domain, reading]));
};
