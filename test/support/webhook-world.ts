import { createDeliverWebhooks } from '../../functions/accounts/deliver-webhooks.ts';
import { createDispatchWebhooks } from '../../functions/accounts/dispatch-webhooks.ts';
import { createServeWebhooks } from '../../functions/accounts/serve-webhooks.ts';
import type { DeliveryRecord } from '../../functions/accounts/webhook-contract.ts';
import { createWebhookDeliveryStore } from '../../functions/accounts/webhook-delivery-store.ts';
import { createWebhookDueIndex } from '../../functions/accounts/webhook-due-index.ts';
import { createWebhookEndpointStore } from '../../functions/accounts/webhook-endpoint-store.ts';
import { createEmitEvent, createWriteEvent } from '../../functions/accounts/webhook-event.ts';
import type { WebhookQueue } from '../../functions/accounts/webhook-queue.ts';
import {
  createChangeSecrets,
  createSecretsInForce,
  type SigningSecrets,
} from '../../functions/accounts/webhook-secrets.ts';
import { makeWebhookSecret } from '../../functions/accounts/webhook-signature.ts';
import type { PostOutcome, PostWebhook } from '../../functions/accounts/webhook-target.ts';
import type { Principal } from '../../functions/platform/http/principal.ts';
import { WorkspaceId } from '../../functions/platform/ids.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { MINUTE, SECOND } from '../../functions/platform/time.ts';
import { createMemoryTable } from './memory-table.ts';

export const START = Date.parse('2026-11-21T09:00:00.000Z');
export const workspaceId = WorkspaceId.parse('ws_0123456789abcdef');
export type Posted = Readonly<{ at: number; url: string; headers: Readonly<Record<string, string>>; body: string }>;

export const answered = (status: number, retryAfter: string | null = null): PostOutcome => ({
  kind: 'answered',
  status,
  contentType: 'text/plain',
  retryAfter,
  body: 'as you say',
});

/** Webhooks over a table, a queue and a clock in this process. `run` lets time pass: the queue gives each record at its time, the dispatcher runs every minute. */
export const createWebhookWorld = ({ queued = true }: Readonly<{ queued?: boolean }> = {}) => {
  const table = createMemoryTable();
  let now = START;
  const clock = () => now;
  const posts: Posted[] = [];
  let answer: (post: Posted) => PostOutcome | Promise<PostOutcome> = () => answered(204);
  let waiting: { at: number; record: DeliveryRecord }[] = [];
  const queue: WebhookQueue = {
    send: async (deliveries) => {
      for (const { record, delayMs } of deliveries)
        waiting.push({ at: now + Math.ceil(Math.max(0, delayMs) / SECOND) * SECOND, record });
    },
  };
  const stored = new Map<string, SigningSecrets>();
  const secrets = {
    read: async (_workspace: WorkspaceId, id: string) => stored.get(id),
    readAll: async () => Object.fromEntries(stored),
    put: async (_workspace: WorkspaceId, id: string, value: SigningSecrets) => {
      stored.set(id, value);
    },
    remove: async (_workspace: WorkspaceId, id: string) => {
      stored.delete(id);
    },
  };
  const send: PostWebhook = async (url, { headers, body }) => {
    const post = { at: now, url, headers, body };
    posts.push(post);
    return await answer(post);
  };
  const deliveries = createWebhookDeliveryStore(table, clock);
  const endpoints = createWebhookEndpointStore(table, clock);
  const deliver = createDeliverWebhooks({
    ...{ deliveries, endpoints, secretsInForce: createSecretsInForce({ secrets, clock }), send, queue },
    ...{ clock, random: () => 0, log: silentLog },
  });
  const dispatch = createDispatchWebhooks({
    dueIndex: createWebhookDueIndex(table, clock),
    queue,
    clock,
    log: silentLog,
  });
  const ports = { table, clock, ...(queued ? { queue } : {}) };
  const api = createServeWebhooks({
    ...{ endpoints, deliveries, queue, clock, writeEvent: createWriteEvent(ports) },
    changeSecrets: createChangeSecrets({ secrets, lock: (_workspace, work) => work() }),
    whatIsWrong: async (url) => (url.includes('169.254') ? 'leads into a private network' : undefined),
    makeSecret: () => makeWebhookSecret(),
  });
  const principal: Principal = { workspaceId, kind: 'key', id: 'key_0123456789', role: 'admin', mode: 'live' };

  const consume = async (records: readonly DeliveryRecord[]) =>
    await deliver({
      Records: records.map((record, at) => ({ messageId: String(at), body: JSON.stringify(record) })),
    } as Parameters<typeof deliver>[0]);

  /** Lets so many milliseconds pass, minute by minute, record by record. */
  const run = async (milliseconds: number): Promise<void> => {
    const end = now + milliseconds;
    const consumeUntil = async (until: number): Promise<void> => {
      for (;;) {
        waiting.sort((a, b) => a.at - b.at);
        const [next] = waiting;
        if (next === undefined || next.at > until) return;
        waiting = waiting.slice(1);
        now = Math.max(now, next.at);
        await consume([next.record]);
      }
    };
    while (now < end) {
      const minute = Math.min(end, (Math.floor(now / MINUTE) + 1) * MINUTE);
      await consumeUntil(minute);
      now = Math.max(now, minute);
      await dispatch();
    }
    await consumeUntil(end);
  };

  return {
    ...{ table, posts, endpoints, deliveries, stored, api, dispatch, consume, run, principal },
    emit: createEmitEvent(ports),
    now: () => now,
    request: { principal, params: undefined, query: undefined, body: undefined, headers: {}, traceId: 't' },
    onPost: (next: typeof answer) => {
      answer = next;
    },
    /** The records on the queue, which the test takes over. */
    takeQueue: (): readonly DeliveryRecord[] => {
      const records = waiting.map(({ record }) => record);
      waiting = [];
      return records;
    },
  };
};
