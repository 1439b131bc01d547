import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVerifyToken } from '../../functions/accounts/access-token.ts';
import { createIdentity, IDENTITY_PATH, type Identity } from '../../lib/local/identity/identity.ts';

const CLIENT = 'web';
const PERSON = { subject: 'owner-1', name: 'Ana & Co', email: 'ana@example.com', note: 'Owner' };
const directory = mkdtempSync(join(tmpdir(), 'local-identity-'));
let identity: Identity;
let server: Server;
let origin: string;

const open = (): Identity =>
  createIdentity({
    issuer: `${origin}${IDENTITY_PATH}`,
    databasePath: join(directory, 'identity.sqlite'),
    clients: [{ id: CLIENT, redirectUris: [`${origin}/signed-in`], signOutUris: [`${origin}/`] }],
    people: () => [PERSON],
  });

beforeAll(async () => {
  server = createServer((request, response) => void identity.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  identity = open();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  identity.close();
  rmSync(directory, { recursive: true });
});

/** A browser's cookies: by name, whatever the path. */
const createBrowser = () => {
  const cookies = new Map<string, string>();
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
};
const locationOf = (answer: Response): string => new URL(answer.headers.get('location') ?? '', origin).href;

const signIn = async (browse = createBrowser()) => {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: `${origin}/signed-in`,
    scope: 'openid email profile',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let answer = await browse(`${origin}${IDENTITY_PATH}/oauth2/authorize?${query.toString()}`);
  if (locationOf(answer).includes('/sign-in/')) {
    const form = await browse(locationOf(answer));
    const page = await form.text();
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
    expect(page).toContain('Continue as Ana &amp; Co');
    answer = await browse(new URL(action, origin).href, { method: 'POST' });
    answer = await browse(locationOf(answer));
  }
  const back = new URL(locationOf(answer));
  expect(back.pathname).toBe('/signed-in');
  expect(back.searchParams.get('state')).toBe('state-1');
  return { code: back.searchParams.get('code') ?? '', verifier, browse };
};
const exchange = (fields: Record<string, string>): Promise<Response> =>
  fetch(`${origin}${IDENTITY_PATH}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT, ...fields }),
  });
const tokensFor = async ({ code, verifier }: { code: string; verifier: string }) => {
  const answer = await exchange({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: `${origin}/signed-in`,
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { access_token: string; id_token: string; refresh_token: string };
};
const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const verifyToken = () =>
  createVerifyToken({
    issuer: `${origin}${IDENTITY_PATH}`,
    jwksUri: `${origin}${IDENTITY_PATH}/.well-known/jwks.json`,
    clientId: CLIENT,
  });

test('one click gives tokens that the authorizer’s own code accepts, with the claims that Cognito’s carry', async () => {
  const tokens = await tokensFor(await signIn());
  expect(payloadOf(tokens.access_token)).toMatchObject({
    sub: 'owner-1',
    client_id: CLIENT,
    token_use: 'access',
    username: 'owner-1',
    iss: `${origin}${IDENTITY_PATH}`,
  });
  expect(payloadOf(tokens.id_token)).toMatchObject({ sub: 'owner-1', name: PERSON.name, email: PERSON.email });
  expect(await verifyToken()(tokens.access_token)).toBe('owner-1');
  expect(await verifyToken()(tokens.id_token)).toBeUndefined();
  const [head = '', payload = '', signature = ''] = tokens.access_token.split('.');
  const forged = Buffer.from(JSON.stringify({ ...payloadOf(tokens.access_token), sub: 'somebody' })).toString(
    'base64url',
  );
  expect(await verifyToken()(`${head}.${forged}.${signature}`)).toBeUndefined();
  expect(payload).not.toBe(forged);
});

test('a code is worth nothing without its verifier, or a second time', async () => {
  const { code, verifier } = await signIn();
  const stolen = await exchange({
    grant_type: 'authorization_code',
    code,
    code_verifier: 'x'.repeat(43),
    redirect_uri: `${origin}/signed-in`,
  });
  expect(stolen.status).toBe(400);
  const fresh = await signIn();
  await tokensFor(fresh);
  const again = await exchange({
    grant_type: 'authorization_code',
    code: fresh.code,
    code_verifier: fresh.verifier,
    redirect_uri: `${origin}/signed-in`,
  });
  expect(again.status).toBe(400);
  expect(verifier).not.toBe('');
});

test('tokens are refreshed, and sessions and keys outlive a restart', async () => {
  const { browse, ...first } = await signIn();
  const before = await tokensFor(first);
  identity.close();
  identity = open();
  expect(await verifyToken()(before.access_token)).toBe('owner-1');
  const refreshed = await exchange({ grant_type: 'refresh_token', refresh_token: before.refresh_token });
  expect(refreshed.status).toBe(200);
  expect(await verifyToken()(((await refreshed.json()) as { access_token: string }).access_token)).toBe('owner-1');
  const again = await signIn(browse);
  expect(again.code).not.toBe('');
});

test('signing out as with Cognito ends the session and goes back to a registered address only', async () => {
  const { browse } = await signIn();
  const out = await browse(
    `${origin}${IDENTITY_PATH}/logout?client_id=${CLIENT}&logout_uri=${encodeURIComponent(`${origin}/`)}`,
  );
  expect([out.status, out.headers.get('location')]).toEqual([302, `${origin}/`]);
  const elsewhere = await browse(
    `${origin}${IDENTITY_PATH}/logout?client_id=${CLIENT}&logout_uri=https%3A%2F%2Fexample.com`,
  );
  expect(elsewhere.status).toBe(400);
  const query = `client_id=${CLIENT}&response_type=code&redirect_uri=${encodeURIComponent(`${origin}/signed-in`)}&scope=openid&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`;
  const asked = await browse(`${origin}${IDENTITY_PATH}/oauth2/authorize?${query}`);
  expect(asked.headers.get('location')).toContain('/sign-in/');
});

test('an unknown client, redirect or sign-in is refused', async () => {
  const ask = (fields: Record<string, string>) =>
    fetch(
      `${origin}${IDENTITY_PATH}/oauth2/authorize?${new URLSearchParams({ response_type: 'code', scope: 'openid', ...fields }).toString()}`,
      { redirect: 'manual' },
    );
  expect((await ask({ client_id: 'other', redirect_uri: `${origin}/signed-in` })).status).toBe(400);
  expect((await ask({ client_id: CLIENT, redirect_uri: 'https://example.com/' })).status).toBe(400);
  expect((await fetch(`${origin}${IDENTITY_PATH}/sign-in/nothing`)).status).toBe(400);
});
