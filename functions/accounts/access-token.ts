import { JwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { VerifyToken } from './authorize-request.ts';

const KEYS_WITHIN_MS = 3_000;

/** The library's own fetcher speaks https only; an issuer on loopback has no certificate. */
const jwksCache = new SimpleJwksCache({
  fetcher: {
    fetch: async (uri) => {
      const answer = await fetch(uri, { signal: AbortSignal.timeout(KEYS_WITHIN_MS) });
      if (!answer.ok) throw new Error(`The issuer's keys could not be read: ${uri} answered ${answer.status}`);
      return answer.arrayBuffer();
    },
  },
});

/**
 * Verifies access tokens of an OpenID provider: signature by its JWKS, issuer, expiry, and that they were made for our client. Cognito's
 * access tokens name the client in `client_id` and carry no `aud` (Amazon Cognito developer guide, "Understanding the access token").
 */
export const createVerifyToken = ({
  issuer,
  jwksUri,
  clientId,
}: {
  issuer: string;
  jwksUri: string;
  clientId: string;
}): VerifyToken => {
  const verifier = JwtVerifier.create({ issuer, jwksUri, audience: null }, { jwksCache });
  return async (token) => {
    try {
      const claims = await verifier.verify(token);
      return claims['client_id'] === clientId && typeof claims.sub === 'string' ? claims.sub : undefined;
    } catch (error) {
      if (error instanceof JwtBaseError) return undefined;
      throw error;
    }
  };
};
