import * as z from 'zod';
import { CampaignId, RunId, type WorkspaceId } from '../platform/ids.ts';
import { recipientKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, Instant, instant } from '../platform/time.ts';

/** A person is not written to by two runs of a workspace within this time (spec/discovery.md, "Contact lookup"). */
export const COOL_DOWN = 30 * DAY;

const Recipient = z.object({
  domain: z.string(),
  contactId: z.string(),
  campaignId: CampaignId,
  runId: RunId,
  reservedAt: Instant,
});
export type Recipient = z.infer<typeof Recipient>;

export type Reservation =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; reason: 'contacted_recently' | 'duplicate_address' }>;

export type RecipientStore = ReturnType<typeof createRecipientStore>;

/** Who an address belongs to and which run may write to it, over all campaigns of a workspace. */
export const createRecipientStore = (table: Table, clock: Clock) => ({
  /**
   * Takes an address for one company in one run; taking it again for the same is allowed, as steps repeat. One conditional write. Taken by another run within thirty
   * days: `contacted_recently`; by another company of the same run: `duplicate_address`.
   */
  reserve: async (
    workspaceId: WorkspaceId,
    address: string,
    recipient: Omit<Recipient, 'reservedAt'>,
  ): Promise<Reservation> => {
    const now = clock();
    const reserved = await table.put(
      { ...recipientKey(workspaceId, address), type: 'Recipient', v: 1, ...recipient, reservedAt: instant(now) },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR reservedAt < :cold OR (runId = :run AND #domain = :domain)',
        ExpressionAttributeNames: { '#domain': 'domain' },
        ExpressionAttributeValues: {
          ':cold': instant(now - COOL_DOWN),
          ':run': recipient.runId,
          ':domain': recipient.domain,
        },
      },
    );
    if (reserved.ok) return { ok: true };
    return {
      ok: false,
      reason: reserved.item?.['runId'] === recipient.runId ? 'duplicate_address' : 'contacted_recently',
    };
  },

  find: async (workspaceId: WorkspaceId, address: string): Promise<Recipient | undefined> => {
    const item = await table.get(recipientKey(workspaceId, address));
    return item === undefined ? undefined : Recipient.parse(item);
  },
});
