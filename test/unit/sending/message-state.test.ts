import fc from 'fast-check';
import { MESSAGE_STATES, type MessageState } from '../../../functions/campaigns/contract.ts';
import { instant } from '../../../functions/platform/time.ts';
import { keyOfMessage } from '../../../functions/sending/message.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { addsTo, isFinal, mayMove, PROOFS, type Proof } from '../../../functions/sending/message-state.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { runId, seedMessages, workspaceId } from '../../support/sending-world.ts';

type Known = { state: MessageState; eventRank?: number };
const proofs = Object.keys(PROOFS) as Proof[];

const after = (start: MessageState, events: readonly Proof[]): MessageState => {
  let known: Known = { state: start };
  for (const proof of events)
    if (addsTo(known, proof)) known = { state: PROOFS[proof].state, eventRank: PROOFS[proof].rank };
  return known.state;
};

test('whatever order events come in and however often, a message ends in the same state', () => {
  const starts = ['sending', 'accepted', 'unknown'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(fc.constantFrom(...proofs), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (start, events, picks) => {
        const doubled = [...events, ...picks.map((pick) => events[pick % events.length] ?? 'accepted')];
        const shuffled = doubled
          .map((proof, at) => ({ proof, order: (at * 7919 + picks.reduce((sum, pick) => sum + pick, 0)) % 31 }))
          .sort((a, b) => a.order - b.order)
          .map(({ proof }) => proof);
        expect(after(start, shuffled)).toBe(after(start, events));
      },
    ),
  );
});

test.each([
  [['delivered', 'complaint'], 'complained'],
  [['hardBounce', 'delivered'], 'bounced'],
  [['delivered', 'hardBounce'], 'bounced'],
  [['softBounce', 'delivered'], 'delivered'],
  [['delivered', 'softBounce'], 'delivered'],
  [['delivered', 'accepted'], 'delivered'],
  [['rejected', 'accepted'], 'failed'],
] as const)('the events %j leave a message %s', (events, state) => {
  expect(after('sending', events)).toBe(state);
});

test('no event moves a message that was never given to a channel', () => {
  for (const state of ['draft', 'approved', 'suppressed', 'cancelled'] as const)
    for (const proof of proofs) expect(addsTo({ state }, proof)).toBe(false);
});

test('mere acceptance never takes a message out of a final state', () => {
  for (const state of MESSAGE_STATES.filter(isFinal)) expect(addsTo({ state }, 'accepted')).toBe(false);
});

test('what was stopped before it was sent stays stopped', () => {
  for (const to of MESSAGE_STATES) {
    expect(mayMove('suppressed', to)).toBe(false);
    expect(mayMove('cancelled', to)).toBe(false);
  }
});

/** What must have been proved for a message to be in a state that only events lead to. */
const RANK_IN: Readonly<Partial<Record<MessageState, number>>> = {
  delivered: PROOFS.delivered.rank,
  bounced: PROOFS.softBounce.rank,
  complained: PROOFS.complaint.rank,
};

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const claimedAt = instant(NOW);
const dueAt = instant(NOW);
type Moves = ReturnType<typeof createMessageMoves>;
type Ref = { workspaceId: typeof workspaceId; id: Parameters<Moves['approve']>[0]['id'] };

const moves: readonly (readonly [string, (moves: Moves, ref: Ref) => Promise<unknown>])[] = [
  ['approve', (all, ref) => all.approve(ref)],
  ['reject', (all, ref) => all.reject(ref, 'why')],
  ['schedule', (all, ref) => all.schedule(ref, { plannedAt: dueAt, dueAt })],
  ['suppress', (all, ref) => all.suppress(ref, { dueAt }, 'why')],
  ['failUnsent', (all, ref) => all.failUnsent(ref, 'why')],
  ['cancelUnsent', (all, ref) => all.cancelUnsent(ref, 'why')],
  [
    'recordAccepted',
    (all, ref) => all.recordAccepted(ref, claimedAt, { channelId: 'c', sentAt: dueAt, costMicroUsd: 1 }),
  ],
  ['recordThrottled', (all, ref) => all.recordThrottled(ref, claimedAt, { dueAt, tries: 1, reason: 'busy' })],
  ['recordRefused', (all, ref) => all.recordRefused(ref, claimedAt, 'why')],
  ['recordUnknown', (all, ref) => all.recordUnknown(ref, claimedAt, 'why')],
  ...proofs.map(
    (proof) => [`proof ${proof}`, (all: Moves, ref: Ref) => all.recordProof(ref, proof, { reason: null })] as const,
  ),
];

test.each(moves)(
  '%s moves a message only as the states allow, and leaves no index entry behind',
  async (_name, move) => {
    for (const state of MESSAGE_STATES) {
      const table = createMemoryTable();
      const [seeded] = await seedMessages(table, () => NOW, { count: 1 });
      if (seeded === undefined) throw new Error('nothing was seeded');
      const ref = { workspaceId, id: seeded.id };
      await table.update({
        Key: keyOfMessage(ref),
        UpdateExpression:
          'SET #state = :state, claimedAt = :at, dueAt = :at, gsi2pk = :g, gsi2sk = :g, eventRank = :rank',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': state, ':at': claimedAt, ':g': 'before', ':rank': RANK_IN[state] ?? 0 },
      });
      await move(
        createMessageMoves(table, () => NOW),
        ref,
      );
      const item = await table.get(keyOfMessage(ref));
      const now = (await createMessageStore(table).get(workspaceId, seeded.id))?.state;
      expect(now === state || (now !== undefined && mayMove(state, now))).toBe(true);
      if (now === state) continue;
      const index = item?.['gsi2pk'];
      if (now === 'scheduled') expect(index).toMatch(/^DUE#/);
      else if (state === 'sending' || state === 'accepted' || state === 'unknown') continue;
      else expect(index).toBeUndefined();
    }
  },
);

test('a recipient whose message is given up before it is sent may be written to by another campaign', async () => {
  const table = createMemoryTable();
  const [seeded] = await seedMessages(table, () => NOW, { count: 1 });
  if (seeded === undefined) throw new Error('nothing was seeded');
  const recipients = () => table.items().filter(({ type }) => type === 'Recipient');
  expect(recipients()).toHaveLength(1);
  await createMessageMoves(table, () => NOW).cancelUnsent({ workspaceId, id: seeded.id }, 'the run ended');
  expect(recipients()).toHaveLength(0);
  expect((await createMessageStore(table).listByRun(workspaceId, runId, { limit: 10 }))?.messages[0]?.state).toBe(
    'cancelled',
  );
});
