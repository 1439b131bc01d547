import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { leadByScore, leadKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import type { Instant } from '../platform/time.ts';
import type { LeadStage, LeadView, Score, ScoreComponent } from './contract.ts';
import { decodeLead, decodeLeadRow, encodeBreakdownAs } from './lead-item.ts';

const ROWS_A_QUERY = 1_000;

export type ScoredLead = LeadView & Readonly<{ breakdown: readonly ScoreComponent[] }>;
export type ScoredLeads = ReturnType<typeof createScoredLeads>;

/** The leads of a campaign for scoring them anew: all of them by the index, breakdowns from the table itself, which the index does not carry. */
export const createScoredLeads = (table: Pick<Table, 'query' | 'batchGet' | 'update'>) => ({
  /** The rows of a campaign's leads, highest score first, a thousand at a time. */
  pages: async function* (
    workspaceId: WorkspaceId,
    campaignId: CampaignId,
  ): AsyncGenerator<readonly LeadView[], void, undefined> {
    const { gsi1pk } = leadByScore(workspaceId, campaignId, 0, '');
    let start: Record<string, unknown> | undefined;
    do {
      const page = await table.query({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': gsi1pk },
        ScanIndexForward: false,
        Limit: ROWS_A_QUERY,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      yield page.items.map(decodeLeadRow);
      start = page.next;
    } while (start !== undefined);
  },

  /** The leads with their breakdowns; half a read unit each. Those that are gone are left out. */
  read: async (
    workspaceId: WorkspaceId,
    leads: readonly Pick<LeadView, 'campaignId' | 'domain'>[],
  ): Promise<readonly ScoredLead[]> => {
    const items = await table.batchGet(leads.map(({ campaignId, domain }) => leadKey(workspaceId, campaignId, domain)));
    return items.map((item: Item) => decodeLead(item));
  },

  /**
   * Writes a lead's new score: one write. What the run's counters counted stays: they tell what happened then, so the stage of that time is kept
   * beside the new one. False when the lead was written meanwhile.
   */
  write: async (
    workspaceId: WorkspaceId,
    lead: ScoredLead,
    { score, stage, at }: Readonly<{ score: Score; stage: LeadStage; at: Instant }>,
  ): Promise<boolean> => {
    const { ok } = await table.update({
      Key: leadKey(workspaceId, lead.campaignId, lead.domain),
      UpdateExpression:
        'SET score = :score, grade = :grade, confidence = :confidence, breakdown = :breakdown, gsi1sk = :order, #stage = :stage, ' +
        'runStage = if_not_exists(runStage, :before), updatedAt = :at',
      ConditionExpression: 'runId = :run AND #stage = :before AND score = :seen',
      ExpressionAttributeNames: { '#stage': 'stage' },
      ExpressionAttributeValues: {
        ':score': score.value,
        ':grade': score.grade,
        ':confidence': score.confidence,
        ':breakdown': encodeBreakdownAs(lead.breakdown, score.breakdown),
        ':order': leadByScore(workspaceId, lead.campaignId, score.value, lead.domain).gsi1sk,
        ':stage': stage,
        ':before': lead.stage,
        ':run': lead.runId,
        ':seen': lead.score,
        ':at': at,
      },
    });
    return ok;
  },
});
