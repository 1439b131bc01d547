import { createHash } from 'node:crypto';
import { type ProblemReply, problem } from '../../platform/http/problem.ts';
import { GenerationId, newId, type WorkspaceId } from '../../platform/ids.ts';
import type { CopyRequest } from './copy-request.ts';
import type { Kind } from './generation.ts';
import type { GenerationStore } from './generation-store.ts';
import type { RequestLimit } from './request-limit.ts';

const LONGEST_KEY = 255;

export type Admitted = Readonly<
  | { is: 'new'; generationId: GenerationId; headers: RequestLimit['headers'] }
  /** Asked before with the same idempotency key. */
  | { is: 'known'; generationId: GenerationId; headers: RequestLimit['headers'] }
  | { is: 'refused'; reply: ProblemReply; headers: RequestLimit['headers'] }
>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Decides whether a request begins a generation: not when it is a repetition, and not when the workspace has asked too often in this hour. */
export const createAdmitRequest =
  ({
    store,
    limit,
    makeId = () => newId(GenerationId, 'gen'),
  }: {
    store: Pick<GenerationStore, 'begin' | 'byKey' | 'claimKey'>;
    limit: (workspaceId: WorkspaceId) => Promise<RequestLimit>;
    makeId?: () => GenerationId;
  }) =>
  async (
    workspaceId: WorkspaceId,
    kind: Kind,
    request: CopyRequest,
    idempotencyKey: string | undefined,
  ): Promise<Admitted> => {
    const requestHash = hashOf(JSON.stringify([kind, request]));
    if (idempotencyKey !== undefined && (idempotencyKey === '' || idempotencyKey.length > LONGEST_KEY))
      return { is: 'refused', reply: BAD_KEY, headers: {} };
    const keyHash = idempotencyKey === undefined ? undefined : hashOf(idempotencyKey);
    const known = keyHash === undefined ? undefined : await store.byKey(workspaceId, keyHash);
    if (known !== undefined)
      return known.requestHash === requestHash
        ? { is: 'known', generationId: known.generationId, headers: {} }
        : { is: 'refused', reply: REUSED_KEY, headers: {} };

    const { ok, headers, retryAfterSeconds } = await limit(workspaceId);
    if (!ok) return { is: 'refused', reply: tooMany(retryAfterSeconds), headers };
    const generationId = makeId();
    // The generation first: a key must not lead to one that does not exist.
    await store.begin(workspaceId, generationId, { kind, request, requestHash });
    if (keyHash === undefined) return { is: 'new', generationId, headers };
    const taken = await store.claimKey(workspaceId, keyHash, generationId, requestHash);
    return taken === undefined
      ? { is: 'new', generationId, headers }
      : { is: 'known', generationId: taken.generationId, headers };
  };

const BAD_KEY = problem(
  400,
  'invalid_idempotency_key',
  `Idempotency-Key: must have 1 to ${String(LONGEST_KEY)} characters.`,
  {
    fieldErrors: [{ field: 'Idempotency-Key', message: `must have 1 to ${String(LONGEST_KEY)} characters` }],
  },
);
const REUSED_KEY = problem(
  422,
  'idempotency_key_reused',
  'Idempotency-Key: was used within a day for another request. Use a new key for a new request.',
  { fieldErrors: [{ field: 'Idempotency-Key', message: 'was used for another request' }] },
);
const tooMany = (retryAfter: number): ProblemReply =>
  problem(
    429,
    'too_many_requests',
    `This workspace has used up its requests for copy of this hour. Ask again in ${String(retryAfter)} s.`,
    { retryAfter },
  );
