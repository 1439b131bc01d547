import * as z from 'zod';
import type { Company } from '../discovery/company.ts';
import type { CampaignId, RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, leadByScore, leadKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import { COMPONENTS, LeadQualification, LeadView, type Score, ScoreComponent } from './contract.ts';

/** A lead is one write unit (1,024 bytes), with room for what Write copy adds to it later. */
const ITEM_BYTES = 920;
/** Characters of each reason and each evidence, the first that fits. */
const LENGTHS = [
  [70, 50],
  [60, 30],
  [44, 16],
  [30, 0],
  [12, 0],
] as const;
const LABEL_BYTES = 60;

/** The breakdown as it is stored: value, weight, reason and evidence of each component in the order of `COMPONENTS`. */
const Breakdown = z.array(z.tuple([z.number().nullable(), z.number(), z.string(), z.string().nullable()]));

/** The part of a lead's item that the index by score carries. */
export const LeadRow = LeadView.extend({ type: z.literal('CampaignLead'), pk: z.string(), sk: z.string() });
const LeadItem = LeadRow.extend({ breakdown: Breakdown, qualification: LeadQualification.optional() });

export type Lead = Readonly<{
  workspaceId: WorkspaceId;
  campaignId: CampaignId;
  runId: RunId;
  company: Company;
  score: Score;
  qualification?: LeadQualification | undefined;
  stage: 'below_threshold' | 'qualified';
  /** The same whenever the step is repeated, so that a repeated write is no change. */
  at: Instant;
}>;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

const cut = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`);

const cutToBytes = (text: string, limit: number): string => {
  let kept = cut(text, limit);
  while (Buffer.byteLength(kept, 'utf8') > limit) kept = cut(kept, kept.length - 1);
  return kept;
};

const encodeBreakdown = (
  breakdown: Score['breakdown'],
  reasonLength: number,
  evidenceLength: number,
): z.infer<typeof Breakdown> =>
  breakdown.map(({ value, weight, reason, evidence }) => [
    value,
    weight,
    cut(reason, reasonLength),
    evidence === null || evidenceLength === 0 ? null : cut(evidence, evidenceLength),
  ]);

/** A stored breakdown with other weights; its texts stay as they were cut. */
export const encodeBreakdownAs = (
  stored: readonly ScoreComponent[],
  rescored: Score['breakdown'],
): z.infer<typeof Breakdown> =>
  stored.map(({ component, value, reason, evidence }) => [
    value,
    rescored.find((one) => one.component === component)?.weight ?? 0,
    reason,
    evidence,
  ]);

/** The item of a lead; reasons and evidence are cut to what fits. */
export const encodeLead = ({
  workspaceId,
  campaignId,
  runId,
  company,
  score,
  qualification,
  stage,
  at,
}: Lead): Item & Key => {
  const item = {
    ...leadKey(workspaceId, campaignId, company.domain),
    ...leadByScore(workspaceId, campaignId, score.value, company.domain),
    type: 'CampaignLead',
    v: 1,
    createdAt: at,
    updatedAt: at,
    campaignId,
    runId,
    domain: company.domain,
    name: cutToBytes(company.name, LABEL_BYTES),
    industry: company.industries[0] === undefined ? null : cutToBytes(company.industries[0], LABEL_BYTES),
    headcount: company.headcount,
    country: company.country,
    score: score.value,
    grade: score.grade,
    confidence: score.confidence,
    stage,
    ...(qualification === undefined ? {} : { qualification }),
  };
  const room = ITEM_BYTES - bytesOf(item);
  const encoded = LENGTHS.map(([reason, evidence]) => encodeBreakdown(score.breakdown, reason, evidence));
  const breakdown = encoded.find((one) => bytesOf(one) <= room) ?? encodeBreakdown(score.breakdown, 2, 0);
  return { ...item, breakdown };
};

export const decodeLeadRow = (item: Item): LeadView => LeadView.parse(LeadRow.parse(item));

export const decodeLead = (
  item: Item,
): LeadView & { breakdown: ScoreComponent[]; qualification?: LeadQualification } => {
  const lead = LeadItem.parse(item);
  const breakdown = COMPONENTS.flatMap((component, at) => {
    const [value, weight, reason, evidence] = lead.breakdown[at] ?? [];
    return weight === undefined || reason === undefined
      ? []
      : [ScoreComponent.parse({ component, value, weight, reason, evidence })];
  });
  const { qualification } = lead;
  return { ...LeadView.parse(lead), breakdown, ...(qualification === undefined ? {} : { qualification }) };
};
