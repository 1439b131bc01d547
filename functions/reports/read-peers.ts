import * as z from 'zod';
import { Assessment, AssessmentSummary } from '../assessment/contract.ts';
import { AssessmentId, type WorkspaceId } from '../platform/ids.ts';
import { assessmentKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { ReadPeers } from './gather-content.ts';
import type { PeerScores } from './peers.ts';

/** What a comparison reads of an assessment's item. */
const Scored = AssessmentSummary.pick({ domain: true, overall: true, status: true, scores: true }).extend({
  assumptions: z.object({ industry: Assessment.shape.assumptions.shape.industry }),
});

const PAGE = 500;
/** Assessments that are looked through, newest first: enough for an industry, and a second of reading. */
const MOST = 3_000;

/** Scores of a workspace's newest completed assessments of an industry. */
export const createReadPeers =
  (table: Pick<Table, 'query'>): ReadPeers =>
  async (workspaceId: WorkspaceId, industry) => {
    const { pk } = assessmentKey(workspaceId, AssessmentId.parse('asm_0000000000'));
    const found: PeerScores[] = [];
    let start: Record<string, unknown> | undefined;
    for (let seen = 0; seen < MOST; seen += PAGE) {
      const { items, next } = await table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
        Limit: PAGE,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      for (const item of items) {
        const { status, assumptions, domain, overall, scores } = Scored.parse(item);
        if (status === 'completed' && assumptions.industry === industry)
          found.push({ domain, overall, categories: scores });
      }
      if (next === undefined) break;
      start = next;
    }
    return found;
  };
