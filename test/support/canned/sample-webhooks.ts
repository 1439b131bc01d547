import { webhookRoutes } from '../../../functions/accounts/webhook-contract.ts';
import { found, type Route } from './canned-route.ts';

const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();
export const ENDPOINT = id('whe', 1);
export const GONE_ENDPOINT = id('whe', 2);
export const RETRIED_DELIVERY = id('dlv', 2);
const SECRET = 'whsec_cGlja2VkLWZvci10aGUtcGFnZXMtdGVzdHMtb25seQ==';

const endpoint = (n: number, of: object) => ({
  id: id('whe', n),
  url: 'https://hooks.meadowlark.example/throughline',
  description: 'Posts replies into the sales channel',
  eventTypes: ['message.replied', 'report.purchased'],
  enabled: true,
  disabledReason: null,
  previousSecretUntil: null,
  createdAt: at(0),
  updatedAt: at(4),
  ...of,
});
const endpoints = webhookRoutes.listWebhookEndpoints.response.parse({
  items: [
    endpoint(1, { previousSecretUntil: at(58) }),
    endpoint(2, {
      url: 'https://warehouse.meadowlark.example/in',
      description: '',
      eventTypes: [],
      enabled: false,
      disabledReason: 'gone',
    }),
  ],
}).items;

const delivery = (n: number, of: object) => ({
  id: id('dlv', n),
  endpointId: ENDPOINT,
  webhookId: id('evt', n),
  type: 'message.replied',
  status: 'delivered',
  attempts: 1,
  nextAttemptAt: null,
  lastAttemptAt: at(30 + n),
  httpStatus: 204,
  reason: null,
  createdAt: at(30 + n),
  ...of,
});
const log = [
  delivery(3, { type: 'webhook.test' }),
  delivery(2, {
    status: 'pending',
    attempts: 2,
    nextAttemptAt: new Date(Date.UTC(2126, 10, 20)).toISOString(),
    httpStatus: 503,
    reason: 'http_503',
  }),
  delivery(1, { type: 'report.purchased', status: 'failed', attempts: 10, httpStatus: null, reason: 'timeout' }),
];
const attempt = (minute: number) => ({
  at: at(minute),
  milliseconds: 412,
  request: {
    url: 'https://hooks.meadowlark.example/throughline',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id('evt', 2),
      'webhook-timestamp': '1795167120',
      'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    },
    body: JSON.stringify({ type: 'message.replied', timestamp: at(minute), data: { says: 'interested' } }),
  },
  response: { status: 503, contentType: 'text/plain', retryAfter: '120', body: 'upstream is not there' },
  reason: 'http_503',
});

const deliveries = (status: string | null) =>
  webhookRoutes.listWebhookDeliveries.response.parse({
    items: log.filter((each) => status === null || each.status === status),
    nextCursor: null,
  });
const detail = (deliveryId: string | undefined) => {
  const one = log.find((each) => each.id === deliveryId);
  return one === undefined
    ? undefined
    : webhookRoutes.getWebhookDelivery.response.parse({
        ...one,
        log: deliveryId === RETRIED_DELIVERY ? [attempt(32), attempt(33)] : [],
      });
};
const endpointOf = (endpointId: string | undefined) => endpoints.find((each) => each.id === endpointId);

export const webhookAnswers: readonly Route[] = [
  ['GET', /^\/webhook-endpoints$/, () => ({ body: { items: endpoints } })],
  ['POST', /^\/webhook-endpoints$/, () => ({ status: 201, body: { ...endpoints[0], secret: SECRET } })],
  ['GET', /^\/webhook-endpoints\/([^/]+)$/, ([, endpointId]) => found(endpointOf(endpointId))],
  [
    'PATCH',
    /^\/webhook-endpoints\/([^/]+)$/,
    ([, endpointId]) => found({ ...endpointOf(endpointId), enabled: false, disabledReason: 'by_hand' }),
  ],
  ['DELETE', /^\/webhook-endpoints\/[^/]+$/, () => ({ status: 204, body: undefined })],
  ['POST', /^\/webhook-endpoints\/[^/]+\/rotate-secret$/, () => ({ body: { ...endpoints[0], secret: SECRET } })],
  ['POST', /^\/webhook-endpoints\/[^/]+\/test$/, () => ({ status: 202, body: log[0] })],
  [
    'GET',
    /^\/webhook-endpoints\/([^/]+)\/deliveries$/,
    ([, endpointId], url) => ({
      body: endpointId === ENDPOINT ? deliveries(url.searchParams.get('status')) : deliveries('none'),
    }),
  ],
  ['GET', /^\/webhook-endpoints\/[^/]+\/deliveries\/([^/]+)$/, ([, deliveryId]) => found(detail(deliveryId))],
  ['POST', /^\/webhook-endpoints\/[^/]+\/deliveries\/[^/]+\/replay$/, () => ({ status: 202, body: log[1] })],
];
