import * as z from 'zod';
import { CampaignId, MessageId, RunId, type WorkspaceId } from '../platform/ids.ts';
import { messageIdOf, messageKey, recipientKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, DAY, HOUR, Instant, instant } from '../platform/time.ts';

/** A person is not written to by two runs of a workspace within this time (spec/discovery.md, "Contact lookup"). */
export const COOL_DOWN = 30 * DAY;
/** A step that reserved an address and has not written its message after so long, retries included, has died. */
const STEP_DIED = HOUR;
const FIRST_STEP = 1;

const Recipient = z.object({
  domain: z.string(),
  contactId: z.string(),
  campaignId: CampaignId,
  runId: RunId,
  reservedAt: Instant,
  /** The run's first message to the address; missing on items from before it was kept. */
  messageId: MessageId.optional(),
});
export type Recipient = z.infer<typeof Recipient>;

export type Reservation =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; reason: 'contacted_recently' | 'duplicate_address' }>;

type Claim = Omit<Recipient, 'reservedAt' | 'messageId'> &
  Readonly<{
    /** Takes an address also from another campaign that wrote to it within the cool-down; never from an earlier run of its own. */
    ignoreCooldown?: boolean;
  }>;

export type RecipientStore = ReturnType<typeof createRecipientStore>;

/** Who an address belongs to and which run may write to it, over all campaigns of a workspace. All spellings of a mailbox are one address (platform/mailbox.ts). */
export const createRecipientStore = (table: Table, clock: Clock) => {
  const put = (workspaceId: WorkspaceId, address: string, claim: Claim, takeOver?: Recipient) => {
    const { ignoreCooldown = false, ...recipient } = claim;
    const now = clock();
    const free = [
      'attribute_not_exists(pk)',
      'reservedAt < :cold',
      '(runId = :run AND #domain = :domain)',
      ...(ignoreCooldown ? ['campaignId <> :campaign'] : []),
      ...(takeOver === undefined ? [] : ['(runId = :dead AND reservedAt = :since)']),
    ];
    return table.put(
      {
        ...recipientKey(workspaceId, address),
        type: 'Recipient',
        v: 1,
        ...recipient,
        reservedAt: instant(now),
        messageId: messageIdOf(recipient.runId, address, FIRST_STEP),
      },
      {
        ConditionExpression: free.join(' OR '),
        ExpressionAttributeNames: { '#domain': 'domain' },
        ExpressionAttributeValues: {
          ':cold': instant(now - COOL_DOWN),
          ':run': recipient.runId,
          ':domain': recipient.domain,
          ...(ignoreCooldown ? { ':campaign': recipient.campaignId } : {}),
          ...(takeOver === undefined ? {} : { ':dead': takeOver.runId, ':since': takeOver.reservedAt }),
        },
      },
    );
  };

  /** The reservation of a step that died before it wrote its message; it holds nobody's mail and keeps nobody from writing. */
  const leftBehind = async (workspaceId: WorkspaceId, item: Item | undefined): Promise<Recipient | undefined> => {
    const holder = Recipient.safeParse(item).data;
    if (holder?.messageId === undefined || Date.parse(holder.reservedAt) > clock() - STEP_DIED) return undefined;
    const message = await table.get(messageKey(workspaceId, holder.messageId), { consistent: true });
    return message === undefined ? holder : undefined;
  };

  return {
    /**
     * Takes an address for one company in one run; taking it again for the same is allowed, as steps repeat. One conditional write. Taken by another run within thirty
     * days: `contacted_recently`, unless the campaign ignores other campaigns' cool-down or that run's step died before it wrote; by another company of the same run:
     * `duplicate_address`.
     */
    reserve: async (workspaceId: WorkspaceId, address: string, claim: Claim): Promise<Reservation> => {
      const reserved = await put(workspaceId, address, claim);
      if (reserved.ok) return { ok: true };
      if (reserved.item?.['runId'] === claim.runId) return { ok: false, reason: 'duplicate_address' };
      const dead = await leftBehind(workspaceId, reserved.item);
      if (dead !== undefined && (await put(workspaceId, address, claim, dead)).ok) return { ok: true };
      return { ok: false, reason: 'contacted_recently' };
    },

    find: async (workspaceId: WorkspaceId, address: string): Promise<Recipient | undefined> => {
      const item = await table.get(recipientKey(workspaceId, address));
      return item === undefined ? undefined : Recipient.parse(item);
    },
  };
};
