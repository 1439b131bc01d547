import type { Handlers } from '../platform/http/api.ts';
import { problem } from '../platform/http/problem.ts';
import { WorkspaceId } from '../platform/ids.ts';
import { signToken, verifyToken } from '../platform/signed-token.ts';
import { INSTANTLY_SECRET_HEADER, type instantlyRoutes } from './instantly-contract.ts';
import { readInstantlyEvent } from './providers/instantly-event.ts';
import type { RecordInstantlyEvent } from './record-instantly-event.ts';

const PURPOSE = 'instantly-webhook';

type Ports = Readonly<{ record: RecordInstantlyEvent; secret: () => Promise<string>; origin: string }>;

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
    const reason = await ports.record(event);
    return { body: { recorded: reason === undefined, reason: reason ?? null } };
  },
});
