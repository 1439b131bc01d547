import * as z from 'zod';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { MessageId, RunId } from '../platform/ids.ts';
import { MessageDetail, MessageView, ReviewFilter } from './contract.ts';

const review = { servedBy: 'sending/serve-messages', tag: 'Review' } as const;
const params = z.object({ messageId: MessageId });

export const reviewRoutes = defineRoutes({
  approveByFilter: {
    ...review,
    operationId: 'approveByFilter',
    method: 'POST',
    path: '/messages/approve',
    summary: 'Approve what waits of a run, campaign, variant or grade; what a guard holds only when asked for',
    permission: 'message:execute',
    body: z
      .strictObject({
        runId: RunId.optional(),
        ...ReviewFilter.shape,
        /** Whether messages that a guard holds are approved too. */
        held: z.boolean().default(false),
      })
      .refine(({ held: _held, ...filter }) => Object.values(filter).some((value) => value !== undefined), {
        message: 'name a runId, campaignId, variant or grade; nothing is approved without one',
      }),
    status: 200,
    response: z.object({ approved: z.int(), held: z.int() }),
  },
  editMessage: {
    ...review,
    operationId: 'editMessage',
    method: 'PUT',
    path: '/messages/{messageId}/draft',
    summary: "Put other words in place of a draft's; every guard looks at them again",
    permission: 'message:update',
    params,
    body: z.strictObject({
      subject: singleLine(200),
      body: z
        .string()
        .trim()
        .min(1)
        .max(20_000)
        .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
        .pipe(z.string().regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, 'holds a control character')),
    }),
    status: 200,
    response: MessageDetail,
  },
  reopenMessage: {
    ...review,
    operationId: 'reopenMessage',
    method: 'POST',
    path: '/messages/{messageId}/reopen',
    summary: 'Take a rejection back; the message waits for review again',
    permission: 'message:execute',
    params,
    status: 200,
    response: MessageView,
  },
});
