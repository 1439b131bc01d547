import type { ReplyView } from '../../../functions/tracking/reply-contract.ts';
import type { Of } from './labels.ts';

export type ReplyClass = ReplyView['class'];

const replyClass: Of<ReplyClass> = {
  interested: 'Interested',
  not_now: 'Not now',
  not_interested: 'Not interested',
  unsubscribe: 'Wants no more mail',
  wrong_person: 'Wrong person',
  bounce: 'Bounced',
  unclear: 'Unclear',
  out_of_office: 'Out of office',
  auto_reply: 'Automatic',
};

export const replies = {
  title: 'Replies',
  intro: 'Who answered, newest first. A person’s answer ends the sequence; an automatic one does not.',
  load: 'read the replies',
  filter: 'What they say',
  filterAll: 'All replies',
  from: 'From',
  says: 'Says',
  words: 'In their words',
  at: 'Received',
  emptyTitle: 'No replies yet',
  emptyText: 'Answers to your mails appear here, each with the mail it answers.',
  emptyFilterTitle: 'No reply says this',
  emptyFilterText: 'Look at all replies, or choose another kind.',
  showAll: 'Show all replies',
  unknownWriter: 'Unknown writer',
  replyClass,
  conversation: 'Conversation',
  conversationLoad: 'read the conversation',
  sent: (time: string) => `You wrote ${time}`,
  received: (from: string, time: string) => `${from} wrote ${time}`,
  classLabel: 'What it says',
  classFailed: 'change what the reply says',
  byRules: (why: string) => `By the rules: ${why}`,
  byPerson: (who: string) => `Set by ${who}`,
  spam: 'Taken for spam by the mail service',
  note: {
    too_large: 'The mail was too large to be read whole.',
    unreadable: 'The mail could not be read whole.',
    virus: 'The mail service found a virus in it; its content is not shown.',
  },
  attachments: (names: string) => `Attached: ${names}`,
} as const;
