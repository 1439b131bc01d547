import type { ReadPlan } from '../campaigns/run-plan.ts';
import { ContactView, type Passage, SiteReading } from '../contacts/contract.ts';
import type { Brief } from '../copy/brief.ts';
import { OfferedReport, reportFor } from '../copy/offered-report.ts';
import type { Company } from '../discovery/company.ts';
import type { CompanyStore } from '../discovery/company-store.ts';
import type { Files } from '../platform/files.ts';
import { runPlanKey, runReportKey, sitePassagesKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { companyKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { normalAddress } from './address.ts';
import type { Message } from './message.ts';

export type DraftBriefs = ReturnType<typeof createDraftBriefs>;

/** What is known of a written mail's company and person, and what may be said of the sender, as it is stored now. */
export const createDraftBriefs = ({
  table,
  files,
  companies,
  readPlan,
}: {
  table: Pick<Table, 'queryAll'>;
  files: Pick<Files, 'readText'>;
  companies: Pick<CompanyStore, 'get'>;
  readPlan: ReadPlan;
}) => {
  /** What was read of a company's site; nothing when it was not read or is no longer kept. */
  const passagesOf = async (workspaceId: WorkspaceId, domain: string): Promise<readonly Passage[]> => {
    const text = await files.readText(sitePassagesKey(workspaceId, domain));
    return text === undefined ? [] : (SiteReading.safeParse(JSON.parse(text)).data?.passages ?? []);
  };

  /** What was found on the company's website, when the run offers the report. */
  const reportOf = async ({ workspaceId, runId, domain, toAddress }: Message): Promise<Brief['report']> => {
    const text = await files.readText(runReportKey(workspaceId, runId, domain));
    return reportFor(text === undefined ? undefined : OfferedReport.safeParse(JSON.parse(text)).data, toAddress);
  };

  /** The person behind a message's address, as a list or the site named them. */
  const personOf = async ({ workspaceId, domain, toAddress }: Message): Promise<ContactView | undefined> => {
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
      ExpressionAttributeValues: { ':pk': companyKey(workspaceId, domain).pk, ':start': 'CONTACT#' },
    });
    return items
      .flatMap((item) => ContactView.safeParse(item).data ?? [])
      .find(({ email }) => normalAddress(email) === normalAddress(toAddress));
  };

  const briefOf = async (message: Message): Promise<Brief> => {
    const { workspaceId, domain, companyName, toName, runId, toAddress } = message;
    const [plan, company, passages, person, report] = await Promise.all([
      readPlan(runPlanKey(workspaceId, runId)),
      companies.get(workspaceId, domain),
      passagesOf(workspaceId, domain),
      personOf(message),
      reportOf(message),
    ]);
    const [firstName = null, ...more] = toName?.split(' ') ?? [];
    const named = { firstName, lastName: more.length === 0 ? null : more.join(' ') };
    const unknown = { title: null, department: 'other', seniority: 'entry' } as const;
    return {
      company: company ?? companyOfName(domain, companyName),
      prospect: person ?? { ...named, ...unknown },
      passages,
      offer: plan.offer,
      sender: plan.sender,
      icp: plan.icp,
      seed: `${runId}/${toAddress}`,
      report,
    };
  };

  return { passagesOf, personOf, briefOf };
};

const companyOfName = (domain: string, name: string): Company => ({
  ...{ domain, name, website: `https://${domain}`, industries: [], keywords: [], oneLiner: null, description: null },
  ...{ headcount: null, revenue: null, foundedYear: null, locations: [], country: null, remote: false, hiring: null },
  ...{ fundingStage: null, status: 'unknown', source: 'message' },
});
