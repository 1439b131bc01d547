import type { SendingSettings } from '../campaigns/sending-settings.ts';
import type { MailboxId, WorkspaceId } from '../platform/ids.ts';
import { MailboxId as MailboxIdSchema } from '../platform/ids.ts';
import { type MailboxStore, pacerOf } from './mailbox-store.ts';
import { type Pacer, ratePacer } from './pace/pacer.ts';
import type { MailboxHealthOf } from './reputation.ts';

/** Id of the pacer that stands for the deployment's own channel. */
export const OWN_CHANNEL = 'ses';

/** The mailbox behind a pacer; none behind the deployment's own channel. */
export const mailboxOf = (pacer: string): MailboxId | undefined =>
  pacer === OWN_CHANNEL ? undefined : MailboxIdSchema.parse(pacer);

export type ChooseSenders = (workspaceId: WorkspaceId, settings: SendingSettings) => Promise<readonly Pacer[]>;

/** No mailbox of a campaign can take new mails; the run says so. */
export class NoMailbox extends Error {
  override readonly name = 'NoMailbox';
}

/**
 * Who takes turns in sending: a campaign's mailboxes that are active and healthy, or the deployment's own channel for a campaign without any.
 * @throws NoMailbox when it names mailboxes and none of them can send
 */
export const createChooseSenders =
  ({
    mailboxes,
    healthOf,
    ratePerSecond,
  }: {
    mailboxes: Pick<MailboxStore, 'getAll'>;
    healthOf: MailboxHealthOf;
    ratePerSecond: number;
  }): ChooseSenders =>
  async (workspaceId, { mailboxIds }) => {
    if (mailboxIds.length === 0) return [ratePacer(OWN_CHANNEL, ratePerSecond)];
    const found = await mailboxes.getAll(workspaceId, mailboxIds);
    const health = await healthOf(workspaceId);
    const able = found.filter(({ id, status }) => status === 'active' && health(id).healthy);
    if (able.length === 0)
      throw new NoMailbox('None of the campaign’s mailboxes can send: each is paused, unhealthy or gone.');
    return able.map(pacerOf);
  };
