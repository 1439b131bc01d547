import * as z from 'zod';
import type { CampaignId, MessageId, WorkspaceId } from '../platform/ids.ts';
import { sequenceStopKey } from '../platform/keys.ts';
import type { Action, Item, Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';
import { normalAddress } from './address.ts';

/** What ends the rest of a sequence to a person (spec/sending.md, "Sequences"). */
export const STOP_REASONS = ['replied', 'unsubscribed', 'bounced', 'complained', 'purchased', 'by_hand'] as const;
export type StopReason = (typeof STOP_REASONS)[number];
export type Recipient = Readonly<{ workspaceId: WorkspaceId; campaignId: CampaignId; address: string }>;

/** What stands between a person and the next step: the end of the sequence, or an absence that it waits for. */
export const SequenceStop = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped'), reason: z.enum(STOP_REASONS) }),
  z.object({ kind: z.literal('waiting'), until: Instant }),
]);
export type SequenceStop = z.infer<typeof SequenceStop>;

const keyOf = ({ workspaceId, campaignId, address }: Recipient) =>
  sequenceStopKey(workspaceId, campaignId, normalAddress(address));

/**
 * The condition under which a follow-up may be claimed: nothing ended the sequence to this person and no absence lasts. One check within the
 * claim's transaction; to stop or to put off a sequence costs no call for each of its messages.
 */
export const sequenceCheck = (recipient: Recipient, now: string): Action => ({
  ConditionCheck: {
    Key: keyOf(recipient),
    ConditionExpression: 'attribute_not_exists(pk) OR (#kind = :waiting AND #until <= :now)',
    ExpressionAttributeNames: { '#kind': 'kind', '#until': 'until' },
    ExpressionAttributeValues: { ':waiting': 'waiting', ':now': now },
  },
});

/** Reads the item that `sequenceCheck` failed on. */
export const readSequenceStop = (item: Item): SequenceStop => SequenceStop.parse(item);

export type SequenceStops = ReturnType<typeof createSequenceStops>;

/** Ends and puts off sequences, by person and campaign. */
export const createSequenceStops = (table: Pick<Table, 'put' | 'get'>, clock: Clock) => {
  const itemOf = (recipient: Recipient, source: MessageId | null, stop: SequenceStop) => {
    const now = instant(clock());
    return { ...keyOf(recipient), type: 'SequenceStop', v: 1, createdAt: now, updatedAt: now, source, ...stop };
  };
  return {
    /** Ends the sequence for good; the first reason stays. */
    stop: async (recipient: Recipient, reason: StopReason, source: MessageId | null): Promise<void> => {
      await table.put(itemOf(recipient, source, { kind: 'stopped', reason }), {
        ConditionExpression: 'attribute_not_exists(pk) OR #kind = :waiting',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':waiting': 'waiting' },
      });
    },

    /** Lets the next step wait until then. An end stays an end, and of two absences the later one counts. */
    wait: async (recipient: Recipient, until: string, source: MessageId | null): Promise<void> => {
      await table.put(itemOf(recipient, source, { kind: 'waiting', until }), {
        ConditionExpression: 'attribute_not_exists(pk) OR (#kind = :waiting AND #until < :until)',
        ExpressionAttributeNames: { '#kind': 'kind', '#until': 'until' },
        ExpressionAttributeValues: { ':waiting': 'waiting', ':until': until },
      });
    },

    find: async (recipient: Recipient): Promise<SequenceStop | undefined> => {
      const item = await table.get(keyOf(recipient), { consistent: true });
      return item === undefined ? undefined : readSequenceStop(item);
    },
  };
};
