import * as z from 'zod';
import { AssessmentId, CampaignId, MessageId, ReportId, ReportLinkId, RunId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';

/** The mail that offered a report. */
export const ReportOffer = z.object({
  campaignId: CampaignId,
  runId: RunId,
  messageId: MessageId,
  variant: z.string(),
  step: z.int(),
});
export type ReportOffer = z.infer<typeof ReportOffer>;

/** A file that was made: where it lies, what it hashes to (SHA-256, hex), how long and how large it is. */
export const ReportPdf = z.object({
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  pages: z.int().positive(),
  bytes: z.int().positive(),
});
export type ReportPdf = z.infer<typeof ReportPdf>;

/** Why a report could not be made; the team sees it and may try again. */
export const ReportFailure = z.object({ stage: z.string(), detail: z.string(), at: Instant });
export type ReportFailure = z.infer<typeof ReportFailure>;

export const REPORT_STATUSES = ['teaser', 'paid', 'delivered'] as const;

/** What is offered for one company: a teaser until somebody pays. Its newest version stands here, each version by itself in `ReportVersion`. */
export const Report = z.object({
  id: ReportId,
  workspaceId: WorkspaceId,
  /** What the teaser shows. A sold version names the fresh assessment it was made of. */
  assessmentId: AssessmentId,
  domain: z.string(),
  companyName: z.string().nullable(),
  /** The newest finished version, 0 before there is one. */
  version: z.int().min(0),
  status: z.enum(REPORT_STATUSES),
  lineage: ReportOffer.nullable(),
  pdf: ReportPdf.nullable(),
  htmlKey: z.string().nullable(),
  failure: ReportFailure.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Report = z.infer<typeof Report>;

/** One making of a report. Once ready it never changes: a later making is another version. */
export const ReportVersion = z.object({
  reportId: ReportId,
  version: z.int().positive(),
  /** What asked for it: a purchase or a request; asked again it is the same version. */
  askedBy: z.string(),
  purchaseId: z.string().nullable(),
  /** The assessment it is made of; null until that is known. */
  assessmentId: AssessmentId.nullable(),
  rulesVersion: z.string().nullable(),
  state: z.enum(['making', 'ready', 'failed']),
  contentKey: z.string().nullable(),
  htmlKey: z.string().nullable(),
  lineageKey: z.string().nullable(),
  pdf: ReportPdf.nullable(),
  failure: ReportFailure.nullable(),
  createdAt: Instant,
  readyAt: Instant.nullable(),
});
export type ReportVersion = z.infer<typeof ReportVersion>;

/** What one purchase stands at, as far as the pages of a report must know. */
export const SALE_STATES = ['paid', 'delivered', 'refunded', 'disputed'] as const;
export const ReportSale = z.object({
  reportId: ReportId,
  purchaseId: z.string().min(1).max(100),
  /** The link through which it was bought. */
  linkId: ReportLinkId.nullable(),
  to: z.email(),
  state: z.enum(SALE_STATES),
  version: z.int().positive().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type ReportSale = z.infer<typeof ReportSale>;

export const LINK_KINDS = ['teaser', 'full'] as const;

/** A signed link to a report. It ends by time, or when it is taken back; each time it is opened counts. */
export const ReportLink = z.object({
  id: ReportLinkId,
  workspaceId: WorkspaceId,
  reportId: ReportId,
  kind: z.enum(LINK_KINDS),
  /** The version that a full link shows; null shows the newest. */
  version: z.int().positive().nullable(),
  /** The purchase whose refund closes it. */
  purchaseId: z.string().nullable(),
  messageId: MessageId.nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  opens: z.int().min(0),
});
export type ReportLink = z.infer<typeof ReportLink>;
