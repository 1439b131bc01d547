import type { IncomingMessage, ServerResponse } from 'node:http';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Enough of an OpenID provider for the pages to sign in against; it signs nothing, and nothing here checks. */
export const createCannedIdentity = (origin: () => string) => {
  const nonces = new Map<string, string>();
  const json = (response: ServerResponse, body: object): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const issuer = `${origin()}/oidc`;
    switch (url.pathname) {
      case '/oidc/.well-known/openid-configuration':
        json(response, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          end_session_endpoint: `${issuer}/logout`,
        });
        return true;
      case '/oidc/authorize': {
        const back = new URL(url.searchParams.get('redirect_uri') ?? origin());
        const code = `code${nonces.size}`;
        nonces.set(code, url.searchParams.get('nonce') ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        // Whoever signed in once in this browser is known to it.
        if (request.headers.cookie?.includes('known=yes') === true) {
          response.writeHead(302, { location: back.href }).end();
          return true;
        }
        response
          .writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'set-cookie': 'known=yes; HttpOnly; Path=/oidc',
          })
          .end(
            `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Sign in</title><main><h1>Sign in</h1><a href="${back.href.replaceAll('&', '&amp;')}">Continue as Robin Ferrow</a></main></html>`,
          );
        return true;
      }
      case '/oidc/token': {
        let body = '';
        for await (const piece of request) body += String(piece);
        const nonce = nonces.get(new URLSearchParams(body).get('code') ?? '');
        const now = Math.floor(Date.now() / 1_000);
        const claims = { iss: issuer, sub: 'sample-owner', aud: 'web', iat: now, exp: now + 3_600, nonce };
        json(response, {
          access_token: 'canned',
          id_token: `${part({ alg: 'RS256' })}.${part(claims)}.unsigned`,
          token_type: 'Bearer',
          expires_in: 3_600,
          scope: 'openid',
        });
        return true;
      }
      case '/oidc/logout':
        response
          .writeHead(302, {
            location: url.searchParams.get('post_logout_redirect_uri') ?? '/',
            'set-cookie': 'known=; Max-Age=0; Path=/oidc',
          })
          .end();
        return true;
      default:
        return false;
    }
  };
};
