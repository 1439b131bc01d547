import type * as z from 'zod';
import type { MessageDetail } from './contract.ts';
import { viewMessage } from './message.ts';
import type { MessageRecord } from './message-store.ts';

type Detail = z.infer<typeof MessageDetail>;

/** A message as the API shows it alone: its text, what each sentence rests on, and what happened to it, oldest first. */
export const detailOf = ({ message, content, engagements }: MessageRecord): Detail => ({
  ...viewMessage(message),
  // Text and evidence go when a person is erased; the message stays.
  body: content?.body ?? '',
  writer: content?.writer ?? '',
  evidence: content?.evidence ?? [],
  guards: content?.guards ?? [],
  others: content?.others ?? [],
  events: [
    ...(message.sentAt === undefined ? [] : [{ type: 'sent', at: message.sentAt, detail: null }]),
    ...(message.deliveredAt === undefined ? [] : [{ type: 'delivered', at: message.deliveredAt, detail: null }]),
    ...engagements.map(({ kind, at, detail }) => ({ type: kind, at, detail })),
  ].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
});
