import fc from 'fast-check';
import { messageKey } from '../../../functions/platform/keys.ts';
import { instant, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import type { Engagement } from '../../../functions/sending/engagement.ts';
import { tallyOf, verdictsOf } from '../../../functions/sending/engagement-verdict.ts';
import { createMessageEngagement } from '../../../functions/sending/message-engagement.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const T0 = Date.parse('2026-11-21T09:00:00.000Z');
const delivered = instant(T0);
let count = 0;
const nextId = (): string => {
  count += 1;
  return `e${String(count)}`;
};
const visit = (kind: 'open' | 'click', after: number, more: Partial<Engagement> = {}): Engagement => ({
  eventId: nextId(),
  kind,
  at: instant(T0 + after),
  detail: kind === 'open' ? null : 'https://a.example',
  raw: '',
  signs: [],
  ...more,
});
const reasons = (all: readonly Engagement[]) => all.map(({ eventId }) => verdictsOf(all, delivered).get(eventId));

test('a click within two minutes of the delivery is not a person’s; at two minutes it is', () => {
  expect(reasons([visit('click', 2 * MINUTE - 1)])).toEqual([['too_soon']]);
  expect(reasons([visit('click', 2 * MINUTE)])).toEqual([[]]);
  expect(reasons([visit('click', -SECOND)])).toEqual([['before_delivery']]);
  expect([...verdictsOf([visit('click', 5 * MINUTE)], undefined).values()]).toEqual([['before_delivery']]);
});

test('an open is judged by who loads it, not by when', () => {
  expect(reasons([visit('open', SECOND), visit('open', SECOND, { signs: ['apple_proxy'] })])).toEqual([
    [],
    ['apple_proxy'],
  ]);
});

test('all links of a mail within seconds are a machine’s, the first click too; one link again and again is not', () => {
  const at = 10 * MINUTE;
  const b = { detail: 'https://b.example' };
  expect(reasons([visit('click', at, { links: 2 }), visit('click', at + 4 * SECOND, { ...b, links: 2 })])).toEqual([
    ['all_links_at_once'],
    ['all_links_at_once'],
  ]);
  expect(reasons([visit('click', at, { links: 3 }), visit('click', at + SECOND, { ...b, links: 3 })])).toEqual([
    [],
    [],
  ]);
  expect(reasons([visit('click', at, { links: 2 }), visit('click', at + 11 * SECOND, { ...b, links: 2 })])).toEqual([
    [],
    [],
  ]);
  expect(reasons([visit('click', at, { links: 1 }), visit('click', at + SECOND, { links: 1 })])).toEqual([[], []]);
});

test('what comes beside a hit on the hidden link is the same machine’s', () => {
  const at = 10 * MINUTE;
  const hidden = visit('click', at, { signs: ['hidden_link'], detail: 'hidden' });
  expect(
    reasons([hidden, visit('click', at + SECOND), visit('open', at - SECOND), visit('open', at + MINUTE)]),
  ).toEqual([['hidden_link'], ['beside_hidden_link'], ['beside_hidden_link'], []]);
  expect(tallyOf([hidden], delivered)).toMatchObject({ clicks: 0, seen: 1 });
});

const visits = fc.array(
  fc.record({
    kind: fc.constantFrom('open', 'click'),
    after: fc.integer({ min: -MINUTE, max: 6 * MINUTE }),
    detail: fc.constantFrom('https://a.example', 'https://b.example', 'https://c.example'),
    signs: fc.subarray(['apple_proxy', 'scanner_network', 'hidden_link'] as const, { maxLength: 1 }),
    links: fc.constantFrom(undefined, 2, 3),
  }),
  { maxLength: 8 },
);

test('people’s visits are among all, and the count does not depend on order or repetition', () => {
  fc.assert(
    fc.property(visits, fc.array(fc.nat(20)), (made, again) => {
      const all = made.map(({ kind, after, detail, signs, links }) =>
        visit(kind, after, {
          signs,
          ...(kind === 'click' ? { detail, ...(links === undefined ? {} : { links }) } : {}),
        }),
      );
      const tally = tallyOf(all, delivered);
      expect(tally.humanOpens).toBeLessThanOrEqual(tally.opens);
      expect(tally.humanClicks).toBeLessThanOrEqual(tally.clicks);
      const shuffled = [...all, ...again.flatMap((n) => all[n % Math.max(1, all.length)] ?? [])].toReversed();
      expect(tallyOf(shuffled, delivered)).toEqual(tally);
    }),
  );
});

test('counters equal a recount, whatever comes twice, at once, in any order, before or after the delivery', async () => {
  await fc.assert(
    fc.asyncProperty(
      visits,
      fc.array(fc.nat(20), { maxLength: 6 }),
      fc.nat(9),
      fc.nat(1_000),
      async (made, again, when, seed) => {
        const clock = () => T0;
        const table = createMemoryTable();
        await seedRun(table, clock);
        const [seeded] = await seedMessages(table, clock, { count: 1 });
        if (seeded === undefined) throw new Error('nothing was seeded');
        // Answers of the table come in any order, as those of several processes do.
        let state = seed;
        const jitter = async () => {
          state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
          for (let n = 0; n < state % 4; n += 1) await Promise.resolve();
        };
        const slow = {
          get: async (...args: Parameters<typeof table.get>) => {
            await jitter();
            return table.get(...args);
          },
          put: async (...args: Parameters<typeof table.put>) => {
            await jitter();
            return table.put(...args);
          },
          update: async (...args: Parameters<typeof table.update>) => {
            await jitter();
            return table.update(...args);
          },
          queryAll: async (...args: Parameters<typeof table.queryAll>) => {
            await jitter();
            return table.queryAll(...args);
          },
        };
        const engagement = createMessageEngagement(slow, clock);
        const ref = { workspaceId, id: seeded.id };
        const all = made.map(({ kind, after, detail, signs, links }) =>
          visit(kind, after, {
            signs,
            ...(kind === 'click' ? { detail, ...(links === undefined ? {} : { links }) } : {}),
          }),
        );
        const record = async (one: Engagement) => {
          const message = await engagement.read(ref);
          if (message !== undefined) await engagement.record(message, one);
        };
        const deliver = async () => {
          await table.update({
            Key: messageKey(workspaceId, seeded.id),
            UpdateExpression: 'SET deliveredAt = :at',
            ExpressionAttributeValues: { ':at': delivered },
          });
          await engagement.recount(ref);
        };
        const works = [...all, ...again.flatMap((n) => all[n % Math.max(1, all.length)] ?? [])].map(
          (one) => () => record(one),
        );
        works.splice(when, 0, deliver);
        await Promise.all(works.map((work) => work()));
        const message = await createMessageStore(table).get(workspaceId, seeded.id);
        expect(message?.engaged).toEqual(tallyOf(all, delivered));
      },
    ),
    { numRuns: 150 },
  );
});
