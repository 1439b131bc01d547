import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createAuthorizeRequest } from '../../../functions/accounts/authorize-request.ts';
import { USAGE_KEYS } from '../../../functions/accounts/contract.ts';
import { createWorkspaceStore } from '../../../functions/accounts/workspace-store.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');

const setUp = async (mode: 'sandbox' | 'live' = 'live') => {
  const workspaces = createWorkspaceStore(createMemoryTable(), () => NOW);
  const workspaceId = await workspaces.create('Acme', { subject: 'sub-1', name: 'Ada' });
  const authorize = createAuthorizeRequest({
    workspaces,
    verifyToken: async (token) => (token === 'good.jwt.token' ? 'sub-1' : undefined),
    mode,
    clock: () => NOW,
    log: silentLog,
  });
  const ask = (authorization: string | undefined, headers: Record<string, string> = {}) =>
    authorize({
      headers: { ...(authorization === undefined ? {} : { Authorization: authorization }), ...headers },
      methodArn: 'arn:aws:execute-api:eu-west-1:1:api/prod/GET/api/v1/me',
    } as unknown as APIGatewayRequestAuthorizerEvent);
  const key = (wish: { mode?: 'sandbox' | 'live'; expiresAt?: string | null } = {}) =>
    workspaces.createApiKey(workspaceId, {
      name: 'k',
      mode: wish.mode ?? 'live',
      role: 'member',
      expiresAt: wish.expiresAt ?? null,
    });
  return { workspaces, workspaceId, ask, key };
};

test('a key opens its own workspace, with its role, and always counts under the same usage key', async () => {
  const { ask, key, workspaceId } = await setUp();
  const made = await key();
  const answer = await ask(`Bearer ${made.key}`);
  expect(answer.context).toEqual({ workspaceId, kind: 'key', id: made.id, role: 'member', mode: 'live' });
  expect(USAGE_KEYS).toContain(answer.usageIdentifierKey);
  expect((await ask(`Bearer ${made.key}`)).usageIdentifierKey).toBe(answer.usageIdentifierKey);
});

test('a test key reaches sandbox data only; no key reaches live data of a sandbox deployment', async () => {
  const live = await setUp('live');
  expect((await live.ask(`Bearer ${(await live.key({ mode: 'sandbox' })).key}`)).context?.['mode']).toBe('sandbox');
  const sandbox = await setUp('sandbox');
  expect((await sandbox.ask(`Bearer ${(await sandbox.key({ mode: 'live' })).key}`)).context?.['mode']).toBe('sandbox');
});

test.each(['revoked', 'expired', 'unknown', 'malformed', 'missing'])('a %s credential is refused', async (kind) => {
  const { ask, key, workspaces, workspaceId } = await setUp();
  const made = await key(kind === 'expired' ? { expiresAt: '2026-11-21T08:59:59.000Z' } : {});
  if (kind === 'revoked') await workspaces.revokeApiKey(workspaceId, made.id);
  const credential =
    kind === 'unknown'
      ? `Bearer tl_live_${'x'.repeat(32)}`
      : kind === 'malformed'
        ? `Basic ${made.key}`
        : kind === 'missing'
          ? undefined
          : `Bearer ${made.key}`;
  await expect(ask(credential)).rejects.toThrow('Unauthorized');
});

test('a member gets in by token, and into another workspace only when a member there', async () => {
  const { ask, workspaceId, workspaces } = await setUp();
  const other = await workspaces.create('Other', { subject: 'sub-2', name: 'Bo' });
  expect((await ask('Bearer good.jwt.token')).context).toMatchObject({ workspaceId, kind: 'member', role: 'owner' });
  await expect(ask('Bearer good.jwt.token', { 'x-workspace-id': other })).rejects.toThrow('Unauthorized');
  await expect(ask('Bearer forged.jwt.token')).rejects.toThrow('Unauthorized');
});

test('the key itself is never stored', async () => {
  const table = createMemoryTable();
  const workspaces = createWorkspaceStore(table, () => NOW);
  const workspaceId = await workspaces.create('Acme', { subject: 's', name: 'Ada' });
  const { key } = await workspaces.createApiKey(workspaceId, {
    name: 'k',
    mode: 'live',
    role: 'member',
    expiresAt: null,
  });
  expect(JSON.stringify(table.items())).not.toContain(key);
});
