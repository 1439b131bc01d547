import { MessageId, WorkspaceId } from '../platform/ids.ts';
import { signToken, verifyToken } from '../platform/signed-token.ts';

const PURPOSE = 'unsubscribe';

/** Whom an unsubscribe link stops mail to, and which message carried it. */
export type Unsubscribe = Readonly<{ workspaceId: WorkspaceId; messageId: MessageId; address: string }>;

/** The link of a mail's opt-out: it carries all that is needed, so it works without a cookie, a sign-in or an expiry. */
export const unsubscribeLink = (
  origin: string,
  { workspaceId, messageId, address }: Unsubscribe,
  secret: string,
): string => `${origin}/u/${signToken(PURPOSE, [workspaceId, messageId, address], secret)}`;

/** What a link's token says, or undefined when it is not one of ours. */
export const readUnsubscribeToken = (token: string, secret: string): Unsubscribe | undefined => {
  const [workspace, message, address, ...rest] = verifyToken(PURPOSE, token, secret) ?? [];
  const workspaceId = WorkspaceId.safeParse(workspace);
  const messageId = MessageId.safeParse(message);
  if (!workspaceId.success || !messageId.success || address === undefined || rest.length > 0) return undefined;
  return { workspaceId: workspaceId.data, messageId: messageId.data, address };
};
