import type { RunStore } from '../../campaigns/run-store.ts';
import type { RecipientStore } from '../../contacts/recipient-store.ts';
import { MessageId, type WorkspaceId } from '../../platform/ids.ts';
import { messageIdOf, messageKey, runOfMessage } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import { decodeMessage } from '../../sending/message.ts';
import { readReplyAddress, readWorkspaceAddress } from '../../sending/reply-token.ts';
import { readUnsubscribeToken } from '../../sending/unsubscribe-link.ts';
import type { InboundMail } from './inbound-mail.ts';
import type { MATCHES } from './reply.ts';

export type Match = Readonly<{ workspaceId: WorkspaceId; messageId: MessageId; by: (typeof MATCHES)[number] }>;
export type MatchReply = (mail: InboundMail, recipients: readonly string[]) => Promise<Match | undefined>;

const OWN_ID = /^(msg_[0-9a-z]{10,64})@/i;
const QUOTED_LINK = /\/u\/([\w-]{10,1500}\.[\w-]{10,50})/g;
const MOST_LOOKED_UP = 10;
/** Steps that a sequence may have. */
const MOST_STEPS = 10;

/**
 * The message that a mail answers: by the address it was sent to; else by our Message-ID that it answers; else, where a workspace forwards it to its own
 * address, by who wrote it and which of the mails to that person it answers; else by the signed unsubscribe link in what it quotes. Forged addresses
 * and links match nothing. SES writes Message-IDs of its own, which name a message only together with its workspace: an index of them would cost
 * every mail a write unit for the few that are answered past their Reply-To.
 */
export const createMatchReply = ({
  table,
  runs,
  recipients,
  secret,
}: {
  table: Pick<Table, 'batchGet'>;
  runs: Pick<RunStore, 'workspaceOf'>;
  recipients: Pick<RecipientStore, 'find'>;
  secret: () => Promise<string>;
}): MatchReply => {
  const byMessage = async (messageId: MessageId, by: Match['by']): Promise<Match | undefined> => {
    const workspaceId = await runs.workspaceOf(runOfMessage(messageId));
    return workspaceId === undefined ? undefined : { workspaceId, messageId, by };
  };

  /** Of the mails to who wrote it the one that it answers by the channel's id, else the last that was sent. */
  const bySender = async (workspaceId: WorkspaceId, { from, answers }: InboundMail): Promise<Match | undefined> => {
    const known = from === null ? undefined : await recipients.find(workspaceId, from);
    if (from === null || known === undefined) return undefined;
    const ids = Array.from({ length: MOST_STEPS }, (_, at) => messageIdOf(known.runId, from, at + 1));
    const items = await table.batchGet(ids.map((id) => messageKey(workspaceId, id)));
    const sent = items
      .map(decodeMessage)
      .filter(({ sentAt }) => sentAt !== undefined)
      .sort((a, b) => b.step - a.step);
    const answered = new Set(answers.map((id) => id.slice(0, id.lastIndexOf('@'))));
    const named = sent.find(({ channelId }) => channelId !== undefined && answered.has(channelId));
    const [last] = sent;
    if (named !== undefined) return { workspaceId, messageId: named.id, by: 'header' };
    return last === undefined ? undefined : { workspaceId, messageId: last.id, by: 'sender' };
  };

  return async (mail, envelope) => {
    const key = await secret();
    const addresses = [...envelope, ...mail.to];
    for (const address of addresses) {
      const messageId = readReplyAddress(address, key);
      const match = messageId === undefined ? undefined : await byMessage(messageId, 'address');
      if (match !== undefined) return match;
    }
    for (const id of mail.answers.slice(0, MOST_LOOKED_UP)) {
      const own = MessageId.safeParse(OWN_ID.exec(id)?.[1]?.toLowerCase());
      const match = own.success ? await byMessage(own.data, 'header') : undefined;
      if (match !== undefined) return match;
    }
    const workspaceId = addresses.map((address) => readWorkspaceAddress(address, key)).find((id) => id !== undefined);
    const match = workspaceId === undefined ? undefined : await bySender(workspaceId, mail);
    return match ?? byQuotedLink(mail, key);
  };
};

const byQuotedLink = ({ text, html }: InboundMail, secret: string): Match | undefined => {
  for (const [, token = ''] of [...`${text}\n${html ?? ''}`.matchAll(QUOTED_LINK)].slice(0, MOST_LOOKED_UP)) {
    const link = readUnsubscribeToken(token, secret);
    if (link !== undefined) return { workspaceId: link.workspaceId, messageId: link.messageId, by: 'quoted_link' };
  }
  return undefined;
};
