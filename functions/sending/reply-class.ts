/** What a reply says. The first six are a person's (or a mail server's) word; the last two come of a machine and end no sequence. */
export const REPLY_CLASSES = [
  'interested',
  'not_now',
  'not_interested',
  'unsubscribe',
  'wrong_person',
  'bounce',
  'unclear',
  'out_of_office',
  'auto_reply',
] as const;
export type ReplyClass = (typeof REPLY_CLASSES)[number];

/** Whether a person wrote it: any such reply ends the sequence (spec/sending.md, "Sequences"). */
export const isHuman = (replyClass: ReplyClass): boolean =>
  replyClass !== 'out_of_office' && replyClass !== 'auto_reply' && replyClass !== 'bounce';
