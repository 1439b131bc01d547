import type { MessageState } from '../campaigns/contract.ts';
import type { MailboxId } from '../platform/ids.ts';
import { messageDue, recipientKey } from '../platform/keys.ts';
import type { Action, Table, Update } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { decodeMessage, keyOfMessage, type Message } from './message.ts';
import { PROOFS, type Proof, statesMovedBy, UNSENT_STATES } from './message-state.ts';

/** The message as it is after a move or, when the move was not possible, as it stands; absent when there is none. */
export type Moved = Readonly<{ ok: true; message: Message } | { ok: false; message?: Message }>;
type Ref = Pick<Message, 'workspaceId' | 'id'>;
type Change = Readonly<{
  from: readonly MessageState[];
  to?: MessageState;
  set?: Readonly<Record<string, unknown>>;
  /** Set only where nothing stands yet. */
  fill?: Readonly<Record<string, unknown>>;
  remove?: readonly string[];
  /** Further attributes that must be as given. */
  when?: Readonly<Record<string, unknown>>;
  /** A further condition in DynamoDB's words; its values go into `values`. */
  and?: string;
  values?: Readonly<Record<string, unknown>>;
}>;

const OUT_OF_INDEX = ['gsi2pk', 'gsi2sk'] as const;

/** The conditional update that a change of a message is. */
export const moveMessage = (ref: Ref, now: string, change: Change): Update => {
  const { from, to, set = {}, fill = {}, remove = [], when = {}, and, values = {} } = change;
  const all = { ...set, ...(to === undefined ? {} : { state: to }), updatedAt: now };
  const sets = [
    ...Object.keys(all).map((name) => `#${name} = :${name}`),
    ...Object.keys(fill).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const conditions = [
    `#state IN (${from.map((_, at) => `:from${String(at)}`).join(', ')})`,
    ...Object.keys(when).map((name) => `#${name} = :when_${name}`),
    ...(and === undefined ? [] : [and]),
  ];
  const names = new Set(['state', ...Object.keys(all), ...Object.keys(fill), ...remove, ...Object.keys(when)]);
  return {
    Key: keyOfMessage(ref),
    UpdateExpression: `SET ${sets.join(', ')}${remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...values,
      ...Object.fromEntries(from.map((state, at) => [`:from${String(at)}`, state])),
      ...Object.fromEntries(Object.entries({ ...all, ...fill }).map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(Object.entries(when).map(([name, value]) => [`:when_${name}`, value])),
    },
  };
};

/** The update that claims a scheduled message for one sender. `dueAt` names the scheduling that the queue record was made for. */
export const claimUpdate = (ref: Ref, dueAt: string, now: string): NonNullable<Action['Update']> => {
  const { Key, UpdateExpression, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } =
    moveMessage(ref, now, {
      from: ['scheduled'],
      to: 'sending',
      set: { claimedAt: now },
      remove: OUT_OF_INDEX,
      when: { dueAt },
    });
  return { Key, UpdateExpression, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues };
};

export type MessageMoves = ReturnType<typeof createMessageMoves>;

/** Every way in which a message moves, but for the claim (claim-messages). Each is one conditional update. */
export const createMessageMoves = (table: Table, clock: Clock) => {
  const move = async (ref: Ref, change: Change): Promise<Moved> => {
    const done = await table.update({ ...moveMessage(ref, instant(clock()), change), ReturnValues: 'ALL_NEW' });
    if (done.item === undefined) return { ok: false };
    return { ok: done.ok, message: decodeMessage(done.item) };
  };

  /** Lets another campaign write to the person: this run never did. */
  const freeRecipient = async ({ workspaceId, runId, toAddress }: Message): Promise<void> => {
    await table.transact([
      {
        Delete: {
          Key: recipientKey(workspaceId, toAddress),
          ConditionExpression: 'runId = :runId',
          ExpressionAttributeValues: { ':runId': runId },
        },
      },
    ]);
  };

  const moveAndFree = async (ref: Ref, change: Change): Promise<Moved> => {
    const moved = await move(ref, change);
    // Who got the first mail of a sequence was written to, whatever becomes of the next.
    if (moved.ok && moved.message.step === 1) await freeRecipient(moved.message);
    return moved;
  };

  const claimed = (claimedAt: string): Pick<Change, 'from' | 'when'> => ({
    // The sweeper may have called a slow send unknown meanwhile; the sender knows better.
    from: ['sending', 'unknown'],
    when: { claimedAt },
  });

  return {
    approve: (ref: Ref) => move(ref, { from: ['draft'], to: 'approved', remove: [...OUT_OF_INDEX, 'reason'] }),

    reject: (ref: Ref, reason: string) =>
      moveAndFree(ref, {
        from: ['draft'],
        to: 'cancelled',
        set: { reason, rejectedAt: instant(clock()) },
        remove: OUT_OF_INDEX,
      }),

    schedule: (ref: Ref, slot: Readonly<Pick<Message, 'mode' | 'mailbox'> & { plannedAt: string; dueAt: string }>) =>
      move(ref, { from: ['approved'], to: 'scheduled', set: { ...slot, ...messageDue(ref.id, slot.dueAt) } }),

    /** Keeps a scheduled message for later; with `plannedAt` when it got a new time. */
    postpone: (
      ref: Ref,
      from: Readonly<{ dueAt: string }>,
      dueAt: string,
      reason: string,
      planned: Readonly<{ plannedAt?: string; mailbox?: MailboxId }> = {},
    ) =>
      move(ref, {
        from: ['scheduled'],
        set: { dueAt, reason, ...planned, ...messageDue(ref.id, dueAt) },
        when: { dueAt: from.dueAt },
      }),

    /** Ends a follow-up whose sequence is over. */
    stop: (ref: Ref, from: Readonly<{ dueAt: string }>, reason: string) =>
      move(ref, {
        from: ['scheduled'],
        to: 'cancelled',
        set: { reason },
        remove: OUT_OF_INDEX,
        when: { dueAt: from.dueAt },
      }),

    suppress: (ref: Ref, from: Readonly<{ dueAt: string }>, reason: string) =>
      move(ref, {
        from: ['scheduled'],
        to: 'suppressed',
        set: { reason },
        remove: OUT_OF_INDEX,
        when: { dueAt: from.dueAt },
      }),

    /** Gives up a message before any channel was asked: it cannot be made into a mail. */
    failUnsent: (ref: Ref, reason: string) =>
      moveAndFree(ref, { from: ['scheduled'], to: 'failed', set: { reason }, remove: OUT_OF_INDEX }),

    cancelUnsent: (ref: Ref, reason: string) =>
      moveAndFree(ref, { from: UNSENT_STATES, to: 'cancelled', set: { reason }, remove: OUT_OF_INDEX }),

    /** The channel took it. Where an event told so before us, the state stays and only what we alone know is added. */
    recordAccepted: async (
      ref: Ref,
      claimedAt: string,
      accepted: Readonly<{ channelId: string; sentAt: string; costMicroUsd: number; channel?: Message['channel'] }>,
    ): Promise<Moved> => {
      const done = await move(ref, { ...claimed(claimedAt), to: 'accepted', set: accepted, remove: ['reason'] });
      if (done.ok || done.message?.claimedAt !== claimedAt || done.message.channelId !== undefined) return done;
      return move(ref, { from: [done.message.state], fill: accepted, when: { claimedAt } });
    },

    /** The channel was too busy: it certainly did not take it, so it is due again. */
    recordThrottled: (ref: Ref, claimedAt: string, again: Readonly<{ dueAt: string; tries: number; reason: string }>) =>
      move(ref, { ...claimed(claimedAt), to: 'scheduled', set: { ...again, ...messageDue(ref.id, again.dueAt) } }),

    /** The channel refused it, so nothing was sent. */
    recordRefused: (ref: Ref, claimedAt: string, reason: string) =>
      moveAndFree(ref, { ...claimed(claimedAt), to: 'failed', set: { reason } }),

    /** Nobody knows whether the channel took it: it is never sent again by itself. */
    recordUnknown: (ref: Ref, claimedAt: string, reason: string) =>
      move(ref, { from: ['sending'], to: 'unknown', set: { reason }, when: { claimedAt } }),

    /** A mail through a mailbox that tells of bounces only, of which none came. */
    assumeDelivered: (seen: Message, reason: string) =>
      move(seen, { from: ['accepted'], to: 'delivered', set: { reason }, when: { updatedAt: seen.updatedAt } }),

    /** Nothing was heard of it for so long that nothing will be. */
    giveUp: (seen: Message, reason: string) =>
      move(seen, {
        from: ['unknown', 'accepted'],
        to: 'unknown_final',
        set: { reason },
        // Anything that moved it since it was read says that it is alive.
        when: { updatedAt: seen.updatedAt },
      }),

    /** What an event of the channel proves. Does nothing when as much is known already. */
    recordProof: (
      ref: Ref,
      proof: Proof,
      { reason, set = {}, fill = {} }: Pick<Change, 'set' | 'fill'> & Readonly<{ reason: string | null }>,
    ) =>
      move(ref, {
        from: statesMovedBy(proof),
        to: PROOFS[proof].state,
        set: { ...set, reason, eventRank: PROOFS[proof].rank },
        fill,
        remove: OUT_OF_INDEX,
        and: '(attribute_not_exists(#eventRank) OR #eventRank < :eventRank)',
      }),
  };
};
