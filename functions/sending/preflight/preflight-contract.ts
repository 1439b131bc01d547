import * as z from 'zod';
import { defineRoutes } from '../../platform/http/route.ts';
import { singleLine } from '../../platform/http/text.ts';
import { CampaignId, WorkspaceId } from '../../platform/ids.ts';
import { Instant } from '../../platform/time.ts';

/** Checks before a launch, in the order in which they are shown (spec/sending.md, "Preflight"). */
export const CHECK_IDS = [
  'legal_name',
  'postal_address',
  'lawful_basis',
  'sender_verified',
  'spf',
  'dkim',
  'dmarc',
  'unsubscribe',
  'content_guards',
  'caps_and_schedule',
  'countries',
  'cost_estimate',
  'ses_cold_mail',
  'circuit_breaker',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const PreflightCheck = z.object({
  id: z.enum(CHECK_IDS),
  status: z.enum(['pass', 'warn', 'fail']),
  /** What was found. */
  what: z.string(),
  /** What to do about it; null when there is nothing to do. */
  mend: z.string().nullable(),
});
export type PreflightCheck = z.infer<typeof PreflightCheck>;

export const Preflight = z.object({
  campaignId: CampaignId,
  mode: z.enum(['sandbox', 'live']),
  /** Whether a run could start now in this mode: nothing failed. */
  ready: z.boolean(),
  checks: z.array(PreflightCheck),
  estimate: z.object({ recipients: z.int().nullable(), costUsd: z.number().nullable(), days: z.int().nullable() }),
  checkedAt: Instant,
});
export type Preflight = z.infer<typeof Preflight>;

/** What the preflight is asked directly by who starts a live run. */
export const PreflightInput = z.object({ workspaceId: WorkspaceId, campaignId: CampaignId });

export const ComplianceProfile = z.object({
  /** As registered; stands in every mail. */
  legalName: singleLine(120).nullable(),
  postalAddress: singleLine(300).nullable(),
  updatedAt: Instant.nullable(),
});
export type ComplianceProfile = z.infer<typeof ComplianceProfile>;

const country = z.union([z.string().regex(/^[A-Z]{2}$/, 'is not an ISO 3166-1 code such as DE'), z.literal('unknown')]);
const What = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cost_estimate'), costUsd: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal('ses_cold_mail') }),
  z.strictObject({ kind: z.literal('country'), country }),
]);
/** What somebody took upon themselves, when, and why. */
export const Acknowledgement = z.object({ what: What, reason: singleLine(500), by: z.string(), at: Instant });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** Whether live sending of the workspace was stopped by its bounces or complaints. */
export const Breaker = z.object({
  state: z.enum(['closed', 'open']),
  reason: z.string().nullable(),
  howToResume: z.string().nullable(),
  openedAt: Instant.nullable(),
  /** Mails since then count. */
  countedSince: Instant,
  sent: z.int(),
  bounceRate: z.number(),
  complaintRate: z.number(),
  limits: z.object({ bounceRate: z.number(), complaintRate: z.number(), leastSent: z.int(), days: z.int() }),
});
export type Breaker = z.infer<typeof Breaker>;

const preflight = { servedBy: 'sending/serve-preflight', tag: 'Launch' } as const;
const sending = { servedBy: 'sending/serve-mailboxes', tag: 'Sending' } as const;
const params = z.object({ campaignId: CampaignId });

export const preflightRoutes = defineRoutes({
  getPreflight: {
    ...preflight,
    operationId: 'getPreflight',
    method: 'GET',
    path: '/campaigns/{campaignId}/preflight',
    summary: 'What stands against a launch, and how to mend it',
    permission: 'campaign:read',
    params,
    query: z.object({ mode: z.enum(['sandbox', 'live']).optional() }),
    status: 200,
    response: Preflight,
  },
  listAcknowledgements: {
    ...preflight,
    operationId: 'listAcknowledgements',
    method: 'GET',
    path: '/campaigns/{campaignId}/acknowledgements',
    summary: 'What was taken upon oneself for a campaign, oldest first',
    permission: 'campaign:read',
    params,
    status: 200,
    response: z.object({ items: z.array(Acknowledgement) }),
  },
  addAcknowledgement: {
    ...preflight,
    operationId: 'addAcknowledgement',
    method: 'POST',
    path: '/campaigns/{campaignId}/acknowledgements',
    summary: 'Accept a cost, allow a country, or answer for cold mail through SES; kept with name, time and reason',
    permission: 'campaign:update',
    params,
    body: z.strictObject({ what: What, reason: singleLine(500) }),
    status: 201,
    response: Acknowledgement,
  },
});

export const sendingStateRoutes = defineRoutes({
  getComplianceProfile: {
    ...sending,
    operationId: 'getComplianceProfile',
    method: 'GET',
    path: '/compliance-profile',
    summary: 'Who the workspace is, as mails and the law ask for it',
    permission: 'workspace:read',
    status: 200,
    response: ComplianceProfile,
  },
  putComplianceProfile: {
    ...sending,
    operationId: 'putComplianceProfile',
    method: 'PUT',
    path: '/compliance-profile',
    summary: 'Say who the workspace is',
    permission: 'workspace:update',
    body: z.strictObject({ legalName: singleLine(120), postalAddress: singleLine(300) }),
    status: 200,
    response: ComplianceProfile,
  },
  getBreaker: {
    ...sending,
    operationId: 'getBreaker',
    method: 'GET',
    path: '/sending/breaker',
    summary: 'Whether live sending was stopped, why, and how to resume it',
    permission: 'campaign:read',
    status: 200,
    response: Breaker,
  },
  resumeSending: {
    ...sending,
    operationId: 'resumeSending',
    method: 'POST',
    path: '/sending/breaker/resume',
    summary: 'Let live sending go on; bounces and complaints are counted anew from now',
    permission: 'campaign:update',
    body: z.strictObject({ reason: singleLine(500) }),
    status: 200,
    response: Breaker,
  },
});
