import { ulid } from 'ulid';
import * as z from 'zod';

const prefixed = <Prefix extends string>(prefix: Prefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{10,64}$`), `is not an id of the form ${prefix}_…`)
    .brand<Prefix>();

export const WorkspaceId = prefixed('ws');
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export const IcpId = prefixed('icp');
export type IcpId = z.infer<typeof IcpId>;
export const ImportId = prefixed('imp');
export type ImportId = z.infer<typeof ImportId>;
export const CampaignId = prefixed('cmp');
export type CampaignId = z.infer<typeof CampaignId>;
export const RunId = prefixed('run');
export type RunId = z.infer<typeof RunId>;
export const ApiKeyId = prefixed('key');
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/**
 * Gives a new id of the kind whose schema is passed, e.g. `newId(RunId, 'run')`.
 * Sorting ids sorts by creation time (ULID), to the millisecond.
 */
export const newId = <Id>(schema: { parse: (value: string) => Id }, prefix: string): Id =>
  schema.parse(`${prefix}_${ulid().toLowerCase()}`);

/** A message's id names its run, so that it is found by one read: `msg_` + the run's ULID + 20 hex digits. */
export const MessageId = prefixed('msg');
export type MessageId = z.infer<typeof MessageId>;
/** A reply to a message of ours. */
export const ReplyId = prefixed('rpl');
export type ReplyId = z.infer<typeof ReplyId>;
/** A mailbox that sends: an address behind SES, an SMTP server or Instantly. */
export const MailboxId = prefixed('mbx');
export type MailboxId = z.infer<typeof MailboxId>;
/** What one request for copy made: positioning, mails, an enrichment or all three. */
export const GenerationId = prefixed('gen');
export type GenerationId = z.infer<typeof GenerationId>;
/** Many assessments at once: of a campaign's leads. */
export const AssessmentBatchId = prefixed('abt');
export type AssessmentBatchId = z.infer<typeof AssessmentBatchId>;
/** An assessment of a website. */
export const AssessmentId = prefixed('asm');
export type AssessmentId = z.infer<typeof AssessmentId>;
/** Where a workspace's webhooks are sent. */
export const WebhookEndpointId = prefixed('whe');
export type WebhookEndpointId = z.infer<typeof WebhookEndpointId>;
/** One webhook on its way to one endpoint. */
export const WebhookDeliveryId = prefixed('dlv');
export type WebhookDeliveryId = z.infer<typeof WebhookDeliveryId>;
/** What happened, as webhooks tell it; the header `webhook-id`. */
export const WebhookEventId = prefixed('evt');
export type WebhookEventId = z.infer<typeof WebhookEventId>;
/** A report that is offered and sold. */
export const ReportId = prefixed('rpt');
export type ReportId = z.infer<typeof ReportId>;
/** A link that shows a report to who has it. */
export const ReportLinkId = prefixed('rlk');
export type ReportLinkId = z.infer<typeof ReportLinkId>;
/** One buyer's way through the checkout for one report. */
export const PurchaseId = prefixed('pur');
export type PurchaseId = z.infer<typeof PurchaseId>;
