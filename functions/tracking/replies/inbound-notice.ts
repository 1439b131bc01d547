import * as z from 'zod';
import { instant } from '../../platform/time.ts';

const Verdict = z.object({ status: z.string() }).transform(({ status }) => status);
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
  .transform((text) => instant(Date.parse(text)));

/**
 * What SES tells of a mail that it put into our bucket.
 * Source: SES developer guide, "Contents of notifications for Amazon SES email receiving".
 */
const Received = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({ messageId: z.string().min(1).max(200), timestamp: time, source: z.string().default('') }),
  receipt: z.object({
    /** Envelope recipients that the rule took the mail for. */
    recipients: z.array(z.string()),
    spamVerdict: Verdict.default('PROCESSING_FAILED'),
    virusVerdict: Verdict.default('PROCESSING_FAILED'),
    action: z.object({ type: z.literal('S3'), bucketName: z.string(), objectKey: z.string().min(1) }),
  }),
});

export type InboundNotice = Readonly<{
  inboundId: string;
  at: string;
  /** Envelope sender; empty for a mail server's own mail (RFC 5321 § 4.5.5). */
  source: string;
  recipients: readonly string[];
  spam: boolean;
  virus: boolean;
  objectKey: string;
}>;

const Envelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** Reads a queue record's body: an SNS notification around the notice, or the notice itself. */
export const readInboundNotice = (
  body: string,
): Readonly<{ ok: true; notice: InboundNotice } | { ok: false; reason: string }> => {
  const outer = parseJson(body);
  const envelope = Envelope.safeParse(outer);
  const parsed = Received.safeParse(envelope.success ? parseJson(envelope.data.Message) : outer);
  if (!parsed.success)
    return { ok: false, reason: `not a notice of a mail: ${z.prettifyError(parsed.error)}`.slice(0, 300) };
  const { mail, receipt } = parsed.data;
  return {
    ok: true,
    notice: {
      inboundId: mail.messageId,
      at: mail.timestamp,
      source: mail.source,
      recipients: receipt.recipients,
      spam: receipt.spamVerdict === 'FAIL',
      virus: receipt.virusVerdict === 'FAIL',
      objectKey: receipt.action.objectKey,
    },
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
