import type { FollowUpStep } from '../campaigns/sending-settings.ts';
import { type StoredDraft, unpackContent } from '../copy/message-content.ts';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageContentKey, messageIdOf, messageKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { decodeMessage, type Message } from './message.ts';
import type { SequenceStore } from './sequence-store.ts';

export type MessageText = Readonly<{ subject: string; body: string }>;
type Addressed = Pick<Message, 'runId' | 'toAddress' | 'step'>;

/** The message of another step of the same sequence. */
export const messageAtStep = ({ runId, toAddress }: Addressed, step: number): MessageId =>
  messageIdOf(runId, toAddress, step);

/** Where the text of a message is stored: follow-ups stand beside the first mail's, written along with it. */
export const textOwner = (message: Addressed & Pick<Message, 'id'>): MessageId =>
  message.step === 1 ? message.id : messageAtStep(message, 1);

/** A template's text for one recipient. A first name that is not known leaves the greeting without one. */
const filled = (text: string, { toName, companyName, domain }: Message): string =>
  text
    .replaceAll(/ ?\{firstName\}/g, () => {
      const [first] = (toName ?? '').trim().split(/\s+/);
      return first === undefined || first === '' ? '' : ` ${first}`;
    })
    .replaceAll('{company}', () => companyName)
    .replaceAll('{domain}', () => domain)
    .trim();

/** Subject and body of a follow-up: the campaign's text for its step, else the one written along with the first mail. */
export const followUpText = (
  message: Message,
  step: FollowUpStep | undefined,
  first: StoredDraft,
): MessageText | undefined => {
  if (step?.text !== undefined)
    return { subject: filled(step.text.subject, message), body: filled(step.text.body, message) };
  return first.followUp === null ? undefined : { subject: first.followUp.subject, body: first.followUp.body };
};

export type ReadMessageText = ReturnType<typeof createReadMessageText>;

/** Reads what a message says, as it was or will be sent. Undefined when there is no such message or its text was erased. */
export const createReadMessageText =
  ({ table, sequences }: { table: Pick<Table, 'get'>; sequences: Pick<SequenceStore, 'read'> }) =>
  async (workspaceId: WorkspaceId, id: MessageId): Promise<MessageText | undefined> => {
    const item = await table.get(messageKey(workspaceId, id));
    if (item === undefined) return undefined;
    const message = decodeMessage(item);
    const stored = await table.get(messageContentKey(workspaceId, textOwner(message)));
    if (stored === undefined) return undefined;
    const first = unpackContent(stored);
    if (message.step === 1) return { subject: first.subject, body: first.body };
    const { sequence, runId, step } = message;
    const steps = sequence === undefined ? [] : await sequences.read(workspaceId, runId, sequence);
    return followUpText(message, steps[step - 2], first);
  };
