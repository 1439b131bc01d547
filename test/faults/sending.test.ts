import { createTeller } from '../support/sending-promise.ts';
import { noTrouble, type Story, type Trouble } from '../support/sending-simulation.ts';
import type { Fault } from '../support/simulation.ts';

/** Told again with the same seeds, every story is the same: what fails once can be looked at. */
const { tell, tally } = createTeller();

afterAll(() => {
  const { interleavings, lost, duplicate, suppressedMailed } = tally;
  process.stdout.write(
    `${String(interleavings)} interleavings, ${String(lost)} lost, ${String(duplicate)} duplicate, ${String(suppressedMailed)} suppressed mailed\n`,
  );
});

const FAULTS = ['die-before', 'die-after', 'fail-before', 'fail-after'] as const satisfies readonly Fault[];
const statesOf = (story: Story): Record<string, number> => {
  const states: Record<string, number> = {};
  for (const { state } of story.messages) states[state] = (states[state] ?? 0) + 1;
  return states;
};

test('without trouble every message is mailed once and nothing is queued twice', async () => {
  const story = await tell({ seed: 1, count: 40, rate: 3 });
  expect(story.sent).toHaveLength(40);
  expect(story.queued).toBe(40);
  expect(statesOf(story)['unknown_final']).toBeUndefined();
});

/** Where a message is when its process dies or its call fails, and what may have become of the mails then. */
const boundaries: readonly (readonly [
  string,
  string,
  readonly Fault[],
  Readonly<{ mailed: number; unknown: number }>,
])[] = [
  ['before the claim', 'claim', ['die-before', 'fail-before'], { mailed: 6, unknown: 0 }],
  ['after the claim', 'claim', ['die-after', 'fail-after'], { mailed: 3, unknown: 3 }],
  ['before the channel took it', 'channel', ['die-before', 'fail-before'], { mailed: 3, unknown: 3 }],
  ['after the channel accepted it', 'channel', ['die-after', 'fail-after'], { mailed: 6, unknown: 0 }],
  ['before its acceptance was recorded', 'record accepted', ['die-before', 'fail-before'], { mailed: 6, unknown: 0 }],
  ['after its acceptance was recorded', 'record accepted', ['die-after', 'fail-after'], { mailed: 6, unknown: 0 }],
  ['before it was put on the queue', 'enqueue', ['die-before', 'fail-before'], { mailed: 6, unknown: 0 }],
  ['after it was put on the queue', 'enqueue', ['die-after', 'fail-after'], { mailed: 6, unknown: 0 }],
  ['before its event was recorded', 'record event delivered', ['die-before', 'fail-before'], { mailed: 6, unknown: 0 }],
  ['after its event was recorded', 'record event delivered', ['die-after', 'fail-after'], { mailed: 6, unknown: 0 }],
];
test.each(boundaries)(
  '%s: nobody is mailed twice, and who may have been is not mailed again',
  async (_name, what, faults, most) => {
    for (const fault of faults)
      for (let seed = 1; seed <= 3; seed += 1) {
        let met = 0;
        const story = await tell({
          ...{ seed, count: 6, rate: 40 },
          at: (call) => {
            if (call.what !== what || met > 0) return 'none';
            met += 1;
            return fault;
          },
        });
        expect(met).toBe(1);
        expect(story.sent.length).toBeGreaterThanOrEqual(most.mailed);
        expect(statesOf(story)['unknown_final'] ?? 0).toBeLessThanOrEqual(most.unknown);
      }
  },
);

test('one fault at every single call of a run with a follow-up, in each of four ways', async () => {
  const plain = { seed: 7, count: 2, rate: 40, followUps: 1 };
  const { calls } = await tell(plain);
  for (let nth = 1; nth <= calls.length; nth += 1)
    for (const fault of FAULTS) await tell({ ...plain, at: (call) => (call.nth === nth ? fault : 'none') });
});

const kinds: readonly (readonly [string, Partial<Trouble>])[] = [
  ['processes that die between any two calls', { dies: 0.03 }],
  ['requests and answers that get lost', { fails: 0.05 }],
  ['a queue that gives every record to two senders', { queueDoubles: 1 }],
  ['a queue that loses records', { queueLost: 0.2 }],
  ['events that come before the answer of the channel', { lateAnswers: true }],
  ['events that come twice', { eventDoubled: 1 }],
  ['events that never come', { eventLost: 1 }],
  ['a channel that is busy or refuses', { throttled: 0.3, refused: 0.1 }],
  ['a channel that takes mails and does not answer', { answerLost: 0.3, eventLost: 0.3 }],
  ['people who unsubscribe while their mail is on its way', { suppressions: 0.5 }],
  ['a campaign paused in the middle', { pause: true }],
  ['a run cancelled in the middle', { cancel: true }],
  ['a run cancelled while its campaign is paused, which is then resumed', { cancel: true, pause: true, dies: 0.02 }],
];
test.each(kinds)('holds the promise with %s', async (_name, trouble) => {
  for (let seed = 1; seed <= 4; seed += 1) await tell({ seed, count: 24, rate: seed % 2 === 0 ? 40 : 3, trouble });
});

test.each([
  ['answers that end the sequence', { replies: 0.5 }],
  ['a cancellation', { cancel: true, dies: 0.01, fails: 0.02, queueDoubles: 0.3 }],
  [
    'everything at once',
    { ...noTrouble, dies: 0.01, fails: 0.02, queueDoubles: 0.3, eventLost: 0.1, replies: 0.3, suppressions: 0.2 },
  ],
])('holds the promise over follow-ups with %s', async (_name, trouble) => {
  for (let seed = 1; seed <= 6; seed += 1) await tell({ seed, count: 12, rate: 40, followUps: 2, trouble });
});

test('holds the promise with everything at once, in hundreds of orders', async () => {
  const trouble = {
    ...{ dies: 0.01, fails: 0.02, queueDoubles: 0.3, queueLost: 0.05, eventLost: 0.1, eventDoubled: 0.3 },
    ...{ throttled: 0.1, refused: 0.03, answerLost: 0.05, suppressions: 0.2, pause: true },
  };
  for (let seed = 100; seed < 240; seed += 1)
    await tell({
      seed,
      count: 12,
      rate: seed % 2 === 0 ? 40 : 3,
      trouble: { ...trouble, lateAnswers: seed % 5 === 0 },
    });
});

test('holds the promise in live mode, where what is late gets a new time', async () => {
  const trouble = { dies: 0.02, fails: 0.02, queueDoubles: 0.5, throttled: 0.2, suppressions: 0.2, pause: true };
  for (let seed = 1; seed <= 10; seed += 1)
    await tell({
      ...{ seed, count: 12, rate: seed % 2 === 0 ? 40 : 3, mode: 'live' },
      trouble: { ...trouble, cancel: seed > 7 },
    });
});

test('only death, lost answers and lost events leave the fate of a mail unknown', async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const trouble = { queueDoubles: 0.5, eventDoubled: 0.5, throttled: 0.2, suppressions: 0.3, pause: true };
    expect(statesOf(await tell({ seed, count: 24, trouble }))['unknown_final']).toBeUndefined();
  }
});
