import MailComposer from 'nodemailer/lib/mail-composer';

/** The parts of SES's SendEmail. */
export type FormattedMail = {
  source: string;
  to: string[];
  cc: string[];
  replyTo: string[];
  subject: string;
  text: string | undefined;
  html: string | undefined;
};

/** The raw mail that SES makes of a SendEmail. Bcc recipients belong to the envelope only. */
export function composeMail({ source, to, cc, replyTo, subject, text, html }: FormattedMail): Promise<Buffer> {
  return new MailComposer({
    from: source,
    to,
    cc,
    replyTo,
    subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
  })
    .compile()
    .build();
}
