import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { CampaignId, IcpId, ImportId, RunId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { contactLookupFields } from './contact-lookup.ts';
import { IcpCriteria } from './icp.ts';
import { DEFAULT_SENDING, SendingSettings } from './sending-settings.ts';

export const Icp = z.object({
  id: IcpId,
  version: z.int().min(1),
  rev: z.int().min(1),
  criteria: IcpCriteria,
  createdAt: Instant,
  updatedAt: Instant,
});
export type Icp = z.infer<typeof Icp>;

/** What is offered, in the sender's own words: the only source of claims about the sender in a mail. */
export const Offer = z.strictObject({
  product: singleLine(120),
  oneLiner: singleLine(300),
  /** Problems it takes away, benefits it gives, proof for it: each a full sentence the writer may use. */
  problems: z.array(singleLine(300)).min(1).max(10),
  benefits: z.array(singleLine(300)).min(1).max(10),
  proof: z.array(singleLine(300)).max(10).default([]),
  callToAction: singleLine(200),
  link: z.url({ protocol: /^https?$/ }).optional(),
});
export type Offer = z.infer<typeof Offer>;

/** Who a campaign's mails come from; the legal name and postal address stand in every mail (CAN-SPAM § 5(a)(5)). */
export const Sender = z.strictObject({
  name: singleLine(120),
  email: z.email().max(254),
  replyTo: z.email().max(254).optional(),
  legalName: singleLine(120),
  postalAddress: singleLine(300),
});
export type Sender = z.infer<typeof Sender>;

/** Where companies may be drawn from besides imports (docs/providers.md). */
export const COMPANY_PROVIDERS = [
  'directory',
  'openstreetmap',
  'crustdata',
  'apollo',
  'people-data-labs',
  'google-places',
] as const;
export const CompanyProviderName = z.enum(COMPANY_PROVIDERS);
export type CompanyProviderName = z.infer<typeof CompanyProviderName>;

/** A provider that a run asks, for at most so many companies. */
export const DrawnProvider = z.strictObject({
  name: CompanyProviderName,
  limit: z.int().min(1).max(100_000).optional(),
});
export type DrawnProvider = z.infer<typeof DrawnProvider>;

export const APPROVAL = ['auto', 'review'] as const;
/** Whether mails are written as companies are prepared, or in Message Batches, within 24 hours and at half the price. */
export const COPY_TIMINGS = ['now', 'batch'] as const;

const fields = {
  name: singleLine(120),
  icpId: IcpId,
  offer: Offer,
  sender: Sender,
  /** Imports whose companies and contacts this campaign draws from. */
  companyImports: z.array(ImportId).max(20).default([]),
  /** Providers that runs ask as well, in this order; each is asked only while the limit of companies is not reached. */
  providers: z
    .array(DrawnProvider)
    .max(COMPANY_PROVIDERS.length)
    .refine((drawn) => new Set(drawn.map(({ name }) => name)).size === drawn.length, 'names a provider twice')
    .default([]),
  contactImports: z.array(ImportId).max(20).default([]),
  approval: z.enum(APPROVAL).default('review'),
  /** Assess the companies' websites first, cite what is found, and link each mail to the free page from which the report can be bought. */
  offerReport: z.boolean().default(false),
  copyTiming: z.enum(COPY_TIMINGS).default('now'),
  /** At most so many discovered companies in a run. */
  companyLimit: z.int().min(1).max(1_000_000).optional(),
  contactsPerCompany: z.int().min(1).max(10).default(3),
  /** Reading the companies' own websites for contacts and facts. */
  readWebsites: z.boolean().default(true),
  ...contactLookupFields,
  /** Stop a run when its outside cost reaches this. */
  costCapUsd: z.number().positive().max(100_000).default(100),
  sending: SendingSettings.prefault({}),
};

export const NewCampaign = z.strictObject(fields);
export const Campaign = z.object({
  ...fields,
  id: CampaignId,
  rev: z.int().min(1),
  status: z.enum(['active', 'paused']),
  icpVersion: z.int().min(1),
  lastRunId: RunId.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Campaign = z.infer<typeof Campaign>;

export const RUN_STATUSES = [
  'starting',
  'running',
  'awaiting_approval',
  'sending',
  'completed',
  'failed',
  'cancelled',
] as const;
export const STAGES = ['discovered', 'scored', 'qualified', 'contacts', 'drafted', 'approved', 'sent'] as const;
export type Stage = (typeof STAGES)[number];

/** States of a message (spec/sending.md, "The claim"). */
export const MESSAGE_STATES = [
  'draft',
  'approved',
  'scheduled',
  'sending',
  'accepted',
  'delivered',
  'bounced',
  'complained',
  'suppressed',
  'cancelled',
  'failed',
  'unknown',
  'unknown_final',
] as const;
export const MessageState = z.enum(MESSAGE_STATES);
export type MessageState = z.infer<typeof MessageState>;
export const FINAL_MESSAGE_STATES: readonly MessageState[] = [
  'delivered',
  'bounced',
  'complained',
  'suppressed',
  'cancelled',
  'failed',
  'unknown_final',
];

const count = z.int().nonnegative();
const NO_ENGAGEMENT = { opened: { all: 0, people: 0 }, clicked: { all: 0, people: 0 }, replied: {}, unsubscribed: 0 };
export const RunView = z.object({
  id: RunId,
  campaignId: CampaignId,
  icpVersion: z.int(),
  mode: z.enum(['sandbox', 'live']),
  status: z.enum(RUN_STATUSES),
  /** Why it failed or what was left out, in words for a person. */
  problem: z.string().nullable(),
  warnings: z.array(z.string()),
  stages: z.record(z.enum(STAGES), count),
  dropped: z.record(z.string(), count),
  /** Each recipient once, by the state of the first mail. */
  recipients: z.object({ total: count, byState: z.partialRecord(MessageState, count) }),
  /** Messages that were opened, clicked and answered; rates are over the delivered ones. `people` leaves out proxies and scanners. */
  engagement: z
    .object({
      opened: z.object({ all: count, people: count }),
      clicked: z.object({ all: count, people: count }),
      /** By what the last reply says. */
      replied: z.record(z.string(), count),
      unsubscribed: count,
    })
    .default(NO_ENGAGEMENT),
  /** Mails after the first, by state. */
  followUps: z.partialRecord(MessageState, count).default({}),
  costUsd: z.number(),
  costCapUsd: z.number(),
  /** How many sandbox seconds pass in one real second between steps; 1 in live mode. */
  clockFactor: z.number(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  seconds: z.number(),
  /** The state of the machine the run is in, as its drawing names it. */
  step: z.string().nullable(),
});
export type RunView = z.infer<typeof RunView>;

/** What the execution of campaign-run starts with. */
export const RunInput = z.object({ workspaceId: WorkspaceId, campaignId: CampaignId, runId: RunId });
export type RunInput = z.infer<typeof RunInput>;

/** All that the stages of a run need to know, frozen at its start and kept in S3 beside its results. */
export const RunPlan = RunInput.extend({
  icp: IcpCriteria,
  icpVersion: z.int(),
  offer: Offer,
  sender: Sender,
  companyImports: z.array(ImportId),
  providers: z.array(DrawnProvider).default([]),
  contactImports: z.array(ImportId),
  companyLimit: z.int().optional(),
  contactsPerCompany: z.int(),
  readWebsites: z.boolean(),
  approval: z.enum(APPROVAL),
  copyTiming: z.enum(COPY_TIMINGS).default('now'),
  offerReport: z.boolean().default(false),
  mode: z.enum(['sandbox', 'live']),
  ...contactLookupFields,
  costCapUsd: z.number(),
  sending: SendingSettings.default(DEFAULT_SENDING),
  /** The qualification model that was active at the start; leads are given its probability too. */
  qualification: z.object({ version: z.string() }).optional(),
  plannedAt: Instant,
});
export type RunPlan = z.infer<typeof RunPlan>;

/** Output of "Plan run" and the `plan` variable of the machine. */
export const PlannedRun = RunInput.extend({
  bucket: z.string(),
  planKey: z.string(),
  resultsPrefix: z.string(),
  maxConcurrency: z.int().min(1),
  toleratedFailurePercentage: z.number().min(0).max(100),
  needsApproval: z.boolean(),
  copyTiming: z.enum(COPY_TIMINGS),
  mode: z.enum(['sandbox', 'live']),
});
export type PlannedRun = z.infer<typeof PlannedRun>;

/** What stands against a live run (sending's preflight); empty when it may start. */
export const LaunchAnswer = z.object({
  failing: z.array(z.object({ id: z.string(), what: z.string(), mend: z.string().nullable() })),
});
export type LaunchAnswer = z.infer<typeof LaunchAnswer>;

const icps = { servedBy: 'campaigns/serve-campaigns', tag: 'ICPs' } as const;
const campaigns = { servedBy: 'campaigns/serve-campaigns', tag: 'Campaigns' } as const;
const runs = { servedBy: 'campaigns/serve-campaigns', tag: 'Runs' } as const;
const icpParams = z.object({ icpId: IcpId });
const campaignParams = z.object({ campaignId: CampaignId });
const runParams = z.object({ runId: RunId });

export const campaignRoutes = defineRoutes({
  createIcp: {
    ...icps,
    operationId: 'createIcp',
    method: 'POST',
    path: '/icps',
    summary: 'Create an ideal customer profile',
    permission: 'icp:create',
    body: IcpCriteria,
    status: 201,
    response: Icp,
  },
  listIcps: {
    ...icps,
    operationId: 'listIcps',
    method: 'GET',
    path: '/icps',
    summary: 'List ideal customer profiles',
    permission: 'icp:read',
    query: PageQuery,
    status: 200,
    response: pageOf(Icp),
  },
  getIcp: {
    ...icps,
    operationId: 'getIcp',
    method: 'GET',
    path: '/icps/{icpId}',
    summary: 'Read an ideal customer profile',
    permission: 'icp:read',
    params: icpParams,
    status: 200,
    response: Icp,
  },
  updateIcp: {
    ...icps,
    operationId: 'updateIcp',
    method: 'PUT',
    path: '/icps/{icpId}',
    summary: 'Change an ideal customer profile; makes a new version',
    permission: 'icp:update',
    params: icpParams,
    body: IcpCriteria,
    status: 200,
    response: Icp,
  },
  createCampaign: {
    ...campaigns,
    operationId: 'createCampaign',
    method: 'POST',
    path: '/campaigns',
    summary: 'Create a campaign',
    permission: 'campaign:create',
    body: NewCampaign.refine(({ companyImports, providers }) => companyImports.length + providers.length > 0, {
      message: 'name an import or a provider to draw companies from',
      path: ['companyImports'],
    }),
    status: 201,
    response: Campaign,
  },
  listCampaigns: {
    ...campaigns,
    operationId: 'listCampaigns',
    method: 'GET',
    path: '/campaigns',
    summary: 'List campaigns, newest first',
    permission: 'campaign:read',
    query: PageQuery,
    status: 200,
    response: pageOf(Campaign),
  },
  getCampaign: {
    ...campaigns,
    operationId: 'getCampaign',
    method: 'GET',
    path: '/campaigns/{campaignId}',
    summary: 'Read a campaign',
    permission: 'campaign:read',
    params: campaignParams,
    status: 200,
    response: Campaign,
  },
  updateCampaign: {
    ...campaigns,
    operationId: 'updateCampaign',
    method: 'PATCH',
    path: '/campaigns/{campaignId}',
    summary: 'Rename, pause or resume a campaign; a pause takes effect before the next mail',
    permission: 'campaign:update',
    params: campaignParams,
    body: z.strictObject({
      name: fields.name.optional(),
      status: z.enum(['active', 'paused']).optional(),
      /** Holds for what is not yet scheduled. */
      sending: SendingSettings.optional(),
    }),
    status: 200,
    response: Campaign,
  },
  startRun: {
    ...runs,
    operationId: 'startRun',
    method: 'POST',
    path: '/campaigns/{campaignId}/runs',
    summary: 'Start a run',
    permission: 'run:execute',
    params: campaignParams,
    status: 202,
    response: RunView,
  },
  listCampaignRuns: {
    ...runs,
    operationId: 'listCampaignRuns',
    method: 'GET',
    path: '/campaigns/{campaignId}/runs',
    summary: "List a campaign's runs, newest first",
    permission: 'run:read',
    params: campaignParams,
    query: PageQuery,
    status: 200,
    response: pageOf(RunView),
  },
  listRuns: {
    ...runs,
    operationId: 'listRuns',
    method: 'GET',
    path: '/runs',
    summary: 'List runs, newest first',
    permission: 'run:read',
    query: PageQuery,
    status: 200,
    response: pageOf(RunView),
  },
  getRun: {
    ...runs,
    operationId: 'getRun',
    method: 'GET',
    path: '/runs/{runId}',
    summary: 'Read a run with its counters',
    permission: 'run:read',
    params: runParams,
    status: 200,
    response: RunView,
  },
  cancelRun: {
    ...runs,
    operationId: 'cancelRun',
    method: 'POST',
    path: '/runs/{runId}/cancel',
    summary: 'Stop a run; what is not sent is cancelled',
    permission: 'run:execute',
    params: runParams,
    status: 202,
    response: RunView,
  },
  streamRun: {
    ...runs,
    servedBy: 'campaigns/stream-run',
    operationId: 'streamRun',
    method: 'GET',
    path: '/runs/{runId}/events',
    summary: "A run's counters as server-sent events",
    permission: 'run:read',
    params: runParams,
    status: 200,
    response: z.string(),
    produces: 'text/event-stream',
    streams: true,
  },
});
