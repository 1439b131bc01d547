import * as z from 'zod';
import { defineRoutes } from '../platform/http/route.ts';
import { SUPPRESSION_SCOPES } from './contract.ts';

const suppressions = { servedBy: 'sending/serve-messages', tag: 'Suppressions' } as const;
/** A request through API Gateway and Lambda may hold 6 MB; 5,000 rows of the longest addresses stay below this. */
const LONGEST_CSV = 2_000_000;

export const suppressionRoutes = defineRoutes({
  importSuppressions: {
    ...suppressions,
    operationId: 'importSuppressions',
    method: 'POST',
    path: '/suppressions/import',
    summary: 'Never write to the addresses and domains of a CSV again; at most 5,000 rows a request',
    permission: 'suppression:create',
    body: z.strictObject({
      csv: z.string().min(1).max(LONGEST_CSV),
      scope: z.enum(SUPPRESSION_SCOPES).default('marketing'),
    }),
    status: 200,
    response: z.object({
      rows: z.int(),
      added: z.int(),
      /** Rows that were suppressed before, for this or a weightier reason. */
      known: z.int(),
      rejected: z.array(z.object({ line: z.int(), value: z.string(), reason: z.string() })),
    }),
  },
  exportSuppressions: {
    ...suppressions,
    operationId: 'exportSuppressions',
    method: 'GET',
    path: '/suppressions/export',
    summary: 'Suppressions as CSV, newest first; the header `x-next-cursor` is there while rows are left',
    permission: 'suppression:read',
    query: z.object({ cursor: z.string().max(2_000).optional() }),
    status: 200,
    response: z.string(),
    produces: 'text/csv; charset=utf-8',
  },
  removeSuppression: {
    ...suppressions,
    operationId: 'removeSuppression',
    method: 'POST',
    path: '/suppressions/remove',
    summary: 'Take back a suppression that the workspace itself made; an unsubscribe, a complaint or a bounce stays',
    permission: 'suppression:delete',
    body: z.strictObject({
      kind: z.enum(['address', 'domain']),
      value: z.string().trim().min(3).max(254),
      reason: z.string().trim().min(1).max(500),
    }),
    status: 204,
  },
});
