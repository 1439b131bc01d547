import * as z from 'zod';
import { ApiKeyId, newId, WorkspaceId } from '../platform/ids.ts';
import { apiKeyByHash, apiKeyKey, memberBySubject, memberKey, workspaceKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import { ROLES, type Role } from '../platform/permissions.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, type Instant, instant } from '../platform/time.ts';
import { type ApiKeyMode, hashApiKey, makeApiKey, shownPrefix } from './api-key.ts';
import { ApiKeyView } from './contract.ts';

const WorkspaceItem = z.object({ id: WorkspaceId, name: z.string(), plan: z.string() });
const MemberItem = z.object({ workspaceId: WorkspaceId, subject: z.string(), name: z.string(), role: z.enum(ROLES) });
const ApiKeyItem = ApiKeyView.extend({ workspaceId: WorkspaceId });
export type Member = z.infer<typeof MemberItem>;
export type ApiKey = z.infer<typeof ApiKeyItem>;

export type WorkspaceStore = ReturnType<typeof createWorkspaceStore>;

/** Workspaces, their members and API keys. */
export const createWorkspaceStore = (table: Table, clock: Clock) => {
  const stamp = () => ({ v: 1, createdAt: instant(clock()), updatedAt: instant(clock()) });

  return {
    /** Makes a workspace with its owner. */
    create: async (name: string, owner: { subject: string; name: string }): Promise<WorkspaceId> => {
      const id = newId(WorkspaceId, 'ws');
      await table.transact([
        { Put: { Item: { ...workspaceKey(id), type: 'Workspace', ...stamp(), id, name, plan: 'free' } } },
        {
          Put: {
            Item: {
              ...memberKey(id, owner.subject),
              ...memberBySubject(owner.subject, id),
              type: 'Member',
              ...stamp(),
              workspaceId: id,
              subject: owner.subject,
              name: owner.name,
              role: 'owner',
            },
          },
        },
      ]);
      return id;
    },

    get: async (workspaceId: WorkspaceId) => {
      const item = await table.get(workspaceKey(workspaceId));
      return item === undefined ? undefined : WorkspaceItem.parse(item);
    },

    /** The memberships of a signed-in person, by the token's subject. */
    membershipsOf: async (subject: string): Promise<readonly Member[]> => {
      const found = await table.queryAll({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': memberBySubject(subject, WorkspaceId.parse('ws_0000000000')).gsi1pk },
      });
      const keys = found.map((item) => ({ pk: z.string().parse(item['pk']), sk: z.string().parse(item['sk']) }));
      return keys.length === 0 ? [] : (await table.batchGet(keys)).map((item) => MemberItem.parse(item));
    },

    member: async (workspaceId: WorkspaceId, subject: string): Promise<Member | undefined> => {
      const item = await table.get(memberKey(workspaceId, subject));
      return item === undefined ? undefined : MemberItem.parse(item);
    },

    /** Makes a key and gives it with the secret itself, which is not stored. */
    createApiKey: async (
      workspaceId: WorkspaceId,
      wish: Readonly<{ name: string; mode: ApiKeyMode; role: Role; expiresAt: Instant | null }>,
    ): Promise<ApiKeyView & { key: string }> => {
      const key = makeApiKey(wish.mode);
      const view: ApiKeyView = {
        id: newId(ApiKeyId, 'key'),
        ...wish,
        prefix: shownPrefix(key),
        createdAt: instant(clock()),
        revokedAt: null,
      };
      await table.put({
        ...apiKeyKey(workspaceId, view.id),
        ...apiKeyByHash(hashApiKey(key)),
        type: 'ApiKey',
        ...stamp(),
        workspaceId,
        ...view,
      });
      return { ...view, key };
    },

    /** The key with this secret, revoked and expired ones included: the caller judges. */
    apiKeyBySecret: async (secret: string): Promise<ApiKey | undefined> => {
      const { items } = await table.query({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': apiKeyByHash(hashApiKey(secret)).gsi1pk },
        Limit: 1,
      });
      const [found] = items;
      if (found === undefined) return undefined;
      const item = await table.get({ pk: z.string().parse(found['pk']), sk: z.string().parse(found['sk']) });
      return item === undefined ? undefined : ApiKeyItem.parse(item);
    },

    listApiKeys: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = workspaceKey(workspaceId);
      const page = await listPage(table, { partition: pk, startsWith: 'APIKEY#', newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map((item) => ApiKeyItem.parse(item)), nextCursor: page.nextCursor };
    },

    /** Revokes a key; `false` when there is no such key. Takes effect within the authorizer's cache time. */
    revokeApiKey: async (workspaceId: WorkspaceId, id: ApiKeyId): Promise<boolean> => {
      const now = instant(clock());
      const revoked = await table.update({
        Key: apiKeyKey(workspaceId, id),
        UpdateExpression: 'SET revokedAt = :now, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk) AND revokedAt = :null',
        ExpressionAttributeValues: { ':now': now, ':null': null },
      });
      return revoked.ok || revoked.item !== undefined;
    },
  };
};
