import type { CampaignStore } from '../campaigns/campaign-store.ts';
import { DEFAULT_SENDING, type SendingSettings } from '../campaigns/sending-settings.ts';
import { CampaignId, MailboxId, WorkspaceId } from '../platform/ids.ts';
import type { Clock } from '../platform/time.ts';
import { keepForAMinute } from './keep-for-a-minute.ts';
import type { Mailbox } from './mailbox-contract.ts';
import type { MailboxStore } from './mailbox-store.ts';
import type { MailboxHealthOf } from './reputation.ts';

export type SendSettings = ReturnType<typeof createSendSettings>;

/** A campaign's sending settings, its mailboxes and how they fare as they stand, each asked for once a minute and process. */
export const createSendSettings = ({
  campaigns,
  mailboxes,
  healthOf,
  clock,
}: {
  campaigns: Pick<CampaignStore, 'get'>;
  mailboxes: Pick<MailboxStore, 'get'>;
  healthOf: MailboxHealthOf;
  clock: Clock;
}) => {
  const settings = keepForAMinute(async (key) => {
    const [workspace, campaign] = key.split('/');
    const found = await campaigns.get(WorkspaceId.parse(workspace), CampaignId.parse(campaign));
    return found?.sending ?? DEFAULT_SENDING;
  }, clock);
  const mailbox = keepForAMinute((key) => {
    const [workspace, id] = key.split('/');
    return mailboxes.get(WorkspaceId.parse(workspace), MailboxId.parse(id));
  }, clock);
  const health = keepForAMinute((workspace) => healthOf(WorkspaceId.parse(workspace)), clock);
  return {
    of: (workspaceId: WorkspaceId, campaignId: CampaignId): Promise<SendingSettings> =>
      settings(`${workspaceId}/${campaignId}`),
    mailbox: (workspaceId: WorkspaceId, id: MailboxId): Promise<Mailbox | undefined> => mailbox(`${workspaceId}/${id}`),
    /** Whether bounces and complaints leave a mailbox among those that send. */
    isHealthy: async (workspaceId: WorkspaceId, id: MailboxId): Promise<boolean> =>
      (await health(workspaceId))(id).healthy,
  };
};
