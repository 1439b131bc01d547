import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { Clock } from '../platform/time.ts';
import type { OpenChannel } from './choose-channel.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';

/** Opens the channels of mailboxes with a server of their own. What only few deployments need is loaded when it is needed. */
export const createOpenChannel =
  ({
    secrets,
    credentials,
    clock,
  }: {
    secrets: Pick<MailboxSecrets, 'read'>;
    credentials: ReadCredentials;
    clock: Clock;
  }): OpenChannel =>
  async (workspaceId, mailbox) => {
    if (mailbox.channel === 'smtp') {
      const { smtp, id } = mailbox;
      const password = await secrets.read(workspaceId, id);
      if (smtp === null || password === undefined) return 'its mailbox has no server or no password';
      const { createSmtpChannel } = await import('./providers/smtp.ts');
      return createSmtpChannel({ login: { ...smtp, password }, clock });
    }
    if (mailbox.channel === 'instantly') {
      const { instantly } = await credentials(workspaceId);
      if (instantly === undefined)
        return 'the workspace has stored no key of Instantly (PUT /provider-credentials/instantly)';
      const { createInstantlyChannel } = await import('./providers/instantly.ts');
      return createInstantlyChannel({ apiKey: instantly.apiKey, account: mailbox.address });
    }
    return 'its mailbox sends through SES';
  };
