import type { accountRoutes, providerCredentialRoutes } from '../../../functions/accounts/contract.ts';
import type { webhookRoutes } from '../../../functions/accounts/webhook-contract.ts';
import type { assessmentBatchRoutes } from '../../../functions/assessment/batch-contract.ts';
import type { assessmentRoutes } from '../../../functions/assessment/routes-contract.ts';
import type { campaignRoutes } from '../../../functions/campaigns/contract.ts';
import type { contactRoutes } from '../../../functions/contacts/contract.ts';
import type { discoveryRoutes } from '../../../functions/discovery/contract.ts';
import type { purchaseRoutes } from '../../../functions/payments/contract.ts';
import type { ledgerRoutes } from '../../../functions/payments/ledger-contract.ts';
import type { reportRoutes } from '../../../functions/reports/contract.ts';
import type { reportPageRoutes } from '../../../functions/reports/page-contract.ts';
import type { leadRoutes } from '../../../functions/scoring/contract.ts';
import type { sendingRoutes } from '../../../functions/sending/contract.ts';
import type { mailboxRoutes } from '../../../functions/sending/mailbox-contract.ts';
import type { preflightRoutes } from '../../../functions/sending/preflight/preflight-contract.ts';
import type { reviewRoutes } from '../../../functions/sending/review-contract.ts';
import type { replyRoutes } from '../../../functions/tracking/reply-contract.ts';

type Routes = typeof accountRoutes &
  typeof campaignRoutes &
  typeof contactRoutes &
  typeof discoveryRoutes &
  typeof leadRoutes &
  typeof sendingRoutes &
  typeof preflightRoutes &
  typeof reviewRoutes &
  typeof replyRoutes &
  typeof assessmentRoutes &
  typeof purchaseRoutes &
  typeof ledgerRoutes &
  typeof webhookRoutes &
  typeof reportRoutes &
  typeof reportPageRoutes &
  typeof assessmentBatchRoutes &
  typeof providerCredentialRoutes &
  typeof mailboxRoutes;

/**
 * The operations the pages call. Method and path are checked against the contracts by the compiler, so the bundle carries these few words
 * and none of the schemas.
 */
