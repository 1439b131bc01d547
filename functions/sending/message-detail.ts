import type * as z from 'zod';
import type { Passage } from '../contacts/contract.ts';
import type { MessageDetail } from './contract.ts';
import { verdictsOf } from './engagement-verdict.ts';
import { viewMessage } from './message.ts';
import type { MessageRecord } from './message-store.ts';

type Detail = z.output<typeof MessageDetail>;
type Event = Detail['events'][number];

/** What must have happened before what: decides between events of the same millisecond, and puts the sending first whatever clocks say. */
const ORDER = ['sent', 'delay', 'delivered', 'open', 'click'];
const rankOf = ({ type }: Event): number => {
  const at = ORDER.indexOf(type);
  return at < 0 ? ORDER.length : at;
};

/** A message as the API shows it alone: its text, what each sentence rests on, and what happened to it, oldest first. */
export const detailOf = (
  { message, content, engagements }: MessageRecord,
  passages: readonly Passage[] = [],
): Detail => ({
  ...viewMessage(message),
  // Text and evidence go when a person is erased; the message stays.
  body: content?.body ?? '',
  writer: content?.writer ?? '',
  rejectedAt: message.rejectedAt ?? null,
  evidence: content?.evidence ?? [],
  guards: content?.guards ?? [],
  others: content?.others ?? [],
  passages: [...passages],
  events: eventsOf({ message, engagements }),
});

const eventsOf = ({ message, engagements }: Omit<MessageRecord, 'content'>): Event[] => {
  const { sentAt, deliveredAt } = message;
  const verdicts = verdictsOf(engagements, deliveredAt ?? sentAt);
  const plain = (type: string, at: string): Event => ({ type, at, detail: null, botReasons: null });
  const events = [
    ...(deliveredAt === undefined ? [] : [plain('delivered', deliveredAt)]),
    ...engagements.map(({ kind, at, detail, eventId }): Event => {
      const reasons = verdicts.get(eventId);
      return { type: kind, at, detail, botReasons: reasons === undefined ? null : [...reasons] };
    }),
  ].sort((a, b) => (a.at === b.at ? rankOf(a) - rankOf(b) : a.at < b.at ? -1 : 1));
  // Our clock notes the sending after the channel has answered; its own events of the mail may be some milliseconds older.
  return sentAt === undefined ? events : [plain('sent', sentAt), ...events];
};

/** The evidence ids that a message's sentences cite. */
export const citedIds = (content: MessageRecord['content']): ReadonlySet<string> =>
  new Set(content?.evidence.flatMap(({ evidenceIds }) => evidenceIds) ?? []);
