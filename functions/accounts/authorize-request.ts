import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { Principal } from '../platform/http/principal.ts';
import { WorkspaceId } from '../platform/ids.ts';
import { bucketOf } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../platform/time.ts';
import { looksLikeApiKey } from './api-key.ts';
import { USAGE_KEYS } from './contract.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Gives the subject of a valid access token, or undefined. */
export type VerifyToken = (token: string) => Promise<string | undefined>;

/** API Gateway turns this message into a 401 (its REQUEST authorizer contract). */
class Unauthorized extends Error {
  constructor() {
    super('Unauthorized');
  }
}

/**
 * The REQUEST authorizer: an API key or an access token in `Authorization: Bearer …` becomes a principal of one workspace. A member of
 * several chooses with `x-workspace-id`. `usageIdentifierKey` makes the usage plan throttle and count: every caller has one of its keys for good.
 */
export const createAuthorizeRequest =
  ({
    workspaces,
    verifyToken,
    mode,
    clock,
    log,
  }: {
    workspaces: WorkspaceStore;
    verifyToken: VerifyToken;
    /** What members may reach; keys carry their own. */
    mode: 'sandbox' | 'live';
    clock: Clock;
    log: Log;
  }) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const headers = Object.fromEntries(
      Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const credential = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
    if (credential === undefined) throw new Unauthorized();
    const principal = looksLikeApiKey(credential)
      ? await byApiKey(credential)
      : await byToken(credential, headers['x-workspace-id']);
    if (principal === undefined) {
      log.info('Refused a credential', { reason: looksLikeApiKey(credential) ? 'api_key' : 'token' });
      throw new Unauthorized();
    }
    return allow(principal, event.methodArn);

    async function byApiKey(secret: string): Promise<Principal | undefined> {
      const key = await workspaces.apiKeyBySecret(secret);
      if (key === undefined || key.revokedAt !== null) return undefined;
      if (key.expiresAt !== null && Date.parse(key.expiresAt) <= clock()) return undefined;
      const allowed = mode === 'sandbox' ? 'sandbox' : key.mode;
      return { workspaceId: key.workspaceId, kind: 'key', id: key.id, role: key.role, mode: allowed };
    }

    async function byToken(token: string, wanted: string | undefined): Promise<Principal | undefined> {
      const subject = await verifyToken(token);
      if (subject === undefined) return undefined;
      const memberships = await workspaces.membershipsOf(subject);
      const wantedId = wanted === undefined ? undefined : WorkspaceId.safeParse(wanted).data;
      const member =
        wanted === undefined ? memberships[0] : memberships.find(({ workspaceId }) => workspaceId === wantedId);
      if (member === undefined) return undefined;
      return { workspaceId: member.workspaceId, kind: 'member', id: subject, role: member.role, mode };
    }
  };

const usageKeyOf = (callerId: string): string => USAGE_KEYS[bucketOf(callerId, USAGE_KEYS.length)] ?? callerId;

/** Allows the whole stage: the answer is cached by credential, and what a role may do is decided at the route. */
const allow = (principal: Principal, methodArn: string): APIGatewayAuthorizerResult => {
  const [api = methodArn, stage = '*'] = methodArn.split('/');
  return {
    principalId: principal.id,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${api}/${stage}/*` }],
    },
    context: { ...principal },
    usageIdentifierKey: usageKeyOf(principal.id),
  };
};
