import { createHmac, randomBytes } from 'node:crypto';

const MARK = 'whsec_';
/** Standard Webhooks wants 24 to 64 random bytes. */
const BYTES = 32;

/** A new signing secret. */
export const makeWebhookSecret = (random: (bytes: number) => Buffer = randomBytes): string =>
  `${MARK}${random(BYTES).toString('base64')}`;

/**
 * The headers by which a receiver knows that a webhook is ours, when it was sent and which one it is (Standard Webhooks 1.0): HMAC-SHA-256 over
 * `id.timestamp.body` with the bytes of the secret, one signature for each secret that holds, parted by spaces.
 */
export const signatureHeaders = (
  { id, at, body }: Readonly<{ id: string; at: number; body: string }>,
  secrets: readonly string[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> => {
  const timestamp = String(Math.floor(at / 1_000));
  const sign = (secret: string): string =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(MARK.length), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': secrets.map(sign).join(' ') };
};
