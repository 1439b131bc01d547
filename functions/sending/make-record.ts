import type { RunPlan } from '../campaigns/contract.ts';
import type { SendRecord } from './contract.ts';
import type { Mailbox } from './mailbox-contract.ts';
import type { Message } from './message.ts';
import { messageIdHeader } from './message-id-header.ts';
import { type MessageText, messageAtStep } from './message-text.ts';

/** All that a sender needs of a due message, so that it reads nothing. */
export const makeRecord = ({
  message,
  plan,
  text,
  mailbox,
  previous,
  place,
  region,
}: Readonly<{
  message: Message;
  plan: Pick<RunPlan, 'sender' | 'mode'>;
  text: MessageText;
  mailbox: Mailbox | undefined;
  previous: Message | undefined;
  place: NonNullable<SendRecord['place']>;
  region: string;
}>): SendRecord => {
  const { workspaceId, campaignId, runId, id, domain, variant, step, toName, toAddress, tries, dueAt = '' } = message;
  const sender = mailbox === undefined ? plan.sender : { ...plan.sender, name: mailbox.name, email: mailbox.address };
  return {
    ...{ workspaceId, campaignId, runId, messageId: id, dueAt, tries, mode: plan.mode, domain, variant, step },
    ...{ toName, toAddress, subject: text.subject, body: text.body, sender },
    ...(mailbox === undefined
      ? {}
      : { mailbox: { id: mailbox.id, channel: mailbox.channel, gapSeconds: mailbox.gapSeconds } }),
    references: previous === undefined ? [] : referencesOf(message, previous, sender.email, region),
    ...(plan.mode === 'live' ? { place } : {}),
  };
};

/**
 * Message-IDs of the mails before a follow-up, oldest first: ours of every step, and of the last one also the one that SES put in its place,
 * which is what the recipient's program knows (SES developer guide, "Header fields that Amazon SES adds": `<id@email.amazonses.com>` in us-east-1,
 * `<id@region.amazonses.com>` elsewhere).
 */
const referencesOf = (message: Message, { channelId }: Message, from: string, region: string): string[] => {
  const steps = Array.from({ length: message.step - 1 }, (_, index) =>
    messageIdHeader(messageAtStep(message, index + 1), from),
  );
  const host = region === 'us-east-1' ? 'email' : region;
  // An SMTP server keeps our Message-ID; only SES gives an id without a host.
  if (channelId === undefined || !/^[\w-]+$/.test(channelId)) return steps;
  return [...steps, `<${channelId}@${host}.amazonses.com>`];
};
