import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import { costOfUnits } from '../discovery/provider-prices.ts';
import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { type MicroUsd, toUsd } from '../platform/money.ts';
import type { LeadStage, LeadView } from '../scoring/contract.ts';
import type { LeadPage, LeadStore } from '../scoring/lead-store.ts';
import type { BatchEstimate } from './batch-contract.ts';
import { SEO_DATA_MICRO_USD } from './seo-data/semrush.ts';

/** Leads of a page of work, and how many of them are assessed at once. */
export const LEADS_A_STEP = 20;
export const LEADS_AT_ONCE = 10;
/** The slowest site: 25 s of reading, then the longest branch. */
const SLOWEST_SECONDS = 65;
const PAGE = 200;
/** How far what is paid may lie from the estimate, when few sites fail. */
const MARGIN = 0.05;

const QUALIFIED: readonly LeadStage[] = [
  'qualified',
  'no_contact',
  'drafted',
  'in_review',
  'contacted',
  'replied',
  'converted',
];
export const isQualified = ({ stage }: Pick<LeadView, 'stage'>): boolean => QUALIFIED.includes(stage);

/** How many qualified leads a campaign has, at most `limit`. */
const countLeads = async (
  leads: Pick<LeadStore, 'list'>,
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  limit: number,
): Promise<number> => {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page: LeadPage | undefined = await leads.list(workspaceId, campaignId, { limit: PAGE, cursor });
    count += page?.items.filter(isQualified).length ?? 0;
    cursor = page?.nextCursor ?? undefined;
  } while (cursor !== undefined && count < limit);
  return Math.min(count, limit);
};

export type Estimated = Readonly<{ estimate: BatchEstimate; estimateMicroUsd: MicroUsd }>;

/** What assessing a campaign's qualified leads costs: the price of each provider that the workspace has a key of, for each lead. */
export const createEstimateBatch =
  ({ leads, readCredentials }: { leads: Pick<LeadStore, 'list'>; readCredentials: ReadCredentials }) =>
  async (workspaceId: WorkspaceId, campaignId: CampaignId, limit: number): Promise<Estimated> => {
    const [count, credentials] = await Promise.all([
      countLeads(leads, workspaceId, campaignId, limit),
      readCredentials(workspaceId),
    ]);
    const perLead = [
      ...(credentials['google-places'] === undefined
        ? []
        : [{ provider: 'google-places', microUsd: costOfUnits('google-places', 1).microUsd }]),
      ...(credentials.semrush === undefined ? [] : [{ provider: 'semrush', microUsd: SEO_DATA_MICRO_USD }]),
    ];
    const estimateMicroUsd = count * perLead.reduce((sum, { microUsd }) => sum + microUsd, 0);
    const usd = (factor: number): number => toUsd(Math.round(estimateMicroUsd * factor));
    const steps = Math.ceil(count / LEADS_A_STEP) * (LEADS_A_STEP / LEADS_AT_ONCE);
    return {
      estimateMicroUsd,
      estimate: {
        leads: count,
        perLead,
        estimateUsd: usd(1),
        lowUsd: usd(1 - MARGIN),
        highUsd: usd(1 + MARGIN),
        minutesAtMost: Math.ceil((steps * SLOWEST_SECONDS) / 60),
      },
    };
  };
