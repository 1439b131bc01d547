import * as z from 'zod';
import { bucketOf, GATE_SHARDS, type Key, runGateKey, sequenceStopKey } from '../platform/keys.ts';
import type { Action, Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { normalAddress } from './address.ts';
import type { SendRecord } from './contract.ts';
import { claimUpdate } from './message-moves.ts';
import { readSequenceStop, sequenceCheck } from './sequence-stop.ts';
import { suppressionKeysOf } from './suppression-store.ts';

/** What became of a record's claim. Only a `claimed` message may be sent, by who got this answer, once. */
export type Claim =
  | Readonly<{ kind: 'claimed'; claimedAt: string }>
  /** Claimed, sent, stopped or scheduled anew by someone else: nothing is left to do. */
  | Readonly<{ kind: 'gone' }>
  | Readonly<{ kind: 'suppressed'; reason: string }>
  /** Its run may not send now. */
  | Readonly<{ kind: 'held'; reason: string }>
  /** A follow-up whose sequence is over. */
  | Readonly<{ kind: 'stopped'; reason: string }>
  /** A follow-up to somebody who is away until then. */
  | Readonly<{ kind: 'waiting'; until: string }>
  /** The table did not say; asking again is safe. */
  | Readonly<{ kind: 'failed'; error: unknown }>;
export type Claims = ReadonlyMap<SendRecord, Claim>;
export type ClaimMessages = (records: readonly SendRecord[]) => Promise<Claims>;

type Part = Readonly<{
  action: Action;
  of: SendRecord | undefined;
  kind: 'message' | 'suppression' | 'gate' | 'sequence';
  key: Key;
}>;
/** DynamoDB's limit of actions in a transaction. */
const MOST_ACTIONS = 100;

const Gate = z.object({ reason: z.string().nullable().default(null), tripped: z.string().optional() });
const Suppression = z.object({ kind: z.enum(['address', 'domain']), reason: z.string() });
const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
/** The gate that messages of a batch check: one a run, as its gates change together, and that of its first message, which spreads the batches over them. */
const gatesOf = (records: readonly SendRecord[]): ReadonlyMap<string, Key> => {
  const gates = new Map<string, Key>();
  for (const { workspaceId, runId, messageId } of records)
    if (!gates.has(runId)) gates.set(runId, runGateKey(workspaceId, runId, bucketOf(messageId, GATE_SHARDS)));
  return gates;
};
const recipientOf = ({ workspaceId, campaignId, toAddress }: SendRecord) => ({
  ...{ workspaceId, campaignId },
  address: toAddress,
});
const checksOf = (record: SendRecord): readonly Key[] =>
  suppressionKeysOf(record.workspaceId, record.toAddress, record.domain);

/**
 * Claims messages for sending: scheduled → sending, only while neither the address nor a domain over it is suppressed, the run's gate is
 * open and not marked by the circuit breaker, and, for a follow-up, nothing ended its sequence. One transaction for a batch, so that what several messages share (a gate, a domain) is checked, and paid for, once. When a condition
 * fails nothing is written; the messages it concerns are told apart and the others are claimed again.
 */
export const createClaimMessages =
  ({ table, clock }: { table: Pick<Table, 'transact'>; clock: Clock }): ClaimMessages =>
  async (records) => {
    const claims = new Map<SendRecord, Claim>();
    const settle = (of: readonly SendRecord[], claim: Claim): void => {
      for (const record of of) claims.set(record, claim);
    };
    const claimAll = async (batch: readonly SendRecord[]): Promise<void> => {
      let left = batch;
      while (left.length > 0) {
        const claimedAt = instant(clock());
        const parts = partsOf(left, claimedAt);
        const done = parts.length > MOST_ACTIONS && left.length > 1 ? 'too_large' : await tryTransaction(table, parts);
        if (done === 'too_large') break;
        if ('error' in done || done.ok) {
          settle(left, 'error' in done ? { kind: 'failed', error: done.error } : { kind: 'claimed', claimedAt });
          return;
        }
        const failed = failedClaims(left, parts, done.reasons);
        for (const [record, claim] of failed) claims.set(record, claim);
        if (failed.size === 0 && left.length === 1) {
          const codes = done.reasons.map(({ code }) => code).join(', ');
          settle(left, { kind: 'failed', error: new Error(`A claim was cancelled: ${codes}`) });
          return;
        }
        // Other transactions hold what this one needs: smaller ones meet fewer of them.
        if (failed.size === 0) break;
        left = left.filter((record) => !failed.has(record));
      }
      if (left.length === 0) return;
      const middle = Math.ceil(left.length / 2);
      await claimAll(left.slice(0, middle));
      await claimAll(left.slice(middle));
    };
    const { latest, outdated } = newestOfEach(records);
    settle(outdated, { kind: 'gone' });
    await claimAll(latest);
    return claims;
  };

const tryTransaction = (table: Pick<Table, 'transact'>, parts: readonly Part[]) =>
  table.transact(parts.map(({ action }) => action)).catch((error: unknown) => ({ error }));

/** Of records of the same message only the one of its latest scheduling can claim it. */
const newestOfEach = (records: readonly SendRecord[]) => {
  const latest = new Map<string, SendRecord>();
  for (const record of records) {
    const other = latest.get(record.messageId);
    if (other === undefined || other.dueAt < record.dueAt) latest.set(record.messageId, record);
  }
  const chosen = new Set(latest.values());
  return { latest: [...chosen], outdated: records.filter((record) => !chosen.has(record)) };
};

const partsOf = (records: readonly SendRecord[], claimedAt: string): readonly Part[] => {
  const parts: Part[] = records.map((record) => {
    const update = claimUpdate({ workspaceId: record.workspaceId, id: record.messageId }, record.dueAt, claimedAt);
    return { action: { Update: update }, of: record, kind: 'message', key: update.Key as Key };
  });
  // An item may stand in a transaction once.
  const shared = new Map<string, Part>();
  for (const gate of gatesOf(records).values())
    shared.set(nameOf(gate), {
      kind: 'gate',
      of: undefined,
      key: gate,
      action: {
        ConditionCheck: {
          Key: gate,
          ConditionExpression: '#open = :open AND attribute_not_exists(tripped)',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': true },
        },
      },
    });
  for (const record of records) {
    if (record.step > 1) {
      const key = stopKeyOf(record);
      const action = sequenceCheck(recipientOf(record), claimedAt);
      shared.set(nameOf(key), { kind: 'sequence', of: undefined, key, action });
    }
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
  const gates = gatesOf(records);
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
    const sequence = record.step > 1 ? byKey.get(nameOf(stopKeyOf(record))) : undefined;
    if (sequence?.item !== undefined) {
      const stop = readSequenceStop(sequence.item);
      claims.set(record, stop.kind === 'stopped' ? { kind: 'stopped', reason: stop.reason } : stop);
      continue;
    }
    const gateKey = gates.get(record.runId);
    const gate = gateKey === undefined ? undefined : byKey.get(nameOf(gateKey));
    if (gate !== undefined) {
      const { tripped, reason } = Gate.parse(gate.item ?? {});
      claims.set(record, { kind: 'held', reason: tripped ?? reason ?? 'run_closed' });
    }
  }
  return claims;
};

const stopKeyOf = ({ workspaceId, campaignId, toAddress }: SendRecord): Key =>
  sequenceStopKey(workspaceId, campaignId, normalAddress(toAddress));

const suppressionReason = (item: Readonly<Record<string, unknown>> | undefined): string => {
  const { kind, reason } = Suppression.catch({ kind: 'address', reason: 'manual' }).parse(item);
  return `${kind} suppressed: ${reason}`;
};
