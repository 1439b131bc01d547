import { comparableText } from './comparable-text.ts';
import type { InboundMail } from './inbound-mail.ts';

/** Subjects that mail programs give their automatic replies, in English, German, French and Spanish. */
const SUBJECTS =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|ooo\b|automatische (?:antwort|e-?mail)|abwesenheit|abwesend|reponse automatique|absence|respuesta automatica|fuera de (?:la )?oficina|ausente)/;
const MACHINES = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|auto-?reply|autoresponder)(?:[+@]|$)/;

/**
 * Why a mail was written by a machine, or undefined for a person's. By its headers first (RFC 3834 § 2 and § 5, RFC 2076 § 3.9, RFC 6522),
 * then by the subject that mail programs give it.
 * @param source Envelope sender, empty for the null return path.
 */
export const whyAutomatic = (
  { headers, subject, from }: Pick<InboundMail, 'headers' | 'subject' | 'from'>,
  source: string,
): string | undefined => {
  const header = (name: string): string => headers.get(name)?.trim().toLowerCase() ?? '';
  const submitted = header('auto-submitted').split(';')[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no') return `Auto-Submitted: ${submitted.slice(0, 40)}`;
  if (header('content-type').startsWith('multipart/report')) return 'a report (multipart/report)';
  if (source === '' || header('return-path') === '<>') return 'null Return-Path';
  if (/^(?:bulk|junk|list|auto_reply)\b/.test(header('precedence'))) return `Precedence: ${header('precedence')}`;
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-autoresponder'))
    return 'X-Autoreply';
  if (headers.has('list-id') || headers.has('list-unsubscribe')) return 'a mailing list';
  if (from !== null && MACHINES.test(from.toLowerCase())) return 'its sender is a machine';
  return SUBJECTS.test(comparableText(subject)) ? 'its subject' : undefined;
};
