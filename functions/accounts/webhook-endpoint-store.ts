import * as z from 'zod';
import { newId, WebhookEndpointId, type WorkspaceId } from '../platform/ids.ts';
import { webhookEndpointKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';
import { DISABLED_REASONS, WEBHOOK_EVENT_TYPES, type WebhookEndpointView } from './webhook-contract.ts';

const EndpointItem = z.object({
  id: WebhookEndpointId,
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  enabled: z.boolean(),
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  /** Counts its secrets; who knows an older one reads them anew. */
  secretVersion: z.int(),
  previousSecretUntil: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type WebhookEndpoint = Readonly<z.infer<typeof EndpointItem>>;
type Settable = Partial<
  Pick<
    WebhookEndpoint,
    'url' | 'description' | 'eventTypes' | 'enabled' | 'disabledReason' | 'secretVersion' | 'previousSecretUntil'
  >
>;

const decode = (item: Item): WebhookEndpoint => EndpointItem.parse(item);

/** What the API shows of an endpoint. */
export const viewOf = ({ secretVersion: _version, ...shown }: WebhookEndpoint, now: Instant): WebhookEndpointView => ({
  ...shown,
  eventTypes: [...shown.eventTypes],
  previousSecretUntil:
    shown.previousSecretUntil === null || shown.previousSecretUntil <= now ? null : shown.previousSecretUntil,
});

export type WebhookEndpointStore = ReturnType<typeof createWebhookEndpointStore>;

/** Where a workspace's webhooks are sent. */
export const createWebhookEndpointStore = (
  table: Pick<Table, 'get' | 'put' | 'update' | 'remove' | 'queryAll'>,
  clock: Clock,
) => ({
  /** All of them, oldest first: twenty at most. */
  list: async (workspaceId: WorkspaceId): Promise<readonly WebhookEndpoint[]> => {
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': webhookEndpointKey(workspaceId, WebhookEndpointId.parse('whe_0000000000')).pk,
      },
    });
    return items.map(decode);
  },

  get: async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<WebhookEndpoint | undefined> => {
    const item = await table.get(webhookEndpointKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decode(item);
  },

  create: async (
    workspaceId: WorkspaceId,
    wish: Readonly<{ url: string; description: string; eventTypes: WebhookEndpoint['eventTypes'] }>,
    id: WebhookEndpointId = newId(WebhookEndpointId, 'whe'),
  ): Promise<WebhookEndpoint> => {
    const now = instant(clock());
    const endpoint: WebhookEndpoint = {
      ...{ id, ...wish, enabled: true, disabledReason: null, secretVersion: 1, previousSecretUntil: null },
      ...{ createdAt: now, updatedAt: now },
    };
    await table.put({ ...webhookEndpointKey(workspaceId, id), type: 'WebhookEndpoint', v: 1, ...endpoint });
    return endpoint;
  },

  /** Sets fields of an endpoint and gives it as it is then; undefined when there is no such one. */
  change: async (
    workspaceId: WorkspaceId,
    id: WebhookEndpointId,
    fields: Settable,
  ): Promise<WebhookEndpoint | undefined> => {
    const all = Object.entries({ ...fields, updatedAt: instant(clock()) });
    const changed = await table.update({
      Key: webhookEndpointKey(workspaceId, id),
      UpdateExpression: `SET ${all.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
      ReturnValues: 'ALL_NEW',
    });
    return changed.ok && changed.item !== undefined ? decode(changed.item) : undefined;
  },

  remove: (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<void> =>
    table.remove(webhookEndpointKey(workspaceId, id)),
});
