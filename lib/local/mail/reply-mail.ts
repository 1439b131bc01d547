import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import type { StoredMail } from './mail-store.ts';
import { addressesIn, headerValue, withHeaders } from './mime-message.ts';

/** A mail as SES's inbound side hands it on. */
export type InboundMail = { raw: Uint8Array; from: string; recipients: string[] };

/**
 * A recipient's answer to a mail, as its mail client would write it: to Reply-To or else From, threaded by In-Reply-To
 * and References, the original quoted below. An automatic one is marked by RFC 3834 (Auto-Submitted, null Return-Path).
 */
export async function composeReply(
  mail: StoredMail,
  reply: { text: string; automatic: boolean; at: number },
): Promise<InboundMail> {
  const original = await PostalMime.parse(mail.raw);
  const [from = ''] = mail.recipients;
  const to = addressesIn(headerValue(mail.message, 'Reply-To') ?? headerValue(mail.message, 'From'));
  const messageId = headerValue(mail.message, 'Message-ID') ?? '';
  const references = [headerValue(mail.message, 'References'), messageId].filter((one) => one !== undefined).join(' ');
  const quoted = (original.text ?? '').trimEnd().replace(/^/gm, '> ');
  const subject = (original.subject ?? '').replace(/^re:\s*/i, '');
  const composed = await new MailComposer({
    from,
    to,
    subject: `${reply.automatic ? 'Automatic reply' : 'Re'}: ${subject}`,
    date: new Date(reply.at),
    inReplyTo: messageId,
    references,
    text: reply.automatic
      ? reply.text
      : `${reply.text}\n\nOn ${new Date(mail.at).toUTCString()}, ${mail.source} wrote:\n${quoted}\n`,
    headers: reply.automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {},
  })
    .compile()
    .build();
  const returnPath = { name: 'Return-Path', value: reply.automatic ? '<>' : `<${from}>` };
  return { raw: withHeaders(composed, () => false, [returnPath]), from, recipients: to };
}
