import MailComposer from 'nodemailer/lib/mail-composer';
import * as z from 'zod';
import { MessageId, WorkspaceId } from '../platform/ids.ts';
import { asciiHost } from './address.ts';
import type { SendRecord } from './contract.ts';
import { footerLines, htmlOf, textOf } from './mail-text.ts';
import { messageIdHeader } from './message-id-header.ts';
import { replyAddress } from './reply-token.ts';
import { trackedLinks } from './tracked-links.ts';
import { unsubscribeLink } from './unsubscribe-link.ts';

const oneLine = z
  .string()
  .trim()
  .max(300)
  // Control characters, and the separators that some clients take for a line's end: no header can be begun or ended with what passes.
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'holds a control character')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');

/** An address with its host in ASCII; SES takes no others (its developer guide, "Email format in Amazon SES"). */
const address = oneLine
  .transform((text) => {
    const at = text.lastIndexOf('@');
    return `${text.slice(0, at)}@${asciiHost(text.slice(at + 1))}`;
  })
  .pipe(z.email('is not an address that mail can be sent to').max(254));

const Mail = z.object({
  workspaceId: WorkspaceId,
  messageId: MessageId,
  toName: oneLine.nullable(),
  toAddress: address,
  subject: oneLine.pipe(z.string().min(1)),
  domain: oneLine,
  body: z
    .string()
    .trim()
    .min(1)
    .max(50_000)
    .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
    .pipe(z.string().regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, 'holds a control character')),
  sender: z.object({
    name: oneLine,
    email: address,
    replyTo: address.optional(),
    legalName: oneLine.pipe(z.string().min(1)),
    postalAddress: oneLine.pipe(z.string().min(1)),
  }),
  references: z.array(oneLine.pipe(z.string().regex(/^<[\w.+-]+@[\w.-]+>$/, 'is not a Message-ID'))).max(10),
});

export type ComposedMail = Readonly<{ raw: Uint8Array; from: string; to: string; subject: string; html: string }>;
export type Composed = Readonly<{ ok: true; mail: ComposedMail } | { ok: false; reason: string }>;
export type ComposeMail = (record: SendRecord) => Promise<Composed>;

/**
 * Makes a record into a MIME message: text and HTML of the same content, one-click unsubscribe (RFC 8058), an address by which a reply finds its
 * message, the mails before it in its sequence, and the footer that the law asks for (CAN-SPAM § 5(a)(3) and (5)). What could break out of a header is refused, with the field's name, before anything is composed.
 */
export const createComposeMail =
  ({
    origin,
    secret,
    now,
    replyHost,
  }: {
    origin: string;
    secret: () => Promise<string>;
    now: () => Date;
    /** Host of the addresses that replies come back to us by; without one they go to the sender. */
    replyHost?: string | undefined;
  }): ComposeMail =>
  async (record) => {
    const parsed = Mail.safeParse(record);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { ok: false, reason: `${issue?.path.join('.') ?? 'mail'} ${issue?.message ?? 'cannot be sent'}` };
    }
    const { workspaceId, messageId, toName, toAddress, subject, domain, body, sender, references } = parsed.data;
    const key = await secret();
    const link = unsubscribeLink(origin, { workspaceId, messageId, address: record.toAddress }, key);
    const replyTo =
      replyHost === undefined ? (sender.replyTo ?? sender.email) : replyAddress(replyHost, messageId, key);
    const optOut = replyHost === undefined ? sender.email : replyTo;
    const links = trackedLinks(origin, { workspaceId, messageId }, body, key);
    const footer = footerLines({ sender, domain, link });
    const html = htmlOf(body, footer, links);
    const mail = new MailComposer({
      from: { name: sender.name, address: sender.email },
      to: toName === null ? toAddress : { name: toName, address: toAddress },
      replyTo,
      subject,
      date: now(),
      messageId: messageIdHeader(messageId, sender.email),
      ...(references.length === 0 ? {} : { inReplyTo: references.at(-1) ?? '', references }),
      headers: {
        'List-Unsubscribe': { prepared: true, value: `<${link}>,\r\n <mailto:${optOut}?subject=unsubscribe>` },
        'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
      },
      text: textOf(body, footer),
      html,
      newline: 'win',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { ok: true, mail: { raw: await mail.compile().build(), from: sender.email, to: toAddress, subject, html } };
  };
