import * as z from 'zod';
import { bucketOf, GATE_SHARDS, type Key, runGateKey } from '../platform/keys.ts';
import type { Action, Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { SendRecord } from './contract.ts';
import { claimUpdate } from './message-moves.ts';
import { suppressionKeysOf } from './suppression-store.ts';

/** What became of a record's claim. Only a `claimed` message may be sent, by who got this answer, once. */
export type Claim =
  | Readonly<{ kind: 'claimed'; claimedAt: string }>
  /** Claimed, sent, stopped or scheduled anew by someone else: nothing is left to do. */
  | Readonly<{ kind: 'gone' }>
  | Readonly<{ kind: 'suppressed'; reason: string }>
  /** Its run may not send now. */
  | Readonly<{ kind: 'held'; reason: string }>
  /** The table did not say; asking again is safe. */
  | Readonly<{ kind: 'failed'; error: unknown }>;
export type Claims = ReadonlyMap<SendRecord, Claim>;
export type ClaimMessages = (records: readonly SendRecord[]) => Promise<Claims>;

type Part = Readonly<{
  action: Action;
  of: SendRecord | undefined;
  kind: 'message' | 'suppression' | 'gate';
  key: Key;
}>;
/** DynamoDB's limit of actions in a transaction. */
const MOST_ACTIONS = 100;

const Gate = z.object({ reason: z.string().nullable().default(null) });
const Suppression = z.object({ kind: z.enum(['address', 'domain']), reason: z.string() });
const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const gateOf = ({ workspaceId, runId, messageId }: SendRecord): Key =>
  runGateKey(workspaceId, runId, bucketOf(messageId, GATE_SHARDS));
const checksOf = (record: SendRecord): readonly Key[] =>
  suppressionKeysOf(record.workspaceId, record.toAddress, record.domain);

/**
 * Claims messages for sending: scheduled → sending, only while neither the address nor a domain over it is suppressed and the run's gate is
 * open. One transaction for a batch, so that what several messages share (a gate, a domain) is checked, and paid for, once. When a condition
 * fails nothing is written; the messages it concerns are told apart and the others are claimed again.
 */
export const createClaimMessages =
  ({ table, clock }: { table: Pick<Table, 'transact'>; clock: Clock }): ClaimMessages =>
  async (records) => {
    const claims = new Map<SendRecord, Claim>();
    const claimAll = async (batch: readonly SendRecord[]): Promise<void> => {
      let left = batch;
      while (left.length > 0) {
        const claimedAt = instant(clock());
        const parts = partsOf(left, claimedAt);
        if (parts.length > MOST_ACTIONS && left.length > 1) return inHalves(left, claimAll);
        const done = await table.transact(parts.map(({ action }) => action)).catch((error: unknown) => ({ error }));
        if ('error' in done) return setAll(claims, left, { kind: 'failed', error: done.error });
        if (done.ok) return setAll(claims, left, { kind: 'claimed', claimedAt });
        const failed = failedClaims(left, parts, done.reasons);
        for (const [record, claim] of failed) claims.set(record, claim);
        if (failed.size === 0) {
          // Other transactions hold what this one needs. Smaller ones meet fewer of them.
          if (left.length > 1) return inHalves(left, claimAll);
          const codes = done.reasons.map(({ code }) => code).join(', ');
          return setAll(claims, left, { kind: 'failed', error: new Error(`A claim was cancelled: ${codes}`) });
        }
        left = left.filter((record) => !failed.has(record));
      }
    };
    await claimAll(distinct(records, claims));
    return claims;
  };

const setAll = (claims: Map<SendRecord, Claim>, records: readonly SendRecord[], claim: Claim): void => {
  for (const record of records) claims.set(record, claim);
};

/** Of records of the same message only the one of its latest scheduling can claim it. */
const distinct = (records: readonly SendRecord[], claims: Map<SendRecord, Claim>): readonly SendRecord[] => {
  const latest = new Map<string, SendRecord>();
  for (const record of records) {
    const other = latest.get(record.messageId);
    if (other === undefined || other.dueAt < record.dueAt) latest.set(record.messageId, record);
  }
  const chosen = new Set(latest.values());
  setAll(
    claims,
    records.filter((record) => !chosen.has(record)),
    { kind: 'gone' },
  );
  return [...chosen];
};

const inHalves = async (
  records: readonly SendRecord[],
  claimAll: (records: readonly SendRecord[]) => Promise<void>,
): Promise<void> => {
  const middle = Math.ceil(records.length / 2);
  await claimAll(records.slice(0, middle));
  await claimAll(records.slice(middle));
};

const partsOf = (records: readonly SendRecord[], claimedAt: string): readonly Part[] => {
  const parts: Part[] = records.map((record) => {
    const update = claimUpdate({ workspaceId: record.workspaceId, id: record.messageId }, record.dueAt, claimedAt);
    return { action: { Update: update }, of: record, kind: 'message', key: update.Key as Key };
  });
  // An item may stand in a transaction once.
  const shared = new Map<string, Part>();
  for (const record of records) {
    const gate = gateOf(record);
    shared.set(nameOf(gate), {
      kind: 'gate',
      of: undefined,
      key: gate,
      action: {
        ConditionCheck: {
          Key: gate,
          ConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': true },
        },
      },
    });
    for (const key of checksOf(record))
      shared.set(nameOf(key), {
        kind: 'suppression',
        of: undefined,
        key,
        action: { ConditionCheck: { Key: key, ConditionExpression: 'attribute_not_exists(pk)' } },
      });
  }
  return [...parts, ...shared.values()];
};

/** Which messages a cancelled transaction could not claim, and why. */
const failedClaims = (
  records: readonly SendRecord[],
  parts: readonly Part[],
  reasons: readonly Readonly<{ code: string; item?: Readonly<Record<string, unknown>> }>[],
): ReadonlyMap<SendRecord, Claim> => {
  const claims = new Map<SendRecord, Claim>();
  const failures = parts.flatMap((part, at) => {
    const reason = reasons[at];
    return reason?.code === 'ConditionalCheckFailed' ? [{ ...part, item: reason.item }] : [];
  });
  const byKey = new Map(failures.map((failure) => [nameOf(failure.key), failure]));
  for (const record of records) {
    // What moved on needs nothing more; a suppression outweighs a closed gate, which may open again.
    if (failures.some(({ kind, of }) => kind === 'message' && of === record)) {
      claims.set(record, { kind: 'gone' });
      continue;
    }
    const suppression = checksOf(record)
      .map((key) => byKey.get(nameOf(key)))
      .find((found) => found !== undefined);
    if (suppression !== undefined) {
      claims.set(record, { kind: 'suppressed', reason: suppressionReason(suppression.item) });
      continue;
    }
    const gate = byKey.get(nameOf(gateOf(record)));
    if (gate !== undefined)
      claims.set(record, { kind: 'held', reason: Gate.parse(gate.item ?? {}).reason ?? 'run_closed' });
  }
  return claims;
};

const suppressionReason = (item: Readonly<Record<string, unknown>> | undefined): string => {
  const { kind, reason } = Suppression.catch({ kind: 'address', reason: 'manual' }).parse(item);
  return `${kind} suppressed: ${reason}`;
};
