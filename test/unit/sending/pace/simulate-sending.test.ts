import { type SimulationInput, simulateSending } from '../../../../functions/sending/pace/simulate-sending.ts';

const noBreach = { gap: 0, rate: 0, mailboxDay: 0, domainDay: 0, window: 0, weekend: 0 };
/** Over the change from summer time in Europe (25 October) and in the United States (1 November). */
const input: SimulationInput = {
  ...{ messages: 20_000, mailboxes: 20, dailyCap: 30, gapSeconds: 90, ramp: { start: 5, perDay: 2 } },
  ...{ ratePerSecond: 14, window: { from: '09:00', to: '17:00', weekends: false, fallbackZone: 'UTC' } },
  ...{ domainDailyCap: 20, perDomain: 2, countries: ['US', 'GB', 'FR', 'JP', 'AU', 'IN', 'BR'], waitDays: [] },
  ...{ busy: 0.02, interrupted: 0.01, startAt: Date.parse('2026-10-19T08:00:00.000Z'), seed: 7 },
};

test('20,000 mails in virtual time pass no limit and waste less than five percent of what could be sent', () => {
  const { sent, breaches, wasted, rescheduled } = simulateSending(input);
  expect(sent).toBe(20_000);
  expect(breaches).toEqual(noBreach);
  expect(wasted).toBeLessThanOrEqual(0.05);
  // Some were late, and found another time under all limits.
  expect(rescheduled).toBeGreaterThan(50);
});

test('so do 20,000 through the deployment’s own channel, and a sequence of three', () => {
  const undisturbed = { busy: 0, interrupted: 0 };
  for (const more of [{ mailboxes: 0 }, { messages: 3_000, waitDays: [3, 5], ...undisturbed }]) {
    const { breaches, wasted } = simulateSending({ ...input, ...more });
    expect(breaches).toEqual(noBreach);
    expect(wasted).toBeLessThanOrEqual(0.05);
  }
});
