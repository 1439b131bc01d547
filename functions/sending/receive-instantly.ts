import type { Handlers } from '../platform/http/api.ts';
import { problem } from '../platform/http/problem.ts';
import { WorkspaceId } from '../platform/ids.ts';
import { signToken, verifyToken } from '../platform/signed-token.ts';
import { INSTANTLY_SECRET_HEADER, type instantlyRoutes } from './instantly-contract.ts';
import type { MessageMoves } from './message-moves.ts';
import type { MessageStore } from './message-store.ts';
import { type InstantlyEvent, readInstantlyEvent } from './providers/instantly-event.ts';
import type { SequenceStops } from './sequence-stop.ts';
import type { SuppressionStore } from './suppression-store.ts';

const PURPOSE = 'instantly-webhook';

type Ports = Readonly<{
  messages: Pick<MessageStore, 'get'>;
  moves: Pick<MessageMoves, 'recordProof'>;
  suppressions: Pick<SuppressionStore, 'add'>;
  stops: Pick<SequenceStops, 'stop'>;
  secret: () => Promise<string>;
  origin: string;
}>;

/**
 * Takes what Instantly tells. Its webhooks carry no signature, so each workspace gives them a secret header; whose it is decides whose messages an
 * event may move. Any event may come twice and in any order: a message ends where the strongest puts it.
 */
export const createReceiveInstantly = (ports: Ports): Handlers<typeof instantlyRoutes> => ({
  getInstantlyWebhook: async ({ principal }) => ({
    body: {
      url: `${ports.origin}/api/v1/instantly/events`,
      header: INSTANTLY_SECRET_HEADER,
      secret: signToken(PURPOSE, [principal.workspaceId], await ports.secret()),
    },
  }),

  receiveInstantlyEvent: async ({ headers, body }) => {
    const [owner] = verifyToken(PURPOSE, headers[INSTANTLY_SECRET_HEADER] ?? '', await ports.secret()) ?? [];
    const workspaceId = WorkspaceId.safeParse(owner);
    if (!workspaceId.success)
      return problem(
        401,
        'wrong_secret',
        `The header ${INSTANTLY_SECRET_HEADER} is missing or wrong; GET /instantly/webhook shows it.`,
      );
    const event = readInstantlyEvent(body);
    // What is no news of a mail of ours is answered, or Instantly would send it again.
    if (typeof event === 'string') return { body: { recorded: false, reason: event } };
    if (event.workspaceId !== workspaceId.data)
      return { body: { recorded: false, reason: 'the message belongs to another workspace' } };
    const reason = await record(ports, event);
    return { body: { recorded: reason === undefined, reason: reason ?? null } };
  },
});

/** Each part may be done again without harm. Gives why there was nothing to record. */
const record = async (
  { messages, moves, suppressions, stops }: Ports,
  { workspaceId, messageId, kind, type, at }: InstantlyEvent,
): Promise<string | undefined> => {
  const message = await messages.get(workspaceId, messageId);
  if (message === undefined) return `there is no message ${messageId}`;
  const recipient = { workspaceId, campaignId: message.campaignId, address: message.toAddress };
  const suppress = (why: 'hard_bounce' | 'unsubscribe') =>
    suppressions.add(workspaceId, { kind: 'address', value: message.toAddress, reason: why, source: messageId });
  switch (kind) {
    case 'sent':
      // Instantly tells of nothing more when a mail arrives; a bounce outweighs this.
      await moves.recordProof(message, 'delivered', { reason: null, fill: { sentAt: at }, set: { deliveredAt: at } });
      return undefined;
    case 'bounced':
      await suppress('hard_bounce');
      await stops.stop(recipient, 'bounced', messageId);
      await moves.recordProof(message, 'hardBounce', { reason: 'Instantly told of a bounce' });
      return undefined;
    case 'replied':
      await stops.stop(recipient, 'replied', messageId);
      return undefined;
    case 'unsubscribed':
      await suppress('unsubscribe');
      await stops.stop(recipient, 'unsubscribed', messageId);
      return undefined;
    case 'other':
      return `${type} changes nothing`;
  }
};
