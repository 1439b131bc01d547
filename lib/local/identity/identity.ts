import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { openSqlite } from '../sqlite.ts';
import type { Person } from './person.ts';
import { failedPage, signedOutPage, signInPage } from './sign-in-page.ts';
import { signingKeys } from './signing-keys.ts';
import { createTokenStore, TOKEN_SCHEMA } from './token-store.ts';

export type SignInClient = Readonly<{ id: string; redirectUris: readonly string[]; signOutUris: readonly string[] }>;
export type Identity = ReturnType<typeof createIdentity>;

/** Where the sign-in stands below the one origin. */
export const IDENTITY_PATH = '/local/identity';
const API_AUDIENCE = 'urn:throughline:api';
const API_SCOPE = 'api';
/** The provider's session cookie and its signature. */
const SESSION_COOKIES = ['_session', '_session.sig', '_session.legacy', '_session.legacy.sig'];
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * The sign-in of the local cloud, in Cognito's place: OpenID Connect with code and PKCE, access tokens as JWT with the claims that Cognito's
 * carry (`sub`, `client_id`, `token_use`, `username`), and a page where a sample member signs in by one click. Whoever reaches this port may
 * be anybody: it binds loopback and is no protection.
 */
export const createIdentity = ({
  issuer,
  databasePath,
  clients,
  people,
  clock = Date.now,
}: {
  issuer: string;
  databasePath: string;
  clients: readonly SignInClient[];
  people: () => readonly Person[];
  clock?: () => number;
}) => {
  const database = openSqlite(databasePath, TOKEN_SCHEMA);
  const { jwks, cookieKey } = signingKeys(database);
  const find = (subject: string): Person | undefined => people().find((person) => person.subject === subject);

  const configuration: Configuration = {
    adapter: createTokenStore(database, clock),
    clients: clients.map(({ id, redirectUris, signOutUris }) => ({
      client_id: id,
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [...redirectUris],
      post_logout_redirect_uris: [...signOutUris],
    })),
    jwks,
    cookies: { keys: [cookieKey] },
    scopes: ['openid', 'email', 'profile', 'offline_access'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    routes: {
      jwks: '/.well-known/jwks.json',
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      userinfo: '/oauth2/userInfo',
      revocation: '/oauth2/revoke',
      end_session: '/logout',
    },
    ttl: {
      AccessToken: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      AuthorizationCode: 60,
      Interaction: HOUR_SECONDS,
      Grant: 30 * DAY_SECONDS,
      Session: 30 * DAY_SECONDS,
      RefreshToken: 30 * DAY_SECONDS,
    },
    clientBasedCORS: () => true,
    // Cognito gives a refresh token to every code flow, whatever scopes it asks for, and lets it outlive the session.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    findAccount: (_context, subject) => {
      const person = find(subject);
      if (person === undefined) return undefined;
      return {
        accountId: subject,
        claims: () => ({ sub: subject, name: person.name, email: person.email, email_verified: true }),
      };
    },
    // Our own application asks for our own people: nobody is asked for consent.
    loadExistingGrant: async ({ oidc }) => {
      const { session, client, provider } = oidc;
      if (session?.accountId === undefined || client === undefined) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid email profile offline_access');
      grant.addResourceScope(API_AUDIENCE, API_SCOPE);
      await grant.save();
      return grant;
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = failedPage(description ?? error);
    },
    interactions: { url: (_context, { uid }) => `${IDENTITY_PATH}/sign-in/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signedOutPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage('');
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: API_SCOPE,
          audience: API_AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_context, token, jwt) => {
          const username = 'accountId' in token && typeof token.accountId === 'string' ? token.accountId : undefined;
          jwt.payload = { ...jwt.payload, token_use: 'access', username };
        },
      },
    },
  };
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();

  /** The page of an interaction, and what is chosen on it. */
  const signIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const subject = new URL(request.url ?? '/', 'http://local').searchParams.get('as');
    const chosen = subject === null ? undefined : find(subject);
    if (request.method === 'POST' && chosen !== undefined) {
      const result = { login: { accountId: chosen.subject } };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      return;
    }
    const { uid } = await provider.interactionDetails(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(signInPage(`${IDENTITY_PATH}/sign-in/${uid}`, people()));
  };

  /** Cognito's own sign-out (`/logout?client_id=…&logout_uri=…`): ends the session without asking and goes back. */
  const signOutAsCognito = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const back = searchParams.get('logout_uri');
    if (pathname !== `${IDENTITY_PATH}/logout` || back === null) return false;
    const client = clients.find(({ id }) => id === searchParams.get('client_id'));
    if (client?.signOutUris.includes(back) !== true) {
      response
        .writeHead(400, { 'content-type': 'text/plain; charset=utf-8' })
        .end('This sign-out address is not registered.');
      return true;
    }
    const ended = SESSION_COOKIES.map((name) => `${name}=; Path=/; Max-Age=0`);
    response.writeHead(302, { location: back, 'set-cookie': ended }).end();
    return true;
  };

  return {
    issuer,
    /** Serves a request below IDENTITY_PATH. */
    handle: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { pathname } = new URL(request.url ?? '/', 'http://local');
      if (pathname.startsWith(`${IDENTITY_PATH}/sign-in/`)) {
        await signIn(request, response).catch((error: unknown) => {
          response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
          response.end(
            `This sign-in is over: ${error instanceof Error ? error.message : 'unknown'}. Go back and begin again.`,
          );
        });
        return;
      }
      if (signOutAsCognito(request, response)) return;
      // The provider takes its mount path from what it was called by and what is left of that.
      Object.assign(request, { originalUrl: request.url });
      request.url = (request.url ?? '/').slice(IDENTITY_PATH.length) || '/';
      await answer(request, response);
    },
    close: (): void => {
      database.close();
    },
  };
};
