import MailComposer from 'nodemailer/lib/mail-composer';

export type TestMail = Readonly<{
  to: string;
  from?: string;
  subject?: string;
  text?: string;
  html?: string;
  messageId?: string;
  inReplyTo?: string;
  headers?: Readonly<Record<string, string>>;
}>;

/** A mail as a person's mail program writes it. */
export const composeInbound = (mail: TestMail): Promise<Buffer> =>
  new MailComposer({
    from: 'Jo Person <person0@company0.example>',
    subject: 'Re: Your month end',
    text: 'Yes please, call me.',
    messageId: `<${mail.text ?? 'x'}@company0.example>`.replaceAll(/[^\w@.<>-]/g, ''),
    ...mail,
    headers: { ...mail.headers },
  })
    .compile()
    .build();

/** The notice that SES publishes of a mail which it put below `objectKey`. */
export const inboundNotice = (
  objectKey: string,
  recipients: readonly string[],
  more: Readonly<{ source?: string; at?: string; spam?: string; virus?: string }> = {},
) => ({
  notificationType: 'Received',
  mail: {
    timestamp: more.at ?? '2026-11-21T10:00:00.000Z',
    source: more.source ?? 'person0@company0.example',
    messageId: objectKey.split('/').at(-1),
    destination: recipients,
  },
  receipt: {
    timestamp: more.at ?? '2026-11-21T10:00:00.000Z',
    recipients,
    spamVerdict: { status: more.spam ?? 'PASS' },
    virusVerdict: { status: more.virus ?? 'PASS' },
    action: { type: 'S3', bucketName: 'memory', objectKey },
  },
});
