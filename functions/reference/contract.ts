import * as z from 'zod';
import { accountRoutes } from '../accounts/contract.ts';
import { campaignRoutes } from '../campaigns/contract.ts';
import { contactRoutes } from '../contacts/contract.ts';
import { discoveryRoutes } from '../discovery/contract.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { leadRoutes } from '../scoring/contract.ts';
import { sendingRoutes } from '../sending/contract.ts';
import { publicLinkRoutes } from '../tracking/contract.ts';

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
  ...campaignRoutes,
  ...discoveryRoutes,
  ...leadRoutes,
  ...contactRoutes,
  ...sendingRoutes,
  ...publicLinkRoutes,
});
