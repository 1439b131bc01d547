import type { CampaignStore } from '../../campaigns/campaign-store.ts';
import type { RunPlan } from '../../campaigns/contract.ts';
import { createReadPlan } from '../../campaigns/run-plan.ts';
import { Company } from '../../discovery/company.ts';
import { readLines } from '../../discovery/text-lines.ts';
import type { Files } from '../../platform/files.ts';
import { runCompaniesKey, runPlanKey } from '../../platform/files-layout.ts';
import type { CampaignId, RunId, WorkspaceId } from '../../platform/ids.ts';
import { type Clock, DAY } from '../../platform/time.ts';
import { createIcpFit } from '../icp-fit.ts';
import type { ScoredLeads } from '../scored-leads.ts';
import { companyFacts } from './company-facts.ts';
import type { PastLead } from './history-of-leads.ts';
import type { InterestedLeads } from './interested-leads.ts';

/** Silence of so long after a run began is an answer too; sequences have ended by then. */
const SETTLED_AFTER = 30 * DAY;
/** The newest leads are learned from, at most so many. */
const MOST_LEADS = 50_000;
const CAMPAIGNS_A_PAGE = 200;

type Contacted = Readonly<{ campaignId: CampaignId; runId: RunId; domains: Set<string> }>;

/**
 * The leads that a workspace wrote to in live runs, as they were known when the run scored them: companies and plan lie with the run, so
 * nothing learned later gets in. A lead converted when somebody there answered with interest.
 */
export const createOwnHistory = ({
  campaigns,
  leads,
  interested,
  files,
  clock,
}: {
  campaigns: Pick<CampaignStore, 'list'>;
  leads: Pick<ScoredLeads, 'pages'>;
  interested: InterestedLeads;
  files: Pick<Files, 'readText' | 'readStream' | 'sizeOf'>;
  clock: Clock;
}) => {
  const readPlan = createReadPlan({ files });

  const campaignIds = async (workspaceId: WorkspaceId): Promise<CampaignId[]> => {
    const ids: CampaignId[] = [];
    let cursor: string | undefined;
    do {
      const page = await campaigns.list(workspaceId, { limit: CAMPAIGNS_A_PAGE, cursor });
      ids.push(...(page?.items ?? []).map(({ id }) => id));
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  };

  /** Whom each run wrote to, newest run first. */
  const contactedByRun = async (workspaceId: WorkspaceId): Promise<readonly Contacted[]> => {
    const byRun = new Map<RunId, Contacted>();
    for (const campaignId of await campaignIds(workspaceId))
      for await (const page of leads.pages(workspaceId, campaignId))
        for (const { runId, domain, stage } of page) {
          if (stage !== 'contacted' && stage !== 'replied' && stage !== 'converted') continue;
          const run = byRun.get(runId) ?? { campaignId, runId, domains: new Set<string>() };
          run.domains.add(domain);
          byRun.set(runId, run);
        }
    return [...byRun.values()].sort((a, b) => (a.runId < b.runId ? 1 : -1));
  };

  const leadsOfRun = async function* (
    plan: RunPlan,
    { domains }: Contacted,
    isInterested: (domain: string) => boolean,
  ) {
    const scoreOf = createIcpFit(plan.icp, Date.parse(plan.plannedAt));
    const isSettled = Date.parse(plan.plannedAt) + SETTLED_AFTER <= clock();
    const stream = await files.readStream(runCompaniesKey(plan.workspaceId, plan.runId));
    for await (const lines of readLines(stream))
      for (const { text } of lines) {
        const company = Company.parse(JSON.parse(text));
        const converted = isInterested(company.domain);
        if (!domains.has(company.domain) || (!converted && !isSettled)) continue;
        yield { facts: companyFacts(company, scoreOf(company)), converted, at: plan.plannedAt } satisfies PastLead;
      }
  };

  return async (workspaceId: WorkspaceId): Promise<readonly PastLead[]> => {
    const positive = await interested(workspaceId);
    const past: PastLead[] = [];
    for (const run of await contactedByRun(workspaceId)) {
      if ((await files.sizeOf(runCompaniesKey(workspaceId, run.runId))) === undefined) continue;
      const plan = await readPlan(runPlanKey(workspaceId, run.runId));
      // A sandbox run reaches nobody: what its inbox answers is no outcome.
      if (plan.mode !== 'live') continue;
      for await (const lead of leadsOfRun(plan, run, (domain) => positive.has(`${run.campaignId}#${domain}`))) {
        past.push(lead);
        if (past.length >= MOST_LEADS) return past;
      }
    }
    return past;
  };
};
