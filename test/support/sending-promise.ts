import { FINAL_MESSAGE_STATES } from '../../functions/campaigns/contract.ts';
import { messageIdOf } from '../../functions/platform/keys.ts';
import { createMemoryTable } from './memory-table.ts';
import { noTrouble, type Story, type StoryOptions, type Trouble, tellStory } from './sending-simulation.ts';
import { runId } from './sending-world.ts';

/** What went wrong in the stories told so far: all but the first must be 0. */
export type Tally = { interleavings: number; lost: number; duplicate: number; suppressedMailed: number };

const MAILED = ['delivered', 'bounced', 'complained', 'unknown_final'];
const UNMAILED = ['suppressed', 'failed', 'cancelled', 'unknown_final'];

/** Tells stories and holds each to the promise of spec/sending.md: one final state each, one mail a step, none to the suppressed. */
export const createTeller = () => {
  const tally: Tally = { interleavings: 0, lost: 0, duplicate: 0, suppressedMailed: 0 };

  const tell = async (
    options: Omit<StoryOptions, 'trouble'> & Readonly<{ trouble?: Partial<Trouble> }>,
  ): Promise<Story> => {
    const { count } = options;
    const trouble = { ...noTrouble, ...options.trouble };
    const story = await tellStory(() => Promise.resolve(createMemoryTable()), { ...options, trouble });
    const { messages, sent, wrongClaims } = story;
    const mailed = sent.map(({ messageId }) => messageId);
    const firsts = messages.filter(({ step }) => step === 1);
    const open = messages.filter(({ state }) => !FINAL_MESSAGE_STATES.includes(state));
    tally.interleavings += 1;
    tally.lost += open.length + Math.abs(count - firsts.length);
    tally.duplicate += mailed.length - new Set(mailed).size;
    tally.suppressedMailed += wrongClaims.length;

    expect(firsts).toHaveLength(count);
    expect(open).toEqual([]);
    expect(mailed).toHaveLength(new Set(mailed).size);
    expect(wrongClaims).toEqual([]);
    for (const { id, state } of messages) expect(mailed.includes(id) ? MAILED : UNMAILED).toContain(state);
    expectOrder(story);
    return story;
  };

  return { tell, tally };
};

/** A follow-up goes after the mail before it, and only if that went. */
const expectOrder = ({ messages, sent }: Story): void => {
  const at = new Map(sent.map((mail) => [mail.messageId, mail.at]));
  for (const { id, step, toAddress } of messages) {
    const sentAt = at.get(id);
    if (step === 1 || sentAt === undefined) continue;
    expect(sentAt).toBeGreaterThan(at.get(messageIdOf(runId, toAddress, step - 1)) ?? Number.POSITIVE_INFINITY);
  }
};
