import { FINAL_MESSAGE_STATES } from '../../../functions/campaigns/contract.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { noTrouble, type Story, type Trouble, tellStory } from '../../support/sending-simulation.ts';

const COUNT = 40;
const tell = (seed: number, trouble: Partial<Trouble>): Promise<Story> =>
  tellStory(() => Promise.resolve(createMemoryTable()), {
    seed,
    count: COUNT,
    // Every other run sends so slowly that most of its mails are still to come when something befalls it.
    rate: seed % 2 === 0 ? 40 : 3,
    trouble: { ...noTrouble, ...trouble },
  });

const statesOf = (story: Story): Record<string, number> => {
  const states: Record<string, number> = {};
  for (const { state } of story.messages) states[state] = (states[state] ?? 0) + 1;
  return states;
};

/** The promise of spec/sending.md, whatever happened. */
const expectPromise = (story: Story): void => {
  expect(story.messages).toHaveLength(COUNT);
  expect(story.messages.filter(({ state }) => !FINAL_MESSAGE_STATES.includes(state))).toEqual([]);
  const mailed = story.sent.map(({ messageId }) => messageId);
  expect(mailed).toHaveLength(new Set(mailed).size);
  expect(new Set(story.sent.map(({ to }) => to)).size).toBe(mailed.length);
  expect(story.wrongClaims).toEqual([]);
  const unmailedStates = ['suppressed', 'failed', 'cancelled', 'unknown_final'];
  for (const { id, state } of story.messages)
    if (!mailed.includes(id)) expect(unmailedStates).toContain(state);
    else expect(['delivered', 'bounced', 'complained', 'unknown_final']).toContain(state);
};

test('without trouble every message is mailed once and nothing is queued twice', async () => {
  const story = await tell(1, {});
  expectPromise(story);
  expect(story.sent).toHaveLength(COUNT);
  expect(story.queued).toBe(COUNT);
  expect(statesOf(story)['unknown_final']).toBeUndefined();
});

const kinds: readonly (readonly [string, Partial<Trouble>])[] = [
  ['processes that die between any two calls', { dies: 0.03 }],
  ['requests and answers that get lost', { fails: 0.05 }],
  ['a queue that gives records to two senders', { queueDoubles: 0.5 }],
  ['a queue that loses records', { queueLost: 0.2 }],
  ['events that are doubled and lost', { eventDoubled: 0.5, eventLost: 0.3 }],
  [
    'a channel that is busy, refuses, or does not answer',
    { throttled: 0.2, refused: 0.1, answerLost: 0.2, eventLost: 0.3 },
  ],
  ['people who unsubscribe while their mail is on its way', { suppressions: 0.5 }],
  ['a campaign paused in the middle', { pause: true }],
];
test.each(kinds)('holds the promise with %s', async (_name, trouble) => {
  for (let seed = 1; seed <= 3; seed += 1) expectPromise(await tell(seed, trouble));
});

test('holds the promise with everything at once, in many orders', async () => {
  const trouble = {
    ...{ dies: 0.01, fails: 0.02, queueDoubles: 0.3, queueLost: 0.05, eventLost: 0.1, eventDoubled: 0.3 },
    ...{ throttled: 0.1, refused: 0.03, answerLost: 0.05, suppressions: 0.2, pause: true },
  };
  for (let seed = 100; seed < 108; seed += 1) expectPromise(await tell(seed, trouble));
});

test('only death, lost answers and lost events leave the fate of a mail unknown', async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const story = await tell(seed, {
      queueDoubles: 0.5,
      eventDoubled: 0.5,
      throttled: 0.2,
      suppressions: 0.3,
      pause: true,
    });
    expectPromise(story);
    expect(statesOf(story)['unknown_final']).toBeUndefined();
  }
});
