import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import * as z from 'zod';
import type { Channel, SendOutcome } from '../channel.ts';

const CONNECT_MS = 3_000;
const ANSWER_MS = 15_000;
const PAUSED_SECONDS = 15 * 60;
/** AWS asks to wait up to ten minutes after a throttling answer; the daily quota moves by the hour. */
const QUOTA_SECONDS = 60 * 60;

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'LimitExceededException',
  'RequestLimitExceeded',
  'SlowDown',
]);
/** Nothing about the mail is wrong: the account or our credentials are, so it waits until they are mended. */
const ACCOUNT = new Set([
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'RequestExpired',
  'CredentialsProviderError',
]);
/** The connection was never made, so no byte of the mail has left. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const Failure = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
});

/**
 * What a failed SendRawEmail call says about the mail. Whatever leaves room for SES having taken it (timeout, reset, 5xx) is `unknown`.
 * Source: SES developer guide, "Errors related to the sending quotas"; spec/sending.md, "The claim".
 */
export const outcomeOfFailure = (error: unknown): SendOutcome => {
  const { name, message, code, $metadata } = Failure.parse(typeof error === 'object' ? (error ?? {}) : {});
  const status = $metadata?.httpStatusCode;
  const reason = `${name}: ${message}`.slice(0, 300);
  if (THROTTLED.has(name) || status === 429)
    return { kind: 'throttled', reason, ...(/daily/i.test(message) ? { retryAfterSeconds: QUOTA_SECONDS } : {}) };
  if (ACCOUNT.has(name)) return { kind: 'throttled', reason, retryAfterSeconds: PAUSED_SECONDS };
  if (status === undefined)
    return code !== undefined && NOT_REACHED.has(code) ? { kind: 'throttled', reason } : { kind: 'unknown', reason };
  return status >= 400 && status < 500 && status !== 408 ? { kind: 'refused', reason } : { kind: 'unknown', reason };
};

/** A client that asks once, and waits for an answer no longer than a sender can. */
export const createSesClient = (): SESClient =>
  new SESClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      // Without it a late answer is only warned about.
      throwOnRequestTimeout: true,
      // A connection kept over a freeze of the Lambda is dead when it thaws, and its reset would leave the mail's fate unknown.
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  });

/** Sends through SES with the configuration set whose events come back to us. */
export const createSesChannel =
  ({
    configurationSet,
    client = createSesClient(),
  }: {
    configurationSet: string;
    client?: Pick<SESClient, 'send'>;
  }): Channel =>
  async ({ raw, from, to, tags }) => {
    try {
      const { MessageId } = await client.send(
        new SendRawEmailCommand({
          Source: from,
          Destinations: [to],
          RawMessage: { Data: raw },
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          ConfigurationSetName: configurationSet,
        }),
      );
      return MessageId === undefined
        ? { kind: 'unknown', reason: 'SES answered without a message id' }
        : { kind: 'accepted', channelId: MessageId };
    } catch (error) {
      return outcomeOfFailure(error);
    }
  };
