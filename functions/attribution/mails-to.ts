import type { RecipientStore } from '../contacts/recipient-store.ts';
import type { MessageId, RunId, WorkspaceId } from '../platform/ids.ts';
import { messageIdOf, messageKey, touchesOfLead } from '../platform/keys.ts';
import { mailboxOf } from '../platform/mailbox.ts';
import type { Table } from '../platform/table.ts';
import { decodeMessage, type Message } from '../sending/message.ts';
import { Touch } from './touch.ts';

/** The first mail and as many follow-ups as a campaign may have (campaigns/sending-settings.ts). */
const STEPS = [1, 2, 3, 4, 5] as const;

/** Every message that a run may have for an address, by the ids that it would have; they need not exist. */
export const messageIdsOf = (runId: RunId, address: string): readonly MessageId[] =>
  STEPS.map((step) => messageIdOf(runId, address, step));

export type MailsTo = (workspaceId: WorkspaceId, address: string) => Promise<readonly Message[]>;

/**
 * The messages to an address, sent or not: those of the run that wrote to it last, follow-ups included, and those of earlier runs of the
 * same campaign by its lead's timeline. A few reads, whatever the workspace's size.
 */
export const createMailsTo =
  ({
    recipients,
    table,
  }: {
    recipients: Pick<RecipientStore, 'find'>;
    table: Pick<Table, 'batchGet' | 'queryAll'>;
  }): MailsTo =>
  async (workspaceId, address) => {
    const recipient = await recipients.find(workspaceId, address);
    if (recipient === undefined) return [];
    const { campaignId, runId, domain, messageId } = recipient;
    const read = async (ids: readonly MessageId[]): Promise<readonly Message[]> =>
      (await table.batchGet([...new Set(ids)].map((id) => messageKey(workspaceId, id)))).map(decodeMessage);
    const timeline = await table.queryAll(touchesOfLead(workspaceId, campaignId, domain));
    const earlier = timeline.flatMap((item) => Touch.safeParse(item).data?.messageId ?? []);
    const first = await read([
      ...(messageId === undefined ? [] : [messageId]),
      ...earlier,
      ...messageIdsOf(runId, address),
    ]);
    // Ids are made of the address as it was written to, which may be another spelling of the same mailbox.
    const own = first.filter(({ toAddress }) => mailboxOf(toAddress) === mailboxOf(address));
    const spellings = new Set(own.map(({ toAddress }) => toAddress.trim().toLowerCase()));
    spellings.delete(address.trim().toLowerCase());
    const known = new Set(own.map(({ id }) => id));
    const others = await read([...spellings].flatMap((spelling) => messageIdsOf(runId, spelling)));
    return [...own, ...others.filter(({ id }) => !known.has(id))];
  };
