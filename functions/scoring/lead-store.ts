import * as z from 'zod';
import { encodeCursor } from '../platform/http/cursor.ts';
import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { leadByScore, leadKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { Instant } from '../platform/time.ts';
import type { LeadDetail, LeadStage, LeadView } from './contract.ts';
import { readLeadCursor } from './lead-cursor.ts';
import { decodeLead, decodeLeadRow, encodeLead, type Lead } from './lead-item.ts';

/** How far one page of a filtered list may look; a rare stage gives short pages with a cursor instead of a slow answer. */
const QUERIES_FOR_FILTERED_PAGE = 5;
const LEADS_FOR_FILTERED_QUERY = 500;

/** Stages that a lead keeps when it is scored again. */
const REACHED = ['contacted', 'replied', 'converted'] as const satisfies readonly LeadStage[];

const Touch = z.object({ type: z.literal('Touch'), at: Instant, messageId: z.string(), subject: z.string() });

export type LeadPage = Readonly<{ items: LeadView[]; nextCursor: string | null }>;
export type LeadStore = ReturnType<typeof createLeadStore>;

/** The leads of campaigns: a company scored against a campaign's ICP, and what came of it. */
export const createLeadStore = (table: Table) => {
  /** The keys by which a page can go on after this item; the index's own. */
  const startAfter = (item: Item): Record<string, unknown> => ({
    pk: item['pk'],
    sk: item['sk'],
    gsi1pk: item['gsi1pk'],
    gsi1sk: item['gsi1sk'],
  });

  /** One write that takes a lead to a stage; nothing for a lead that has reached it or a later one. */
  const moveUpTo =
    (stage: (typeof REACHED)[number]) =>
    async (workspaceId: WorkspaceId, campaignId: CampaignId, domain: string, at: Instant): Promise<void> => {
      const asFar = Object.fromEntries(REACHED.slice(REACHED.indexOf(stage)).map((one) => [`:${one}`, one]));
      await table.update({
        Key: leadKey(workspaceId, campaignId, domain),
        UpdateExpression: `SET #stage = :${stage}, updatedAt = :at`,
        ConditionExpression: `attribute_exists(pk) AND NOT #stage IN (${Object.keys(asFar).join(', ')})`,
        ExpressionAttributeNames: { '#stage': 'stage' },
        ExpressionAttributeValues: { ...asFar, ':at': at },
      });
    };

  return {
    /**
     * Writes scored leads, one write each. The same leads again write the same items. Whom an earlier run wrote to stays `contacted`, who
     * answered `replied`, who bought `converted`: that costs half a read unit a lead and no write.
     */
    putAll: async (leads: readonly Lead[]): Promise<void> => {
      const before = await table.batchGet(
        leads.map((one) => leadKey(one.workspaceId, one.campaignId, one.company.domain)),
      );
      const reached = new Map(
        before.flatMap(({ pk, stage }) => (REACHED.some((one) => one === stage) ? [[pk, stage]] : [])),
      );
      await table.batchPut(
        leads.map((one) => {
          const item = encodeLead(one);
          const stage = reached.get(item.pk);
          // The run's counters tell how far this run takes the lead, whatever an earlier one reached.
          return stage === undefined ? item : { ...item, stage, runStage: item['stage'] };
        }),
      );
    },

    /**
     * A campaign's leads, highest score first: one Query a page whatever the campaign's size (question 2 of the data model). With a stage,
     * as many Queries as fill the page, at most five of 500 leads. Undefined when the cursor is not one of this list.
     */
    list: async (
      workspaceId: WorkspaceId,
      campaignId: CampaignId,
      { limit, cursor, stage }: { limit: number; cursor?: string | undefined; stage?: LeadStage | undefined },
    ): Promise<LeadPage | undefined> => {
      const { gsi1pk } = leadByScore(workspaceId, campaignId, 0, '');
      let start: Record<string, unknown> | undefined =
        cursor === undefined ? undefined : readLeadCursor(cursor, workspaceId, campaignId);
      if (cursor !== undefined && start === undefined) return undefined;
      const found: Item[] = [];
      for (let query = 0; query < (stage === undefined ? 1 : QUERIES_FOR_FILTERED_PAGE); query += 1) {
        const page = await table.query({
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': gsi1pk, ...(stage === undefined ? {} : { ':stage': stage }) },
          ...(stage === undefined
            ? {}
            : { FilterExpression: '#stage = :stage', ExpressionAttributeNames: { '#stage': 'stage' } }),
          ScanIndexForward: false,
          Limit: stage === undefined ? limit : LEADS_FOR_FILTERED_QUERY,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        found.push(...page.items);
        start = page.next;
        if (start === undefined || found.length >= limit) break;
      }
      const items = found.slice(0, limit);
      const last = items.at(-1);
      if (found.length > limit && last !== undefined) start = startAfter(last);
      return { items: items.map(decodeLeadRow), nextCursor: encodeCursor(start) };
    },

    /** A lead with its breakdown and timeline: one Query over its collection. */
    get: async (
      workspaceId: WorkspaceId,
      campaignId: CampaignId,
      domain: string,
    ): Promise<z.infer<typeof LeadDetail> | undefined> => {
      const items = await table.queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': leadKey(workspaceId, campaignId, domain).pk },
      });
      const lead = items.find((item) => item['type'] === 'CampaignLead');
      if (lead === undefined) return undefined;
      const touches = items.flatMap((item) => Touch.safeParse(item).data ?? []);
      return {
        ...decodeLead(lead),
        touches: touches.map(({ at, messageId, subject }) => ({ at, messageId, subject })),
      };
    },

    /** Records that somebody at the company was written to: one write. */
    markContacted: moveUpTo('contacted'),

    /** Records that a person at the company answered: one write, the first time. */
    markReplied: moveUpTo('replied'),

    /** Records that somebody at the company bought: one write, the first time; what they do later does not undo it. */
    markConverted: moveUpTo('converted'),

    /**
     * Records what became of a qualified lead when its copy was written: one write; a lead that was written to before stays `contacted`, which
     * takes a second one. False when there is no such lead.
     */
    markPrepared: async (
      workspaceId: WorkspaceId,
      campaignId: CampaignId,
      domain: string,
      outcome: Readonly<{
        stage: LeadStage;
        contacts: number;
        contactDrops: Readonly<Record<string, number>>;
        costMicroUsd: number;
        /** What providers took for looking its people up. */
        lookupMicroUsd?: number;
        at: Instant;
      }>,
    ): Promise<boolean> => {
      const Key = leadKey(workspaceId, campaignId, domain);
      const lookup = outcome.lookupMicroUsd ?? 0;
      const facts = `contacts = :contacts, contactDrops = :drops, costMicroUsd = :cost, updatedAt = :at${lookup > 0 ? ', lookupMicroUsd = :lookup' : ''}`;
      const values = {
        ':contacts': outcome.contacts,
        ':drops': outcome.contactDrops,
        ':cost': outcome.costMicroUsd,
        ...(lookup > 0 ? { ':lookup': lookup } : {}),
        ':at': outcome.at,
      };
      const moved = await table.update({
        Key,
        UpdateExpression: `SET #stage = :stage, ${facts}`,
        ConditionExpression: 'attribute_exists(pk) AND NOT #stage IN (:contacted, :replied, :converted)',
        ExpressionAttributeNames: { '#stage': 'stage' },
        ExpressionAttributeValues: {
          ...values,
          ...{ ':stage': outcome.stage, ':contacted': 'contacted', ':replied': 'replied', ':converted': 'converted' },
        },
      });
      if (moved.ok || moved.item === undefined) return moved.ok;
      const { ok } = await table.update({
        Key,
        UpdateExpression: `SET runStage = :stage, ${facts}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ...values, ':stage': outcome.stage },
      });
      return ok;
    },
  };
};
