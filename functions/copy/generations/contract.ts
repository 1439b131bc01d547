import * as z from 'zod';
import { PageQuery, pageOf } from '../../platform/http/page.ts';
import { defineRoutes } from '../../platform/http/route.ts';
import { GenerationId } from '../../platform/ids.ts';
import { Instant } from '../../platform/time.ts';
import { CopyRequest } from './copy-request.ts';
import {
  CompleteAnswer,
  EmailAnswer,
  EnrichmentAnswer,
  GenerationSummary,
  GenerationView,
  type Kind,
  PositioningAnswer,
} from './generation.ts';
import { DEFAULT_DAYS, MOST_DAYS, SharedLink } from './shared-links.ts';

const copy = {
  servedBy: 'copy/generate-copy',
  tag: 'Copy',
  method: 'POST',
  permission: 'generation:create',
  body: CopyRequest,
  status: 200,
  /** Streams in either case: an answer as JSON may take longer than API Gateway waits for one that is not streamed. */
  streams: true,
} as const;
const eitherWay = 'as JSON, or with Accept: text/event-stream as events (stage, delta, asset, usage, error, done)';

/** The four endpoints that write. Their paths are fixed, so they go before `/campaigns/{campaignId}`. */
export const copyRoutes = defineRoutes({
  writePositioning: {
    ...copy,
    operationId: 'writePositioning',
    path: '/campaigns/positioning',
    summary: `Write a company's positioning from its website, ${eitherWay}`,
    response: PositioningAnswer,
  },
  writeEmail: {
    ...copy,
    operationId: 'writeEmail',
    path: '/campaigns/email',
    summary: `Write three mails with their follow-ups from a company's website, ${eitherWay}`,
    response: EmailAnswer,
  },
  writeEnrichment: {
    ...copy,
    operationId: 'writeEnrichment',
    path: '/campaigns/enrichment',
    summary: `Plan what to find out about the companies and people of an ICP, from where and how, ${eitherWay}`,
    response: EnrichmentAnswer,
  },
  writeComplete: {
    ...copy,
    operationId: 'writeComplete',
    path: '/campaigns/complete',
    summary: `Positioning, mails and enrichment at once, ${eitherWay}`,
    response: CompleteAnswer,
  },
});

/** What each of them writes, by its path as API Gateway names it. */
export const KIND_BY_PATH: ReadonlyMap<string, Kind> = new Map(
  (['positioning', 'email', 'enrichment', 'complete'] as const).map((kind) => [`/api/v1/campaigns/${kind}`, kind]),
);

const generations = { servedBy: 'copy/serve-generations', tag: 'Generations' } as const;
const params = z.object({ generationId: GenerationId });
export const EXPORT_FORMATS = ['json', 'csv', 'markdown', 'pdf'] as const;

export const generationRoutes = defineRoutes({
  listGenerations: {
    ...generations,
    operationId: 'listGenerations',
    method: 'GET',
    path: '/generations',
    summary: 'List what was written, newest first',
    permission: 'generation:read',
    query: PageQuery,
    status: 200,
    response: pageOf(GenerationSummary),
  },
  getGeneration: {
    ...generations,
    operationId: 'getGeneration',
    method: 'GET',
    path: '/generations/{generationId}',
    summary: 'Read what was written, or how far it is',
    permission: 'generation:read',
    params,
    status: 200,
    response: GenerationView,
  },
  deleteGeneration: {
    ...generations,
    operationId: 'deleteGeneration',
    method: 'DELETE',
    path: '/generations/{generationId}',
    summary: 'Delete what was written, with its links',
    permission: 'generation:delete',
    params,
    status: 204,
  },
  shareGeneration: {
    ...generations,
    operationId: 'shareGeneration',
    method: 'POST',
    path: '/generations/{generationId}/share',
    summary: 'Make a public link that expires; its secret is shown once',
    permission: 'generation:update',
    params,
    body: z.strictObject({ days: z.int().min(1).max(MOST_DAYS).default(DEFAULT_DAYS) }),
    status: 201,
    response: SharedLink.extend({ url: z.string() }),
  },
  listGenerationShares: {
    ...generations,
    operationId: 'listGenerationShares',
    method: 'GET',
    path: '/generations/{generationId}/share',
    summary: 'List the links that work',
    permission: 'generation:read',
    params,
    status: 200,
    response: z.object({ items: z.array(SharedLink) }),
  },
  revokeGenerationShares: {
    ...generations,
    operationId: 'revokeGenerationShares',
    method: 'DELETE',
    path: '/generations/{generationId}/share',
    summary: 'Take every link back at once',
    permission: 'generation:update',
    params,
    status: 200,
    response: z.object({ revoked: z.int() }),
  },
  showSharedGeneration: {
    ...generations,
    tag: 'Public links',
    operationId: 'showSharedGeneration',
    method: 'GET',
    path: '/s/{token}',
    root: true,
    summary: 'What a link shows: a page, or JSON with Accept: application/json or ?format=json',
    permission: 'public',
    params: z.object({ token: z.string().min(20).max(200) }),
    query: z.object({ format: z.enum(['html', 'json']).optional() }),
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
});

export const generationEventRoutes = defineRoutes({
  streamGeneration: {
    tag: 'Generations',
    servedBy: 'copy/stream-generation',
    operationId: 'streamGeneration',
    method: 'GET',
    path: '/generations/{generationId}/events',
    summary: 'The events of a generation, from Last-Event-ID on; kept for a day',
    permission: 'generation:read',
    params,
    status: 200,
    response: z.string(),
    produces: 'text/event-stream',
    streams: true,
  },
});

export const generationExportRoutes = defineRoutes({
  exportGeneration: {
    tag: 'Generations',
    servedBy: 'copy/export-generation',
    operationId: 'exportGeneration',
    method: 'GET',
    path: '/generations/{generationId}/export',
    summary: 'What was written as JSON, CSV, Markdown or PDF',
    permission: 'generation:read',
    params,
    query: z.object({ format: z.enum(EXPORT_FORMATS).default('json') }),
    status: 200,
    response: z.string(),
    produces: 'application/octet-stream',
    streams: true,
  },
});

/** An answer that a link shows: without what is the owner's own business. */
export const SharedView = GenerationView.pick({ kind: true, websiteUrl: true, companyName: true, result: true }).extend(
  {
    createdAt: Instant,
  },
);
