import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { SECURITY_HEADERS } from '../platform/http/api.ts';
import { problem } from '../platform/http/problem.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../platform/time.ts';
import type { EventStore } from './event-store.ts';
import type { ReadStripeAccount } from './stripe-account.ts';
import { StripeEvent } from './stripe-objects.ts';
import { isSigned } from './stripe-signature.ts';

/** Stripe's events are a few kilobytes; API Gateway takes ten megabytes. */
const LARGEST_BODY = 1024 * 1024;
const SIGNATURE_HEADER = 'stripe-signature';

type Ports = Readonly<{
  readAccount: ReadStripeAccount;
  events: Pick<EventStore, 'receive'>;
  enqueue: (eventId: string) => Promise<void>;
  clock: Clock;
  log: Log;
}>;
type Arrived = Pick<APIGatewayProxyEvent, 'body' | 'headers' | 'isBase64Encoded'> & {
  requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'requestId'>;
};

const headerOf = ({ headers }: Arrived, name: string): string | undefined =>
  Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];

/**
 * Takes an event of Stripe in: verifies who signed the very bytes, keeps it, puts it on the queue and answers at once. What cannot be kept or queued is
 * answered by a failure, and Stripe sends it again for three days; what was worked through before is not queued again.
 */
export const createReceiveStripe = ({ readAccount, events, enqueue, clock, log }: Ports) => {
  const isAuthentic = async (body: Buffer, signature: string | undefined): Promise<boolean | undefined> => {
    const account = await readAccount();
    if (account !== undefined && isSigned(body, signature, account.webhookSecrets, clock)) return true;
    // A secret that was added a moment ago.
    const now = signature === undefined ? account : await readAccount({ fresh: true });
    return now === undefined ? undefined : isSigned(body, signature, now.webhookSecrets, clock);
  };

  return async (arrived: Arrived): Promise<APIGatewayProxyResult> => {
    const { requestId: traceId } = arrived.requestContext;
    const refuse = (status: number, errorCode: string, detail: string): APIGatewayProxyResult => {
      log.warn('An event was not taken in', { traceId, reason: errorCode });
      return answer(status, { ...problem(status, errorCode, detail).problem, traceId }, 'application/problem+json');
    };
    try {
      const body = Buffer.from(arrived.body ?? '', arrived.isBase64Encoded ? 'base64' : 'utf8');
      if (body.length > LARGEST_BODY) return refuse(413, 'event_too_large', 'An event is a megabyte at most.');
      const authentic = await isAuthentic(body, headerOf(arrived, SIGNATURE_HEADER));
      if (authentic === undefined)
        return refuse(
          503,
          'payments_not_set_up',
          'This deployment has no Stripe account yet; its secret holds no key.',
        );
      if (!authentic)
        return refuse(
          400,
          'wrong_signature',
          'stripe-signature is missing, wrong, or more than five minutes from now.',
        );
      const text = body.toString('utf8');
      const event = StripeEvent.safeParse(json(text));
      if (!event.success)
        return refuse(
          400,
          'no_event',
          'The body is signed and is no event: id, type, created, livemode and data.object.',
        );
      const { waits } = await events.receive(event.data, text);
      if (waits) await enqueue(event.data.id);
      return answer(200, { received: true }, 'application/json');
    } catch (error) {
      log.error('An event could not be taken in', { traceId, error });
      return refuse(500, 'internal', 'The event was not taken in; send it again.');
    }
  };
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const answer = (statusCode: number, body: unknown, contentType: string): APIGatewayProxyResult => ({
  statusCode,
  headers: { ...SECURITY_HEADERS, 'content-type': `${contentType}; charset=utf-8` },
  body: JSON.stringify(body),
});
