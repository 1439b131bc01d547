import MailComposer from 'nodemailer/lib/mail-composer';
import type { WorkspaceId } from '../platform/ids.ts';
import { onceKey } from '../platform/keys.ts';
import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { asciiHost } from '../sending/address.ts';
import { type Channel, SES_MICRO_USD } from '../sending/channel.ts';
import type { MailboxStore } from '../sending/mailbox-store.ts';
import type { BrandStore } from './brand-store.ts';

export type TransactionalMail = Readonly<{
  workspaceId: WorkspaceId;
  /** The same id is the same mail: it leaves once. */
  onceId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  attachment?: Readonly<{ name: string; contentType: string; bytes: Uint8Array }>;
}>;
export type SendTransactional = (
  mail: TransactionalMail,
) => Promise<Readonly<{ ok: true } | { ok: false; reason: string; later: boolean }>>;

/** A claim that is older was left by a sender that died: somebody waits for what they paid for, so the mail is sent, at worst a second time. */
const CLAIM_LASTS = 5 * MINUTE;

/** Who such mails are from. */
export type MailSender = (workspaceId: WorkspaceId) => Promise<Readonly<{ name: string; address: string }>>;

/** From the workspace's first active mailbox behind SES, else from the deployment's own domain; by the name on its reports. */
export const createMailSender =
  ({
    mailboxes,
    brands,
    publicOrigin,
  }: {
    mailboxes: Pick<MailboxStore, 'list'>;
    brands: Pick<BrandStore, 'get'>;
    publicOrigin: string;
  }): MailSender =>
  async (workspaceId) => {
    const [page, brand] = await Promise.all([mailboxes.list(workspaceId, { limit: 50 }), brands.get(workspaceId)]);
    const own = page?.items.find(({ channel, status }) => channel === 'ses' && status === 'active');
    return { name: brand.senderName, address: own?.address ?? `reports@${new URL(publicOrigin).hostname}` };
  };

/**
 * Sends a mail that somebody asked for by buying: no opt-out, no tracking, once for its id. `later` says that the same mail may be handed in again: nothing was
 * sent, or another call is at it.
 */
export const createSendTransactional =
  ({
    table,
    channel,
    sender,
    bookPaidCall,
    clock,
  }: {
    table: Pick<Table, 'put' | 'update' | 'remove'>;
    channel: Channel;
    sender: MailSender;
    /** No run's cost: the mail goes out because somebody bought. */
    bookPaidCall: BookPaidCall;
    clock: Clock;
  }): SendTransactional =>
  async (mail) => {
    const key = onceKey(`MAIL#${mail.workspaceId}`, mail.onceId);
    const now = instant(clock());
    const claimed = await table.put(
      { ...key, type: 'Once', v: 1, state: 'sending', createdAt: now, updatedAt: now },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR (#state = :sending AND updatedAt < :stale)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':sending': 'sending', ':stale': instant(clock() - CLAIM_LASTS) },
      },
    );
    if (!claimed.ok)
      return claimed.item?.['state'] === 'sent'
        ? { ok: true }
        : { ok: false, reason: 'the same mail is being sent', later: true };
    const from = await sender(mail.workspaceId);
    const raw = await compose(mail, from);
    const to = inAscii(mail.to);
    const outcome = await channel({ raw, from: from.address, to, tags: { workspace_id: mail.workspaceId } });
    switch (outcome.kind) {
      case 'accepted':
        await table.update({
          Key: key,
          UpdateExpression: 'SET #state = :sent, channelId = :id, updatedAt = :now',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':sent': 'sent', ':id': outcome.channelId, ':now': instant(clock()) },
        });
        await bookPaidCall(mail.workspaceId, {
          ...{ kind: 'sending', microUsd: SES_MICRO_USD, payee: 'ses' },
          call: `mail#${mail.onceId}`,
        });
        return { ok: true };
      case 'unknown':
        // It may have left: who asks again within five minutes is told to wait, later it is sent again.
        return { ok: false, reason: outcome.reason, later: true };
      case 'throttled':
      case 'refused':
        await table.remove(key);
        return { ok: false, reason: outcome.reason, later: outcome.kind === 'throttled' };
    }
  };

const inAscii = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${asciiHost(address.slice(at + 1))}`;
};

const compose = (
  { to, subject, text, html, attachment }: TransactionalMail,
  from: Readonly<{ name: string; address: string }>,
): Promise<Buffer> =>
  new MailComposer({
    from,
    to: { name: '', address: inAscii(to) },
    subject,
    text,
    html,
    // Told to machines: nobody is there to answer, and an absence note should not come back.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(attachment === undefined
      ? {}
      : {
          attachments: [
            {
              filename: attachment.name,
              contentType: attachment.contentType,
              content: Buffer.from(attachment.bytes),
            },
          ],
        }),
  })
    .compile()
    .build();
