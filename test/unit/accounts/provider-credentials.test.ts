import {
  type CreateSecretCommandInput,
  type PutSecretValueCommandInput,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { providerCredentialRoutes } from '../../../functions/accounts/contract.ts';
import { createCredentialLock } from '../../../functions/accounts/credential-lock.ts';
import { createCredentialStore, createReadCredentials } from '../../../functions/accounts/provider-credentials.ts';
import { createServeProviderCredentials } from '../../../functions/accounts/serve-provider-credentials.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { gatewayPath } from '../../../functions/platform/http/gateway-path.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import type { Log } from '../../../functions/platform/log.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const other = WorkspaceId.parse('ws_00000000000000000000000002');
const KEY = 'sk-secret-0123456789';

/** Secrets Manager as far as the store uses it; every answer takes a turn of the event loop. */
const createSecrets = () => {
  const values = new Map<string, string>();
  const commands: string[] = [];
  const send = async (command: { constructor: { name: string }; input: object }): Promise<object> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const { name } = command.constructor;
    commands.push(name);
    const {
      SecretId = '',
      Name = '',
      SecretString = '',
    } = command.input as Partial<CreateSecretCommandInput & PutSecretValueCommandInput>;
    const id = Name === '' ? SecretId : Name;
    if (name !== 'CreateSecretCommand' && !values.has(id))
      throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
    if (name === 'GetSecretValueCommand') return { SecretString: values.get(id) };
    values.set(id, SecretString);
    return {};
  };
  return { values, commands, client: { send } as unknown as SecretsManagerClient };
};

const world = () => {
  const secrets = createSecrets();
  const time = { now: Date.parse('2026-11-21T09:00:00.000Z') };
  const clock = () => time.now;
  const lines: unknown[] = [];
  const line = (...told: unknown[]) => void lines.push(told);
  const log: Log = { info: line, warn: line, error: line };
  const { client } = secrets;
  const table = createMemoryTable();
  const credentials = createCredentialStore({ client, clock });
  const lock = createCredentialLock({ table, clock, pause: () => new Promise((resolve) => setTimeout(resolve, 2)) });
  const serve = createApi({
    routes: providerCredentialRoutes,
    handlers: createServeProviderCredentials({ credentials, lock }),
    log,
  });
  const call = async (
    name: keyof typeof providerCredentialRoutes,
    provider?: string,
    body?: unknown,
    role = 'admin',
  ) => {
    const route = providerCredentialRoutes[name];
    const answer = await serve(
      {
        httpMethod: route.method,
        resource: gatewayPath(route),
        path: route.path,
        pathParameters: provider === undefined ? null : { provider },
        headers: {},
        body: body === undefined ? null : JSON.stringify(body),
        requestContext: {
          requestId: 'r',
          authorizer: { workspaceId, kind: 'key', id: 'key_00000000000000000000000001', role, mode: 'sandbox' },
        },
      } as unknown as APIGatewayProxyEvent,
      {} as Context,
    );
    return {
      status: answer.statusCode,
      text: answer.body,
      body: answer.body === '' ? undefined : (JSON.parse(answer.body) as unknown),
    };
  };
  return { ...secrets, table, time, lines, clock, credentials, call };
};

test('a credential is stored, told of, used and forgotten, and never shown or logged', async () => {
  const { call, values, lines, client, clock } = world();
  const put = await call('putProviderCredential', 'crustdata', { apiKey: KEY });
  expect(put).toMatchObject({
    status: 200,
    body: { provider: 'crustdata', configured: true, updatedAt: '2026-11-21T09:00:00.000Z' },
  });
  const read = await call('getProviderCredential', 'crustdata');
  const list = await call('listProviderCredentials');
  expect(read.body).toEqual(put.body);
  expect(list.body).toMatchObject({
    items: expect.arrayContaining([{ provider: 'apollo', configured: false, updatedAt: null }]),
  });
  for (const { text } of [put, read, list]) expect(text).not.toContain(KEY.slice(0, 6));
  expect(JSON.stringify(lines)).not.toContain(KEY);
  expect([...values.keys()]).toEqual([`throughline/workspaces/${workspaceId}`]);
  expect(await createReadCredentials({ client, clock })(workspaceId)).toMatchObject({ crustdata: { apiKey: KEY } });
  expect(await createReadCredentials({ client, clock })(other)).toEqual({});
  expect((await call('deleteProviderCredential', 'crustdata')).status).toBe(204);
  expect((await call('deleteProviderCredential', 'crustdata')).status).toBe(404);
  expect((await call('getProviderCredential', 'crustdata')).body).toMatchObject({ configured: false });
  expect([...values.values()].join()).not.toContain(KEY);
});

