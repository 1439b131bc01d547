import * as z from 'zod';
import { defineRoutes } from '../platform/http/route.ts';

export const INSTANTLY_SECRET_HEADER = 'x-throughline-secret';

const hook = { servedBy: 'sending/receive-instantly', tag: 'Mailboxes' } as const;

export const instantlyRoutes = defineRoutes({
  receiveInstantlyEvent: {
    ...hook,
    operationId: 'receiveInstantlyEvent',
    method: 'POST',
    path: '/instantly/events',
    summary: 'What Instantly tells of a mail; the webhook carries the secret header that GET /instantly/webhook shows',
    permission: 'public',
    body: z.record(z.string(), z.unknown()),
    status: 200,
    response: z.object({ recorded: z.boolean(), reason: z.string().nullable() }),
  },
  getInstantlyWebhook: {
    ...hook,
    operationId: 'getInstantlyWebhook',
    method: 'GET',
    path: '/instantly/webhook',
    summary: 'The address and the secret header to give to a webhook of Instantly',
    permission: 'mailbox:update',
    status: 200,
    response: z.object({ url: z.url(), header: z.string(), secret: z.string() }),
  },
});
