import type { MessageId } from '../platform/ids.ts';

/** The Message-ID of a mail of ours: made of the message's own id, so that a follow-up knows it without being told. */
export const messageIdHeader = (messageId: MessageId, from: string): string =>
  `<${messageId}@${from.slice(from.lastIndexOf('@') + 1)}>`;
