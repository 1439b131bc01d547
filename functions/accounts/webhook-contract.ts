import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { WebhookDeliveryId, WebhookEndpointId, WebhookEventId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';

/** What webhooks tell of (spec/payments.md, "Webhooks out"). */
export const WEBHOOK_EVENT_TYPES = [
  'run.completed',
  'message.replied',
  'lead.converted',
  'report.purchased',
  'report.refunded',
  'suppression.added',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];
/** What the test button sends; nothing subscribes to it. */
export const TEST_EVENT_TYPE = 'webhook.test';
const AnyEventType = z.enum([...WEBHOOK_EVENT_TYPES, TEST_EVENT_TYPE]);

export const MOST_ENDPOINTS = 20;
/** A day in which a receiver may take up the new secret; a week at most. */
const DEFAULT_OVERLAP_HOURS = 24;
const LONGEST_OVERLAP_HOURS = 168;

export const DISABLED_REASONS = ['by_hand', 'gone'] as const;

export const WebhookEndpointView = z.object({
  id: WebhookEndpointId,
  url: z.string(),
  description: z.string(),
  /** Empty: every type, those to come included. */
  eventTypes: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  enabled: z.boolean(),
  /** `gone`: it answered 410. */
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  /** Until when webhooks carry the signature of the secret before this one too. */
  previousSecretUntil: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type WebhookEndpointView = z.infer<typeof WebhookEndpointView>;

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

export const WebhookDeliveryView = z.object({
  id: WebhookDeliveryId,
  endpointId: WebhookEndpointId,
  /** The header `webhook-id`: the same at every attempt and replay, by which a receiver knows a webhook that came twice. */
  webhookId: WebhookEventId,
  type: AnyEventType,
  status: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  nextAttemptAt: Instant.nullable(),
  lastAttemptAt: Instant.nullable(),
  /** What the last attempt was answered with; null when it was not answered, or there was none. */
  httpStatus: z.int().nullable(),
  /** Why the last attempt failed, or why there will be no other. */
  reason: z.string().nullable(),
  createdAt: Instant,
});
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;

export const WebhookAttempt = z.object({
  at: Instant,
  milliseconds: z.int(),
  request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
  response: z
    .object({
      status: z.int(),
      contentType: z.string().nullable(),
      retryAfter: z.string().nullable(),
      body: z.string(),
    })
    .nullable(),
  reason: z.string().nullable(),
});
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

/** What lies on the queue: an attempt to be made. `attempt` counts those before it, so that a record that comes twice is known. */
export const DeliveryRecord = z.object({
  workspaceId: WorkspaceId,
  endpointId: WebhookEndpointId,
  deliveryId: WebhookDeliveryId,
  attempt: z.int().min(0),
});
export type DeliveryRecord = z.infer<typeof DeliveryRecord>;

const webhooks = { servedBy: 'accounts/serve-webhooks', tag: 'Webhooks' } as const;
const endpointParams = z.object({ endpointId: WebhookEndpointId });
const deliveryParams = endpointParams.extend({ deliveryId: WebhookDeliveryId });
const url = z.url({ protocol: /^https?$/, message: 'must be an address that begins with https://' }).max(2_000);
const eventTypes = z.array(z.enum(WEBHOOK_EVENT_TYPES)).max(WEBHOOK_EVENT_TYPES.length);
const description = singleLine(200);
const secret = z
  .string()
  .describe('Shown this once. `whsec_` and 32 random bytes in base64, as Standard Webhooks wants.');

export const webhookRoutes = defineRoutes({
  listWebhookEndpoints: {
    ...webhooks,
    operationId: 'listWebhookEndpoints',
    method: 'GET',
    path: '/webhook-endpoints',
    summary: 'List where webhooks are sent',
    permission: 'webhook:read',
    status: 200,
    response: z.object({ items: z.array(WebhookEndpointView) }),
  },
  createWebhookEndpoint: {
    ...webhooks,
    operationId: 'createWebhookEndpoint',
    method: 'POST',
    path: '/webhook-endpoints',
    summary: 'Have webhooks sent to an address; its signing secret is shown this once',
    permission: 'webhook:create',
    body: z.strictObject({ url, description: description.optional(), eventTypes: eventTypes.default([]) }),
    status: 201,
    response: WebhookEndpointView.extend({ secret }),
  },
  getWebhookEndpoint: {
    ...webhooks,
    operationId: 'getWebhookEndpoint',
    method: 'GET',
    path: '/webhook-endpoints/{endpointId}',
    summary: 'An endpoint',
    permission: 'webhook:read',
    params: endpointParams,
    status: 200,
    response: WebhookEndpointView,
  },
  updateWebhookEndpoint: {
    ...webhooks,
    operationId: 'updateWebhookEndpoint',
    method: 'PATCH',
    path: '/webhook-endpoints/{endpointId}',
    summary: 'Change where and of what an endpoint is told, switch it off or on',
    permission: 'webhook:update',
    params: endpointParams,
    body: z.strictObject({
      url: url.optional(),
      description: description.optional(),
      eventTypes: eventTypes.optional(),
      enabled: z.boolean().optional(),
    }),
    status: 200,
    response: WebhookEndpointView,
  },
  deleteWebhookEndpoint: {
    ...webhooks,
    operationId: 'deleteWebhookEndpoint',
    method: 'DELETE',
    path: '/webhook-endpoints/{endpointId}',
    summary: 'Send nothing there any more, and forget its secret',
    permission: 'webhook:delete',
    params: endpointParams,
    status: 204,
  },
  rotateWebhookSecret: {
    ...webhooks,
    operationId: 'rotateWebhookSecret',
    method: 'POST',
    path: '/webhook-endpoints/{endpointId}/rotate-secret',
    summary: 'Make a new signing secret; webhooks carry both signatures for a while',
    permission: 'webhook:update',
    params: endpointParams,
    body: z.strictObject({
      overlapHours: z.int().min(0).max(LONGEST_OVERLAP_HOURS).default(DEFAULT_OVERLAP_HOURS),
    }),
    status: 200,
    response: WebhookEndpointView.extend({ secret }),
  },
  testWebhookEndpoint: {
    ...webhooks,
    operationId: 'testWebhookEndpoint',
    method: 'POST',
    path: '/webhook-endpoints/{endpointId}/test',
    summary: 'Send a webhook of the type webhook.test; the delivery tells what came of it',
    permission: 'webhook:execute',
    params: endpointParams,
    body: z.strictObject({}),
    status: 202,
    response: WebhookDeliveryView,
  },
  listWebhookDeliveries: {
    ...webhooks,
    operationId: 'listWebhookDeliveries',
    method: 'GET',
    path: '/webhook-endpoints/{endpointId}/deliveries',
    summary: 'What was sent to an endpoint in the last thirty days, newest first',
    permission: 'webhook:read',
    params: endpointParams,
    query: PageQuery.extend({ status: z.enum(DELIVERY_STATES).optional(), type: AnyEventType.optional() }),
    status: 200,
    response: pageOf(WebhookDeliveryView),
  },
  getWebhookDelivery: {
    ...webhooks,
    operationId: 'getWebhookDelivery',
    method: 'GET',
    path: '/webhook-endpoints/{endpointId}/deliveries/{deliveryId}',
    summary: 'A delivery with what was sent and answered at each attempt, cut to 2 KB',
    permission: 'webhook:read',
    params: deliveryParams,
    status: 200,
    response: WebhookDeliveryView.extend({ log: z.array(WebhookAttempt) }),
  },
  replayWebhookDelivery: {
    ...webhooks,
    operationId: 'replayWebhookDelivery',
    method: 'POST',
    path: '/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay',
    summary: 'Send a webhook again, under the same webhook-id',
    permission: 'webhook:execute',
    params: deliveryParams,
    body: z.strictObject({}),
    status: 202,
    response: WebhookDeliveryView,
  },
});
