import { queryOptions } from '@tanstack/react-query';
import type { WebhookDeliveryView } from '../../../../functions/accounts/webhook-contract.ts';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';
import type { DeliveryState } from '../../messages/webhooks.ts';

const AGAIN_MS = 2_000;
/** What is tried again later than this is not waited for. */
const SOON_MS = 10_000;

/** All of them: a workspace has twenty at most, and the API gives them at once. */
export const endpointsQuery = pagedQuery(['webhooks'], async (_cursor, signal) => ({
  ...(await call('listWebhookEndpoints', {}, signal)),
  nextCursor: null,
}));

export const endpointQuery = (endpointId: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', endpointId],
    queryFn: ({ signal }) => call('getWebhookEndpoint', { params: { endpointId } }, signal),
  });

/** Whether an attempt is being made, or is about to be. */
export const isUnderWay = ({ status, nextAttemptAt }: Pick<WebhookDeliveryView, 'status' | 'nextAttemptAt'>): boolean =>
  status === 'pending' && (nextAttemptAt === null || Date.parse(nextAttemptAt) < Date.now() + SOON_MS);

/** An endpoint's log, asked again every two seconds while something is under way. */
export const deliveriesQuery = (endpointId: string, status: DeliveryState | undefined) =>
  pagedQuery(
    ['webhooks', 'one', endpointId, 'deliveries', status ?? 'all'],
    (cursor, signal) =>
      call(
        'listWebhookDeliveries',
        { params: { endpointId }, query: { ...pageFields(25, cursor), ...(status === undefined ? {} : { status }) } },
        signal,
      ),
    (items) => (items.some(isUnderWay) ? AGAIN_MS : false),
  );

export const deliveryQuery = (endpointId: string, deliveryId: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', endpointId, 'delivery', deliveryId],
    queryFn: ({ signal }) => call('getWebhookDelivery', { params: { endpointId, deliveryId } }, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? AGAIN_MS : false),
  });
