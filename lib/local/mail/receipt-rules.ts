import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { InboundMail } from './reply-mail.ts';

/** An AWS::SES::ReceiptRule that puts mail into a bucket and tells a topic; any other action is refused by name. */
const receiptRule = z.strictObject({
  RuleSetName: z.string(),
  After: z.string().optional(),
  Rule: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.union([z.boolean(), z.stringbool()]).default(false),
    ScanEnabled: z.union([z.boolean(), z.stringbool()]).optional(),
    TlsPolicy: z.string().optional(),
    Recipients: z.array(z.string()).default([]),
    Actions: z.array(
      z.strictObject({
        S3Action: z.strictObject({
          BucketName: z.string(),
          ObjectKeyPrefix: z.string().default(''),
          TopicArn: z.string().optional(),
        }),
      }),
    ),
  }),
});
type Rule = z.infer<typeof receiptRule>['Rule'];

/** SES takes in mails up to here (developer guide, "Service quotas: email receiving"). */
const LARGEST = 40 * 1024 * 1024;

/**
 * SES's inbound side: mail to the hosts and addresses of its rules goes into a bucket, and word of it to a topic. The rule set of the template is the active
 * one. Mail that no rule is for is refused, as SES refuses it.
 */
export const createReceiptRules = ({
  putObject,
  publish,
  clock,
}: {
  putObject: (bucket: string, key: string, body: Uint8Array) => Promise<void>;
  publish: (topicArn: string, message: string) => void;
  clock: () => number;
}) => {
  const rules: Rule[] = [];
  return {
    /** Adds a rule. Throws with the property that cannot be emulated. */
    define: (properties: unknown): void => {
      const parsed = receiptRule.safeParse(properties);
      if (!parsed.success) throw new Error(`receipt rule cannot be emulated: ${z.prettifyError(parsed.error)}`);
      if (parsed.data.Rule.Enabled) rules.push(parsed.data.Rule);
    },

    /** Takes a mail in; `false` when no rule is for any of its recipients. */
    deliver: async (mail: InboundMail): Promise<boolean> => {
      if (mail.raw.length > LARGEST) throw new Error('552 5.3.4 Message is too large');
      let taken = false;
      for (const rule of rules) {
        const recipients = mail.recipients.filter((address) => isFor(rule, address));
        if (recipients.length === 0) continue;
        for (const { S3Action } of rule.Actions) {
          const messageId = randomUUID().replaceAll('-', '');
          const objectKey = `${S3Action.ObjectKeyPrefix}${messageId}`;
          await putObject(S3Action.BucketName, objectKey, mail.raw);
          if (S3Action.TopicArn !== undefined)
            publish(
              S3Action.TopicArn,
              JSON.stringify(notice(mail, { messageId, recipients, objectKey }, S3Action, clock())),
            );
          taken = true;
        }
      }
      return taken;
    },
  };
};

/** A rule names addresses, hosts, or (with a dot before) the hosts below one; without any it is for all mail. */
const isFor = ({ Recipients }: Rule, address: string): boolean => {
  const lower = address.toLowerCase();
  const host = lower.slice(lower.lastIndexOf('@') + 1);
  return (
    Recipients.length === 0 ||
    Recipients.map((one) => one.toLowerCase()).some(
      (one) => one === lower || one === host || (one.startsWith('.') && host.endsWith(one)),
    )
  );
};

/** The JSON that SES publishes (developer guide, "Contents of notifications for Amazon SES email receiving"). */
const notice = (
  mail: InboundMail,
  {
    messageId,
    recipients,
    objectKey,
  }: Readonly<{ messageId: string; recipients: readonly string[]; objectKey: string }>,
  action: Rule['Actions'][number]['S3Action'],
  at: number,
): object => {
  const timestamp = new Date(at).toISOString();
  const pass = { status: 'PASS' };
  return {
    notificationType: 'Received',
    mail: {
      timestamp,
      source: isNullSender(mail.raw) ? '' : mail.from,
      messageId,
      destination: mail.recipients,
      headersTruncated: true,
      headers: [],
      commonHeaders: {},
    },
    receipt: {
      timestamp,
      processingTimeMillis: 1,
      recipients,
      ...{ spamVerdict: pass, virusVerdict: pass, spfVerdict: pass, dkimVerdict: pass, dmarcVerdict: pass },
      action: {
        type: 'S3',
        bucketName: action.BucketName,
        objectKeyPrefix: action.ObjectKeyPrefix,
        objectKey,
        topicArn: action.TopicArn,
      },
    },
  };
};

const isNullSender = (raw: Uint8Array): boolean =>
  /^return-path:[ \t]*<>/im.test(Buffer.from(raw.subarray(0, 4_096)).toString('latin1'));