test('keys that are stored at the same moment are all kept', async () => {
  const { call, credentials, table } = world();
  const providers = ['crustdata', 'apollo', 'hunter', 'people-data-labs'] as const;
  await Promise.all(
    providers.map((provider) => call('putProviderCredential', provider, { apiKey: `${KEY}-${provider}` })),
  );
  expect(Object.keys(await credentials.read(workspaceId)).sort()).toEqual([...providers].sort());
  expect(table.items()).toEqual([]);
});

test.each([
  ['an empty key', 'crustdata', { apiKey: ' ' }, 400],
  ['two lines', 'crustdata', { apiKey: 'a\nb' }, 400],
  ['something else', 'crustdata', { key: KEY }, 400],
  ['an unknown provider', 'nobody', { apiKey: KEY }, 404],
])('%s is refused', async (_name, provider, body, status) => {
  const { call, values } = world();
  const answer = await call('putProviderCredential', provider, body);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain(KEY);
  expect(values.size).toBe(0);
});

test('members and viewers see which are there and change none', async () => {
  const { call } = world();
  for (const role of ['member', 'viewer']) {
    expect((await call('listProviderCredentials', undefined, undefined, role)).status).toBe(200);
    expect((await call('putProviderCredential', 'apollo', { apiKey: KEY }, role)).status).toBe(403);
    expect((await call('deleteProviderCredential', 'apollo', undefined, role)).status).toBe(403);
  }
});

test('credentials are read once a minute, and again at once after a failure', async () => {
  const { credentials, client, clock, commands, time } = world();
  await credentials.put(workspaceId, 'apollo', { apiKey: 'one-1234' });
  const read = createReadCredentials({ client, clock });
  const before = commands.length;
  await Promise.all([read(workspaceId), read(workspaceId)]);
  expect(commands.length - before).toBe(1);
  await credentials.put(workspaceId, 'apollo', { apiKey: 'two-1234' });
  expect((await read(workspaceId)).apollo?.apiKey).toBe('one-1234');
  time.now += 60_000;
  expect((await read(workspaceId)).apollo?.apiKey).toBe('two-1234');
  const failing = { send: async () => Promise.reject(new Error('throttled')) } as unknown as SecretsManagerClient;
  const broken = createReadCredentials({ client: failing, clock });
  await expect(broken(workspaceId)).rejects.toThrow('throttled');
  await expect(broken(workspaceId)).rejects.toThrow('throttled');
});

test('a lock that its holder left behind is taken over after ten seconds', async () => {
  const table = createMemoryTable();
  const time = { now: 0 };
  const pause = async (milliseconds: number) => {
    time.now += milliseconds;
  };
  const lock = createCredentialLock({ table, clock: () => time.now, pause });
  await table.put({ pk: `ONCE#provider-credentials#${workspaceId}`, sk: 'ONCE', heldUntil: 5_000 });
  expect(await lock(workspaceId, async () => 'done')).toBe('done');
  expect(time.now).toBeGreaterThan(5_000);
  expect(time.now).toBeLessThan(6_000);
});

test('a credential that is missing is looked for again at once, one that is there is read once a minute', async () => {
  const { client, commands } = createSecrets();
  const time = { now: Date.parse('2026-11-21T09:00:00.000Z') };
  const clock = () => time.now;
  const read = createReadCredentials({ client, clock });
  const reads = () => commands.filter((name) => name === 'GetSecretValueCommand').length;
  expect(await read(workspaceId, ['crustdata'])).toEqual({});
  await createCredentialStore({ client, clock }).put(workspaceId, 'crustdata', { apiKey: KEY });
  time.now += 3_000;
  expect(await read(workspaceId, ['crustdata'])).toMatchObject({ crustdata: { apiKey: KEY } });
  const before = reads();
  time.now += 50_000;
  await read(workspaceId, ['crustdata']);
  expect(reads()).toBe(before);
  // What nobody has stored is not asked for at every call of a run.
  for (let call = 0; call < 10; call += 1) await read(workspaceId, ['crustdata', 'apollo']);
  expect(reads()).toBe(before + 1);
});
