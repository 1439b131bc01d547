import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../platform/log.ts';
import { type Clock, instant } from '../platform/time.ts';
import { DeliveryRecord, type WebhookAttempt } from './webhook-contract.ts';
import type { WebhookDelivery, WebhookDeliveryStore } from './webhook-delivery-store.ts';
import type { WebhookEndpoint, WebhookEndpointStore } from './webhook-endpoint-store.ts';
import type { WebhookQueue } from './webhook-queue.ts';
import { type Verdict, verdictOf } from './webhook-retry.ts';
import type { SecretsInForce } from './webhook-secrets.ts';
import { signatureHeaders } from './webhook-signature.ts';
import { EXCERPT_BYTES, type PostOutcome, type PostWebhook } from './webhook-target.ts';

export type DeliverWebhooksPorts = Readonly<{
  deliveries: Pick<WebhookDeliveryStore, 'claim' | 'settle' | 'bodyOf'>;
  endpoints: Pick<WebhookEndpointStore, 'get' | 'change'>;
  secretsInForce: SecretsInForce;
  send: PostWebhook;
  queue: Pick<WebhookQueue, 'send'>;
  clock: Clock;
  random: () => number;
  log: Log;
}>;

type Message = Readonly<{ endpoint: WebhookEndpoint; body: string; secrets: readonly string[] }>;

/**
 * Makes the attempts that a batch of the queue names, all at once: each is claimed, so that a record that comes twice is sent once, posted and recorded.
 * A record fails alone, and only for what is wrong with us; what is wrong with a receiver is a recorded attempt.
 */
export const createDeliverWebhooks = (ports: DeliverWebhooksPorts) => {
  const { deliveries, queue, clock, random, log } = ports;

  const attempt = async (record: DeliveryRecord): Promise<void> => {
    const delivery = await deliveries.claim(record);
    if (delivery === undefined) return;
    const message = await messageOf(ports, record, delivery);
    if ('reason' in message) {
      await deliveries.settle(record, { status: 'failed', reason: message.reason, disable: false }, null);
      return;
    }
    const { endpoint, body, secrets } = message;
    const started = clock();
    const headers = {
      'content-type': 'application/json',
      ...signatureHeaders({ id: delivery.eventId, at: started, body }, secrets),
    };
    const outcome = await ports.send(endpoint.url, { headers, body });
    const verdict = verdictOf(outcome, { made: delivery.round + 1, now: clock(), random });
    const next = await deliveries.settle(
      record,
      verdict,
      attemptOf({ endpoint, body, headers, outcome, verdict, started, ended: clock() }),
    );
    if (verdict.status === 'failed' && verdict.disable)
      await ports.endpoints.change(record.workspaceId, endpoint.id, { enabled: false, disabledReason: 'gone' });
    // What does not get onto the queue is found by the due index.
    if (next !== undefined) await queue.send([next]).catch(() => undefined);
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.allSettled(
      Records.map(async ({ body }) => attempt(DeliveryRecord.parse(JSON.parse(body)))),
    );
    return {
      batchItemFailures: outcomes.flatMap((outcome, at) => {
        if (outcome.status === 'fulfilled') return [];
        log.error('A webhook could not be worked on', { error: outcome.reason });
        return [{ itemIdentifier: Records[at]?.messageId ?? '' }];
      }),
    };
  };
};

/** What is to be sent where; or why nothing can be. */
const messageOf = async (
  { deliveries, endpoints, secretsInForce }: DeliverWebhooksPorts,
  { workspaceId, endpointId }: DeliveryRecord,
  { eventId }: WebhookDelivery,
): Promise<Message | Readonly<{ reason: string }>> => {
  const endpoint = await endpoints.get(workspaceId, endpointId);
  if (endpoint === undefined) return { reason: 'endpoint_deleted' };
  if (!endpoint.enabled) return { reason: 'endpoint_disabled' };
  const [body, secrets] = await Promise.all([
    deliveries.bodyOf(workspaceId, eventId),
    secretsInForce(workspaceId, endpoint),
  ]);
  if (body === undefined) return { reason: 'no_longer_kept' };
  return secrets === undefined ? { reason: 'endpoint_deleted' } : { endpoint, body, secrets };
};

const attemptOf = ({
  endpoint,
  body,
  headers,
  outcome,
  verdict,
  started,
  ended,
}: Readonly<{
  endpoint: WebhookEndpoint;
  body: string;
  headers: Readonly<Record<string, string>>;
  outcome: PostOutcome;
  verdict: Verdict;
  started: number;
  ended: number;
}>): WebhookAttempt => ({
  at: instant(started),
  milliseconds: ended - started,
  request: {
    url: endpoint.url,
    headers: { ...headers },
    body: Buffer.from(body).subarray(0, EXCERPT_BYTES).toString('utf8'),
  },
  response:
    outcome.kind === 'refused'
      ? null
      : {
          status: outcome.status,
          contentType: outcome.contentType,
          retryAfter: outcome.retryAfter,
          body: outcome.body,
        },
  reason: verdict.status === 'delivered' ? null : verdict.reason,
});
