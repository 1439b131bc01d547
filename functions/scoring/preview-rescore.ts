import type { Campaign } from '../campaigns/contract.ts';
import type { IcpCriteria } from '../campaigns/icp.ts';
import type { IcpStore } from '../campaigns/icp-store.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { LeadView } from './contract.ts';
import { isWorkedOn, rescored } from './rescore.ts';
import type { MovingLead, RescorePreview, RescoreWish } from './rescore-contract.ts';
import type { ScoredLeads } from './scored-leads.ts';

/** Leads whose breakdowns a preview reads at most: two and a half thousand read units, about two seconds. */
const MOST_LEADS = 5_000;
const EXAMPLES = 10;

/** Evenly spaced ones, so that every part of the list by score is looked at. */
const spaced = <Value>(values: readonly Value[], most: number): readonly Value[] =>
  values.length <= most
    ? values
    : Array.from({ length: most }, (_, at) => values[Math.floor((at * values.length) / most)]).filter(
        (value) => value !== undefined,
      );

const furthest = (moves: readonly MovingLead[]): MovingLead[] =>
  moves
    .toSorted(
      (a, b) =>
        Math.abs(b.after.score - b.before.score) - Math.abs(a.after.score - a.before.score) ||
        (a.domain < b.domain ? -1 : 1),
    )
    .slice(0, EXAMPLES);

/** The criteria with what a wish changes of them. */
export const changedCriteria = (criteria: IcpCriteria, { weights, threshold }: RescoreWish): IcpCriteria => ({
  ...criteria,
  weights: weights ?? criteria.weights,
  threshold: threshold ?? criteria.threshold,
});

/** Tells how many leads new weights or a new threshold would move across it, each way, with examples; nothing is changed. */
export const createPreviewRescore =
  ({ icps, leads }: { icps: Pick<IcpStore, 'version'>; leads: Pick<ScoredLeads, 'pages' | 'read'> }) =>
  async (
    workspaceId: WorkspaceId,
    criteria: IcpCriteria,
    wish: RescoreWish,
    campaigns: readonly Campaign[],
  ): Promise<RescorePreview> => {
    const rows: LeadView[] = [];
    for (const { id } of campaigns) for await (const page of leads.pages(workspaceId, id)) rows.push(...page);
    const looked = await leads.read(workspaceId, spaced(rows, MOST_LEADS));
    // Each campaign's leads were scored by the version that its last run used.
    const scoredBy = new Map<string, IcpCriteria>();
    for (const { id, icpId, icpVersion } of campaigns)
      scoredBy.set(id, (await icps.version(workspaceId, icpId, icpVersion)) ?? criteria);
    const after = changedCriteria(criteria, wish);
    const up: MovingLead[] = [];
    const down: MovingLead[] = [];
    for (const lead of looked) {
      const asked = scoredBy.get(lead.campaignId) ?? criteria;
      const score = rescored(lead.breakdown, asked, after);
      const wasOver = lead.score >= asked.threshold;
      const isOver = score.value >= after.threshold;
      if (wasOver === isOver) continue;
      const { campaignId, domain, name, stage } = lead;
      (isOver ? up : down).push({
        ...{ campaignId, domain, name, stage, before: { score: lead.score, grade: lead.grade } },
        after: { score: score.value, grade: score.grade },
      });
    }
    const scale = looked.length === 0 ? 1 : rows.length / looked.length;
    const sampled = rows.length > MOST_LEADS;
    const moved = { up: Math.round(up.length * scale), down: Math.round(down.length * scale) };
    return {
      before: { weights: criteria.weights, threshold: criteria.threshold },
      after: { weights: after.weights, threshold: after.threshold },
      leads: { total: rows.length, looked: looked.length, sampled },
      moves: { ...moved, stay: Math.max(0, rows.length - moved.up - moved.down), extrapolated: sampled },
      alreadyWritten: Math.round(down.filter(({ stage }) => isWorkedOn(stage)).length * scale),
      examples: { up: furthest(up), down: furthest(down) },
    };
  };
