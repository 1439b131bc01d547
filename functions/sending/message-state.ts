import { FINAL_MESSAGE_STATES, type MessageState } from '../campaigns/contract.ts';

/**
 * What a message may become (spec/sending.md, "The claim"). Final states are left only by what the channel proves later: a complaint after
 * a delivery, a bounce after an acceptance that nothing was heard of for days.
 */
const NEXT: Readonly<Record<MessageState, readonly MessageState[]>> = {
  draft: ['approved', 'cancelled'],
  approved: ['scheduled', 'cancelled'],
  scheduled: [
    'scheduled',
    'sending',
    'suppressed',
    'failed',
    'cancelled',
    'accepted',
    'delivered',
    'bounced',
    'complained',
  ],
  sending: ['accepted', 'scheduled', 'failed', 'unknown', 'suppressed', 'delivered', 'bounced', 'complained'],
  accepted: ['delivered', 'bounced', 'complained', 'failed', 'suppressed', 'unknown_final'],
  unknown: ['accepted', 'scheduled', 'failed', 'unknown_final', 'suppressed', 'delivered', 'bounced', 'complained'],
  unknown_final: ['delivered', 'bounced', 'complained', 'failed', 'suppressed'],
  delivered: ['bounced', 'complained', 'suppressed'],
  bounced: ['delivered', 'complained', 'suppressed', 'bounced'],
  failed: ['delivered', 'bounced', 'complained', 'suppressed'],
  complained: ['suppressed'],
  suppressed: [],
  cancelled: [],
};

/** Whether a message may go from one state to another. */
export const mayMove = (from: MessageState, to: MessageState): boolean => NEXT[from].includes(to);

/** Whether nothing more is expected to happen to a message in this state. */
export const isFinal = (state: MessageState): boolean => FINAL_MESSAGE_STATES.includes(state);

/** States of a message that no channel was ever asked to send. */
export const UNSENT_STATES = ['draft', 'approved', 'scheduled'] as const satisfies readonly MessageState[];

/**
 * What an event of the channel proves about a message, by how much it says. Whatever order events come in and however often, a message
 * ends where the strongest of them puts it.
 */
export const PROOFS = {
  /** The channel took it. */
  accepted: { rank: 1, state: 'accepted' },
  /** The channel took it and then refused it (content, template). */
  rejected: { rank: 2, state: 'failed' },
  /** Given up for now, or an answer that looks like a bounce (an absence note): a delivery outweighs it. */
  softBounce: { rank: 3, state: 'bounced' },
  delivered: { rank: 4, state: 'delivered' },
  /** Refused for good; may come after a delivery. */
  hardBounce: { rank: 5, state: 'bounced' },
  complaint: { rank: 6, state: 'complained' },
  /** Not tried at all: the address is on the channel's own suppression list. */
  notTried: { rank: 7, state: 'suppressed' },
} as const satisfies Readonly<Record<string, Readonly<{ rank: number; state: MessageState }>>>;
export type Proof = keyof typeof PROOFS;

/** States that an event may still move. Mere acceptance never takes a message out of a final state. */
export const statesMovedBy = (proof: Proof): readonly MessageState[] =>
  proof === 'accepted'
    ? ['scheduled', 'sending', 'unknown']
    : ['scheduled', 'sending', 'accepted', 'unknown', 'unknown_final', 'delivered', 'bounced', 'complained', 'failed'];

/** Whether an event says more about a message than what is known already. */
export const addsTo = (
  known: Readonly<{ state: MessageState; eventRank?: number | undefined }>,
  proof: Proof,
): boolean => statesMovedBy(proof).includes(known.state) && (known.eventRank ?? 0) < PROOFS[proof].rank;
