import { randomUUID } from 'node:crypto';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { newId, WebhookEndpointId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, HOUR, instant } from '../platform/time.ts';
import { MOST_ENDPOINTS, TEST_EVENT_TYPE, type webhookRoutes } from './webhook-contract.ts';
import { viewOfDelivery, type WebhookDeliveryStore } from './webhook-delivery-store.ts';
import { viewOf, type WebhookEndpoint, type WebhookEndpointStore } from './webhook-endpoint-store.ts';
import type { createWriteEvent } from './webhook-event.ts';
import type { WebhookQueue } from './webhook-queue.ts';
import type { createChangeSecrets } from './webhook-secrets.ts';
import { makeWebhookSecret } from './webhook-signature.ts';
import type { WebhookTarget } from './webhook-target.ts';

export type ServeWebhooksPorts = Readonly<{
  endpoints: WebhookEndpointStore;
  deliveries: Pick<WebhookDeliveryStore, 'get' | 'list' | 'attemptsOf' | 'replay'>;
  changeSecrets: ReturnType<typeof createChangeSecrets>;
  whatIsWrong: WebhookTarget['whatIsWrong'];
  writeEvent: ReturnType<typeof createWriteEvent>;
  queue: Pick<WebhookQueue, 'send'>;
  clock: Clock;
  makeSecret?: () => string;
}>;

const isOff = problem(
  409,
  'endpoint_disabled',
  'This endpoint is switched off. Switch it on first: set `enabled` to true.',
);
const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

/** Where webhooks go and what became of them, over HTTP. */
export const createServeWebhooks = (ports: ServeWebhooksPorts): Handlers<typeof webhookRoutes> => ({
  ...endpointHandlers(ports),
  ...deliveryHandlers(ports),
});

type EndpointRoutes = Omit<
  typeof webhookRoutes,
  'testWebhookEndpoint' | 'listWebhookDeliveries' | 'getWebhookDelivery' | 'replayWebhookDelivery'
>;
type DeliveryRoutes = Omit<typeof webhookRoutes, keyof EndpointRoutes>;

const endpointHandlers = ({
  endpoints,
  changeSecrets,
  whatIsWrong,
  clock,
  makeSecret = makeWebhookSecret,
}: ServeWebhooksPorts): Handlers<EndpointRoutes> => {
  const shown = (endpoint: WebhookEndpoint) => viewOf(endpoint, instant(clock()));
  const wrongUrl = async (url: string | undefined): Promise<ProblemReply | undefined> => {
    const wrong = url === undefined ? undefined : await whatIsWrong(url);
    return wrong === undefined ? undefined : invalidFields([{ field: 'url', message: wrong }]);
  };

  return {
    listWebhookEndpoints: async ({ principal: { workspaceId } }) => ({
      body: { items: (await endpoints.list(workspaceId)).map(shown) },
    }),

    getWebhookEndpoint: async ({ principal: { workspaceId }, params: { endpointId } }) => {
      const endpoint = await endpoints.get(workspaceId, endpointId);
      return endpoint === undefined ? notFound('webhook_endpoint', endpointId) : { body: shown(endpoint) };
    },

    createWebhookEndpoint: async ({ principal: { workspaceId }, body: { url, description = '', eventTypes } }) => {
      const refused = await wrongUrl(url);
      if (refused !== undefined) return refused;
      // Under the lock, so that two at once do not pass the limit.
      return await changeSecrets(workspaceId, async (secrets) => {
        if ((await endpoints.list(workspaceId)).length >= MOST_ENDPOINTS)
          return problem(
            409,
            'too_many_endpoints',
            `A workspace has ${String(MOST_ENDPOINTS)} endpoints at most. Delete one that is not used.`,
          );
        const secret = makeSecret();
        // The secret first: an endpoint without one could not be sent to.
        const id = newId(WebhookEndpointId, 'whe');
        await secrets.put(workspaceId, id, { version: 1, current: secret, previous: null });
        const endpoint = await endpoints.create(workspaceId, { url, description, eventTypes }, id);
        return { body: { ...shown(endpoint), secret } };
      });
    },

    updateWebhookEndpoint: async ({ principal: { workspaceId }, params: { endpointId }, body }) => {
      const refused = await wrongUrl(body.url);
      if (refused !== undefined) return refused;
      const { url, description, eventTypes, enabled } = body;
      const changed = await endpoints.change(workspaceId, endpointId, {
        ...(url === undefined ? {} : { url }),
        ...(description === undefined ? {} : { description }),
        ...(eventTypes === undefined ? {} : { eventTypes }),
        ...(enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : ('by_hand' as const) }),
      });
      return changed === undefined ? notFound('webhook_endpoint', endpointId) : { body: shown(changed) };
    },

    deleteWebhookEndpoint: async ({ principal: { workspaceId }, params: { endpointId } }) => {
      if ((await endpoints.get(workspaceId, endpointId)) === undefined) return notFound('webhook_endpoint', endpointId);
      await endpoints.remove(workspaceId, endpointId);
      await changeSecrets(workspaceId, (secrets) => secrets.remove(workspaceId, endpointId));
      return { body: undefined };
    },

    rotateWebhookSecret: async ({ principal: { workspaceId }, params: { endpointId }, body: { overlapHours } }) =>
      await changeSecrets(workspaceId, async (secrets) => {
        const endpoint = await endpoints.get(workspaceId, endpointId);
        const before = await secrets.read(workspaceId, endpointId);
        if (endpoint === undefined || before === undefined) return notFound('webhook_endpoint', endpointId);
        const until = instant(clock() + overlapHours * HOUR);
        const secret = makeSecret();
        const version = before.version + 1;
        await secrets.put(workspaceId, endpointId, {
          version,
          current: secret,
          previous: overlapHours === 0 ? null : { secret: before.current, until },
        });
        const changed = await endpoints.change(workspaceId, endpointId, {
          secretVersion: version,
          previousSecretUntil: overlapHours === 0 ? null : until,
        });
        return changed === undefined
          ? notFound('webhook_endpoint', endpointId)
          : { body: { ...shown(changed), secret } };
      }),
  };
};