export const operations = {
  getMe: ['GET', '/me'],
  listApiKeys: ['GET', '/api-keys'],
  createApiKey: ['POST', '/api-keys'],
  revokeApiKey: ['DELETE', '/api-keys/{apiKeyId}'],
  getIcp: ['GET', '/icps/{icpId}'],
  listCampaigns: ['GET', '/campaigns'],
  getCampaign: ['GET', '/campaigns/{campaignId}'],
  updateCampaign: ['PATCH', '/campaigns/{campaignId}'],
  startRun: ['POST', '/campaigns/{campaignId}/runs'],
  listCampaignRuns: ['GET', '/campaigns/{campaignId}/runs'],
  listRuns: ['GET', '/runs'],
  getRun: ['GET', '/runs/{runId}'],
  streamRun: ['GET', '/runs/{runId}/events'],
  cancelRun: ['POST', '/runs/{runId}/cancel'],
  approveRun: ['POST', '/runs/{runId}/approve'],
  listLeads: ['GET', '/campaigns/{campaignId}/leads'],
  getLead: ['GET', '/campaigns/{campaignId}/leads/{domain}'],
  getCompany: ['GET', '/companies/{domain}'],
  listCompanyContacts: ['GET', '/companies/{domain}/contacts'],
  listRunMessages: ['GET', '/runs/{runId}/messages'],
  getMessage: ['GET', '/messages/{messageId}'],
  approveMessage: ['POST', '/messages/{messageId}/approve'],
  rejectMessage: ['POST', '/messages/{messageId}/reject'],
  reopenMessage: ['POST', '/messages/{messageId}/reopen'],
  editMessage: ['PUT', '/messages/{messageId}/draft'],
  getThread: ['GET', '/messages/{messageId}/thread'],
  listReplies: ['GET', '/replies'],
  classifyReply: ['PUT', '/messages/{messageId}/replies/{replyId}/class'],
  getPreflight: ['GET', '/campaigns/{campaignId}/preflight'],
  listAcknowledgements: ['GET', '/campaigns/{campaignId}/acknowledgements'],
  addAcknowledgement: ['POST', '/campaigns/{campaignId}/acknowledgements'],
  listAssessments: ['GET', '/assessments'],
  startAssessment: ['POST', '/assessments'],
  getAssessment: ['GET', '/assessments/{assessmentId}'],
  listPurchases: ['GET', '/purchases'],
  getPurchase: ['GET', '/purchases/{purchaseId}'],
  refundPurchase: ['POST', '/purchases/{purchaseId}/refund'],
  getPurchaseAttribution: ['GET', '/purchases/{purchaseId}/attribution'],
  getRunRevenue: ['GET', '/runs/{runId}/revenue'],
  getCampaignRevenue: ['GET', '/campaigns/{campaignId}/revenue'],
  listSuppressions: ['GET', '/suppressions'],
  addSuppression: ['POST', '/suppressions'],
  estimateAssessmentBatch: ['POST', '/campaigns/{campaignId}/assessments/estimate'],
  startAssessmentBatch: ['POST', '/campaigns/{campaignId}/assessments'],
  listAssessmentBatches: ['GET', '/campaigns/{campaignId}/assessments'],
  cancelAssessmentBatch: ['POST', '/campaigns/{campaignId}/assessments/{batchId}/cancel'],
  resumeAssessmentBatch: ['POST', '/campaigns/{campaignId}/assessments/{batchId}/resume'],
  createReport: ['POST', '/assessments/{assessmentId}/reports'],
  listReports: ['GET', '/reports'],
  getReport: ['GET', '/reports/{reportId}'],
  getReportPdf: ['GET', '/reports/{reportId}/pdf'],
  makeReportVersion: ['POST', '/reports/{reportId}/versions'],
  retryReport: ['POST', '/reports/{reportId}/retry'],
  createReportLink: ['POST', '/reports/{reportId}/links'],
  listReportLinks: ['GET', '/reports/{reportId}/links'],
  revokeReportLink: ['DELETE', '/reports/{reportId}/links/{linkId}'],
  getReportBrand: ['GET', '/report-brand'],
  setReportBrand: ['PUT', '/report-brand'],
  listProviderCredentials: ['GET', '/provider-credentials'],
  putProviderCredential: ['PUT', '/provider-credentials/{provider}'],
  deleteProviderCredential: ['DELETE', '/provider-credentials/{provider}'],
  listMailboxes: ['GET', '/mailboxes'],
  updateMailbox: ['PATCH', '/mailboxes/{mailboxId}'],
  verifyMailbox: ['POST', '/mailboxes/{mailboxId}/verify'],
  listWebhookEndpoints: ['GET', '/webhook-endpoints'],
  createWebhookEndpoint: ['POST', '/webhook-endpoints'],
  getWebhookEndpoint: ['GET', '/webhook-endpoints/{endpointId}'],
  updateWebhookEndpoint: ['PATCH', '/webhook-endpoints/{endpointId}'],
  deleteWebhookEndpoint: ['DELETE', '/webhook-endpoints/{endpointId}'],
  rotateWebhookSecret: ['POST', '/webhook-endpoints/{endpointId}/rotate-secret'],
  testWebhookEndpoint: ['POST', '/webhook-endpoints/{endpointId}/test'],
  listWebhookDeliveries: ['GET', '/webhook-endpoints/{endpointId}/deliveries'],
  getWebhookDelivery: ['GET', '/webhook-endpoints/{endpointId}/deliveries/{deliveryId}'],
  replayWebhookDelivery: ['POST', '/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay'],
} as const satisfies { readonly [Name in keyof Routes]?: readonly [Routes[Name]['method'], Routes[Name]['path']] };

export type Operation = keyof typeof operations;

/** The two sides of a zod schema, read without importing zod. */
type SchemaOf<Input, Output> = { readonly _zod: { readonly input: Input; readonly output: Output } };
type InputOf<Schema> = Schema extends SchemaOf<infer Input, unknown> ? Input : never;
type OutputOf<Schema> = Schema extends SchemaOf<unknown, infer Output> ? Output : never;

type Params<Route> = Route extends { params: infer Schema } ? { readonly params: InputOf<Schema> } : unknown;
type Query<Route> = Route extends { query: infer Schema } ? { readonly query?: Partial<InputOf<Schema>> } : unknown;
type Body<Route> = Route extends { body: infer Schema } ? { readonly body: InputOf<Schema> } : unknown;

/** What an operation is asked with: path parameters, query and body as its contract says. */
export type RequestOf<Name extends Operation> = Params<Routes[Name]> & Query<Routes[Name]> & Body<Routes[Name]>;

/** What an operation answers. */
export type AnswerOf<Name extends Operation> = Routes[Name] extends { response: infer Schema }
  ? OutputOf<Schema>
  : undefined;
