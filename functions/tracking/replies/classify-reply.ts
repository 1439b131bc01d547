import type { ReplyClass } from '../../sending/reply-class.ts';
import { awayUntil, saysAbsent } from './absence.ts';
import { whyAutomatic } from './automatic-reply.ts';
import { comparableText } from './comparable-text.ts';
import type { InboundMail } from './inbound-mail.ts';
import { ownWords } from './own-words.ts';
import { textOfHtml } from './plain-text.ts';
import { REPLY_RULES } from './reply-rules.ts';

export type Classified = Readonly<{
  class: ReplyClass;
  /** What it rests on, for a person: the words found, or the header. */
  why: string;
  /** What the writer wrote, without quotes and signature. */
  words: string;
  /** Until when an absent person waits for nothing from us. */
  awayUntil?: string;
}>;

/** Rules read so much; what comes after it is not the answer any more. */
const READ = 4_000;
const UNSUBSCRIBE_SUBJECT =
  /^(?:re: ?)?(?:unsubscribe|abmelden|abbestellen|desabonner|desinscription|desinscrire|baja|stop)\b/;
const ANSWER = /^(?:(?:re|aw|antw|sv|rv|tr|fwd?|wg)\s*(?:\[\d+\])?\s*:\s*)+/i;
const LEFT_BY_US = /^.*\/u\/[\w-]+\.[\w-]+.*$/gm;

/**
 * What a reply says, by rules. A machine's reply never counts as a person's word, but for a request to unsubscribe: mailbox providers send
 * that one for their users (RFC 8058 § 3, `List-Unsubscribe: <mailto:…>`).
 */
export const classifyReply = (mail: InboundMail, at: Readonly<{ source: string; receivedAt: string }>): Classified => {
  const body = mail.text.trim() === '' && mail.html !== null ? textOfHtml(mail.html) : mail.text;
  const words = ownWords(body).replaceAll(LEFT_BY_US, '').trim();
  const subject = comparableText(mail.subject.replace(ANSWER, ''));
  if (UNSUBSCRIBE_SUBJECT.test(comparableText(mail.subject)))
    return { class: 'unsubscribe', why: `subject "${mail.subject.slice(0, 60)}"`, words };
  const automatic = whyAutomatic(mail, at.source);
  if (automatic !== undefined) {
    if (mail.deliveryStatus !== null) return { class: 'bounce', why: automatic, words };
    const note = `${mail.subject}\n${body}`.slice(0, READ);
    return saysAbsent(note)
      ? { class: 'out_of_office', why: automatic, words, awayUntil: awayUntil(note, at.receivedAt) }
      : { class: 'auto_reply', why: automatic, words };
  }
  // A subject is ours where it answers; only what the writer made of it says something.
  const text = comparableText(words.slice(0, READ));
  const read = text === '' && !ANSWER.test(mail.subject) ? subject : text;
  for (const [replyClass, patterns] of REPLY_RULES) {
    const found = patterns.map((pattern) => pattern.exec(read)).find((match) => match !== null);
    if (found !== undefined) return { class: replyClass, why: `"${found[0].trim().slice(0, 60)}"`, words };
  }
  return { class: 'unclear', why: 'no rule found anything in it', words };
};
