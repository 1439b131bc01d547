import { createHmac, timingSafeEqual } from 'node:crypto';

const encode = (value: Buffer): string => value.toString('base64url');

const mac = (purpose: string, payload: string, secret: string): string =>
  encode(createHmac('sha256', secret).update(`${purpose}.${payload}`).digest().subarray(0, 16));

/**
 * Gives a URL-safe token that carries `parts` and an HMAC-SHA-256 (cut to 128 bits) over them and the purpose, so that a token made for
 * one purpose (unsubscribe, click, open) is worth nothing for another. Parts must not contain a newline.
 */
export const signToken = (purpose: string, parts: readonly string[], secret: string): string => {
  const payload = encode(Buffer.from(parts.join('\n'), 'utf8'));
  return `${payload}.${mac(purpose, payload, secret)}`;
};

/** Gives the parts of a token signed for this purpose, or undefined when it was forged, cut or made for another purpose. */
export const verifyToken = (purpose: string, token: string, secret: string): readonly string[] | undefined => {
  const [payload, given, ...rest] = token.split('.');
  if (payload === undefined || given === undefined || rest.length > 0) return undefined;
  const expected = Buffer.from(mac(purpose, payload, secret));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  return Buffer.from(payload, 'base64url').toString('utf8').split('\n');
};
