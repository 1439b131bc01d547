import * as z from 'zod';
import { accountRoutes, providerCredentialRoutes } from '../accounts/contract.ts';
import { webhookRoutes } from '../accounts/webhook-contract.ts';
import { assessmentBatchRoutes } from '../assessment/batch-contract.ts';
import { assessmentRoutes } from '../assessment/routes-contract.ts';
import { campaignRoutes } from '../campaigns/contract.ts';
import { icpRoutes } from '../campaigns/icp-contract.ts';
import { contactRoutes } from '../contacts/contract.ts';
import { findRoutes } from '../contacts/find-contract.ts';
import { generationEventRoutes, generationExportRoutes, generationRoutes } from '../copy/generations/contract.ts';
import { copyRoutesWithExamples } from '../copy/generations/copy-examples.ts';
import { inferIcpsRoutes } from '../copy/infer-icps-contract.ts';
import { discoveryRoutes } from '../discovery/contract.ts';
import { providerRoutes } from '../discovery/provider-contract.ts';
import { checkoutPageRoutes, checkoutRoutes, purchaseRoutes, stripeWebhookRoutes } from '../payments/contract.ts';
import { ledgerExportRoutes, ledgerProofRoutes, ledgerRoutes } from '../payments/ledger-contract.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { reportRoutes } from '../reports/contract.ts';
import { reportPageRoutes } from '../reports/page-contract.ts';
import { leadRoutes } from '../scoring/contract.ts';
import { previewRoutes } from '../scoring/preview-contract.ts';
import { qualificationRoutes } from '../scoring/qualification/qualification-contract.ts';
import { rescoreRoutes } from '../scoring/rescore-contract.ts';
import { sendingRoutes } from '../sending/contract.ts';
import { instantlyRoutes } from '../sending/instantly-contract.ts';
import { mailboxRoutes } from '../sending/mailbox-contract.ts';
import { preflightRoutes, sendingStateRoutes } from '../sending/preflight/preflight-contract.ts';
import { reviewRoutes } from '../sending/review-contract.ts';
import { suppressionRoutes } from '../sending/suppression-contract.ts';
import { publicLinkRoutes } from '../tracking/contract.ts';
import { replyRoutes } from '../tracking/reply-contract.ts';

const reference = { servedBy: 'reference/serve-reference', tag: 'Service', permission: 'public' } as const;

export const referenceRoutes = defineRoutes({
  getHealth: {
    ...reference,
    operationId: 'getHealth',
    method: 'GET',
    path: '/health',
    summary: 'Whether the service answers',
    status: 200,
    response: z.object({ status: z.literal('ok'), version: z.string() }),
  },
  getOpenApi: {
    ...reference,
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document (OpenAPI 3.1)',
    status: 200,
    response: z.record(z.string(), z.unknown()),
  },
  getDocs: {
    ...reference,
    operationId: 'getDocs',
    method: 'GET',
    path: '/api/docs',
    root: true,
    summary: 'This document, to read',
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
});

/** Every route of the product: API Gateway, the OpenAPI document and the contract tests are made from this. */
export const allRoutes = defineRoutes({
  ...referenceRoutes,
  ...accountRoutes,
  ...providerCredentialRoutes,
  ...webhookRoutes,
  ...copyRoutesWithExamples,
  ...generationRoutes,
  ...generationEventRoutes,
  ...generationExportRoutes,
  ...campaignRoutes,
  ...icpRoutes,
  ...inferIcpsRoutes,
  ...discoveryRoutes,
  ...providerRoutes,
  ...leadRoutes,
  ...previewRoutes,
  ...rescoreRoutes,
  ...qualificationRoutes,
  ...assessmentRoutes,
  ...assessmentBatchRoutes,
  ...contactRoutes,
  ...findRoutes,
  ...sendingRoutes,
  ...mailboxRoutes,
  ...instantlyRoutes,
  ...preflightRoutes,
  ...sendingStateRoutes,
  ...reviewRoutes,
  ...suppressionRoutes,
  ...publicLinkRoutes,
  ...replyRoutes,
  ...reportRoutes,
  ...reportPageRoutes,
  ...checkoutRoutes,
  ...checkoutPageRoutes,
  ...stripeWebhookRoutes,
  ...purchaseRoutes,
  ...ledgerRoutes,
  ...ledgerProofRoutes,
  ...ledgerExportRoutes,
});
