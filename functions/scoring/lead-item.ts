import * as z from 'zod';
import type { Company } from '../discovery/company.ts';
import type { CampaignId, RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, leadByScore, leadKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import { COMPONENTS, LeadView, type Score, ScoreComponent } from './contract.ts';

/** Reasons and evidence are cut so that a lead stays one write unit (1 KB). */
const REASON_CHARACTERS = 60;
const EVIDENCE_CHARACTERS = 36;
const LABEL_CHARACTERS = 60;

/** The breakdown as it is stored: value, weight, reason and evidence of each component in the order of `COMPONENTS`. */
const Breakdown = z.array(z.tuple([z.number().nullable(), z.number(), z.string(), z.string().nullable()]));

/** The part of a lead's item that the index by score carries. */
export const LeadRow = LeadView.extend({ type: z.literal('CampaignLead'), pk: z.string(), sk: z.string() });
const LeadItem = LeadRow.extend({ breakdown: Breakdown });

export type Lead = Readonly<{
  workspaceId: WorkspaceId;
  campaignId: CampaignId;
  runId: RunId;
  company: Company;
  score: Score;
  stage: 'below_threshold' | 'qualified';
  /** The same whenever the step is repeated, so that a repeated write is no change. */
  at: Instant;
}>;

const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`);

export const encodeLead = ({ workspaceId, campaignId, runId, company, score, stage, at }: Lead): Item & Key => ({
  ...leadKey(workspaceId, campaignId, company.domain),
  ...leadByScore(workspaceId, campaignId, score.value, company.domain),
  type: 'CampaignLead',
  v: 1,
  createdAt: at,
  updatedAt: at,
  campaignId,
  runId,
  domain: company.domain,
  name: cut(company.name, LABEL_CHARACTERS),
  industry: company.industries[0] === undefined ? null : cut(company.industries[0], LABEL_CHARACTERS),
  headcount: company.headcount,
  country: company.country,
  score: score.value,
  grade: score.grade,
  confidence: score.confidence,
  stage,
  breakdown: score.breakdown.map(({ value, weight, reason, evidence }) => [
    value,
    weight,
    cut(reason, REASON_CHARACTERS),
    evidence === null ? null : cut(evidence, EVIDENCE_CHARACTERS),
  ]),
});

export const decodeLeadRow = (item: Item): LeadView => LeadView.parse(LeadRow.parse(item));

export const decodeLead = (item: Item): LeadView & { breakdown: ScoreComponent[] } => {
  const lead = LeadItem.parse(item);
  const breakdown = COMPONENTS.flatMap((component, at) => {
    const [value, weight, reason, evidence] = lead.breakdown[at] ?? [];
    return weight === undefined || reason === undefined
      ? []
      : [ScoreComponent.parse({ component, value, weight, reason, evidence })];
  });
  return { ...LeadView.parse(lead), breakdown };
};