const deliveryHandlers = ({
  endpoints,
  deliveries,
  writeEvent,
  queue,
  clock,
}: ServeWebhooksPorts): Handlers<DeliveryRoutes> => {
  /** The endpoint, if webhooks can be sent there. */
  const sendable = async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<ProblemReply | undefined> => {
    const endpoint = await endpoints.get(workspaceId, id);
    if (endpoint === undefined) return notFound('webhook_endpoint', id);
    return endpoint.enabled ? undefined : isOff;
  };

  return {
    testWebhookEndpoint: async ({ principal: { workspaceId }, params: { endpointId } }) => {
      const refused = await sendable(workspaceId, endpointId);
      if (refused !== undefined) return refused;
      const data = { message: 'This is a test. Nothing has happened.', endpointId, requestedAt: instant(clock()) };
      const written = await writeEvent(workspaceId, { id: randomUUID(), type: TEST_EVENT_TYPE, data }, [endpointId]);
      const [record] = written ?? [];
      const delivery = record === undefined ? undefined : await deliveries.get(record);
      if (delivery === undefined) throw new Error('A test that was just written is not there');
      return { body: viewOfDelivery(delivery) };
    },

    listWebhookDeliveries: async ({ principal: { workspaceId }, params: { endpointId }, query }) => {
      if ((await endpoints.get(workspaceId, endpointId)) === undefined) return notFound('webhook_endpoint', endpointId);
      const page = await deliveries.list(workspaceId, endpointId, query);
      return page === undefined
        ? badCursor
        : { body: { items: page.items.map(viewOfDelivery), nextCursor: page.nextCursor } };
    },

    getWebhookDelivery: async ({ principal: { workspaceId }, params }) => {
      const ref = { workspaceId, ...params };
      const delivery = await deliveries.get(ref);
      if (delivery === undefined) return notFound('webhook_delivery', params.deliveryId);
      return { body: { ...viewOfDelivery(delivery), log: [...(await deliveries.attemptsOf(ref))] } };
    },

    replayWebhookDelivery: async ({ principal: { workspaceId }, params }) => {
      const refused = await sendable(workspaceId, params.endpointId);
      if (refused !== undefined) return refused;
      const ref = { workspaceId, ...params };
      if ((await deliveries.get(ref)) === undefined) return notFound('webhook_delivery', params.deliveryId);
      const replayed = await deliveries.replay(ref);
      if (replayed === undefined)
        return problem(409, 'being_sent', 'This webhook is being sent at this moment. Look again in a minute.');
      // What does not get onto the queue is found by the due index.
      await queue.send([{ record: { ...ref, attempt: replayed.attempts }, delayMs: 0 }]).catch(() => undefined);
      return { body: viewOfDelivery(replayed) };
    },
  };
};
