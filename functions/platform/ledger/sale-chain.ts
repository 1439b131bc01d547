import * as z from 'zod';
import { CampaignId, MessageId, RunId } from '../ids.ts';
import { Instant } from '../time.ts';

/**
 * How a sale was led back to a mail: by the token of the link that was followed; by the buyer's own address; by the domain of the buyer's
 * company, which is inferred and shown as such; or not at all (UNATTRIBUTED).
 */
export const SALE_CHAIN_WAYS = ['token', 'buyer_email', 'company_domain', 'none'] as const;

/**
 * What stands between a sale and where its lead came from (spec/payments.md, "The chain"). Every link is null when the sale is UNATTRIBUTED.
 * It holds no address: the buyer is recorded on the purchase, apart from who the mail went to.
 */
export const SaleChain = z.object({
  how: z.enum(SALE_CHAIN_WAYS),
  messageId: MessageId.nullable(),
  variant: z.string().nullable(),
  step: z.int().min(1).nullable(),
  runId: RunId.nullable(),
  campaignId: CampaignId.nullable(),
  /** The lead: a company by its domain. */
  domain: z.string().nullable(),
  /** Whom the mail went to, not who bought. */
  contactId: z.string().nullable(),
  /** Where the lead came from, e.g. `file:<importId>` or a provider's name. */
  source: z.string().nullable(),
  /** When the mail was sent; never after the sale. */
  sentAt: Instant.nullable(),
  /** Whether somebody else than the mail's recipient bought; null when the buyer is not known. */
  forwarded: z.boolean().nullable(),
});
export type SaleChain = Readonly<z.infer<typeof SaleChain>>;

/** The chain of a sale that no mail of ours led to. */
export const UNATTRIBUTED: SaleChain = {
  how: 'none',
  messageId: null,
  variant: null,
  step: null,
  runId: null,
  campaignId: null,
  domain: null,
  contactId: null,
  source: null,
  sentAt: null,
  forwarded: null,
};
