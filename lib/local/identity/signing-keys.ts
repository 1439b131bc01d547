import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { JWK } from 'oidc-provider';
import * as z from 'zod';
import { optionalText } from '../sqlite.ts';

const Keys = z.object({ jwk: z.record(z.string(), z.unknown()), cookieKey: z.string() });

/** The sign-in's RSA key (RS256, as Cognito signs) and cookie key: made once, kept with the other state of the local cloud. */
export const signingKeys = (database: DatabaseSync): { jwks: { keys: JWK[] }; cookieKey: string } => {
  const row = database.prepare("SELECT value FROM settings WHERE name = 'keys'").get();
  const kept = row === undefined ? undefined : optionalText(row, 'value');
  const keys = kept === undefined ? makeKeys() : Keys.parse(JSON.parse(kept));
  if (kept === undefined) database.prepare("INSERT INTO settings VALUES ('keys', ?)").run(JSON.stringify(keys));
  return { jwks: { keys: [{ ...keys.jwk, kty: 'RSA' }] }, cookieKey: keys.cookieKey };
};

const makeKeys = (): z.infer<typeof Keys> => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    jwk: { ...jwk, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' },
    cookieKey: randomBytes(32).toString('base64url'),
  };
};
