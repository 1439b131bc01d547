import * as z from 'zod';
import { MessageId, WorkspaceId } from '../../platform/ids.ts';
import { instant } from '../../platform/time.ts';
import { VARIABLES } from './instantly.ts';

/** What an event of Instantly says of one of our mails. */
export type InstantlyEvent = Readonly<{
  workspaceId: WorkspaceId;
  messageId: MessageId;
  kind: 'sent' | 'bounced' | 'replied' | 'unsubscribed' | 'other';
  type: string;
  at: string;
}>;

const KINDS: Readonly<Record<string, InstantlyEvent['kind']>> = {
  email_sent: 'sent',
  email_bounced: 'bounced',
  reply_received: 'replied',
  lead_unsubscribed: 'unsubscribed',
};

/** Fields of the lead come along beside the event's own (developer.instantly.ai, "Webhook events"). */
const Body = z.object({
  event_type: z.string().max(80),
  timestamp: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
    .transform((text) => instant(Date.parse(text))),
  [VARIABLES.message]: MessageId,
  [VARIABLES.workspace]: WorkspaceId,
});

/** Reads a webhook's body; why it tells nothing of a mail of ours when it does not. */
export const readInstantlyEvent = (body: unknown): InstantlyEvent | string => {
  const parsed = Body.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'cannot be read'}`;
  }
  const { event_type: type, timestamp: at, tl_send_id: messageId, tl_workspace_id: workspaceId } = parsed.data;
  return { workspaceId, messageId, type, at, kind: KINDS[type] ?? 'other' };
};
