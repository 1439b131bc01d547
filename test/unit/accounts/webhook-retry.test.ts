import * as fc from 'fast-check';
import { RETRY_WAITS, retryAfterMs, verdictOf } from '../../../functions/accounts/webhook-retry.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { answered, START } from '../../support/webhook-world.ts';

const now = START;
const after = (made: number, random = 0) => ({ made, now, random: () => random });

test('the waits are those of the spec', () => {
  expect(RETRY_WAITS).toEqual([
    ...[0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE],
    ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
  ]);
});

test.each([200, 201, 202, 204, 299])('%i is delivered', (status) => {
  expect(verdictOf(answered(status), after(1))).toEqual({ status: 'delivered' });
});

test.each([301, 302, 304, 307, 400, 401, 404, 429, 500, 503])('%i is tried again', (status) => {
  expect(verdictOf(answered(status), after(1))).toEqual({
    status: 'pending',
    reason: `http_${String(status)}`,
    waitMs: 5 * SECOND,
  });
});

test('410 ends the delivery and switches the endpoint off', () => {
  expect(verdictOf(answered(410), after(1))).toEqual({ status: 'failed', reason: 'http_410', disable: true });
});

test('the tenth attempt is the last', () => {
  const refused = { kind: 'refused', reason: 'timeout' } as const;
  expect(verdictOf(refused, after(9))).toEqual({ status: 'pending', reason: 'timeout', waitMs: 24 * HOUR });
  expect(verdictOf(refused, after(10))).toEqual({ status: 'failed', reason: 'timeout', disable: false });
});

test('jitter makes a wait longer by a tenth at most and never shorter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (made, random) => {
      const verdict = verdictOf(answered(500), after(made, random));
      const wait = RETRY_WAITS[made] ?? 0;
      if (verdict.status !== 'pending') throw new Error('it ended too early');
      expect(verdict.waitMs).toBeGreaterThanOrEqual(wait);
      expect(verdict.waitMs).toBeLessThanOrEqual(Math.ceil(wait * 1.1));
    }),
  );
});

test('Retry-After is honoured as seconds and as a date, where it asks for more than the schedule, up to a day', () => {
  expect(retryAfterMs('120', now)).toBe(120 * SECOND);
  expect(retryAfterMs(new Date(now + HOUR).toUTCString(), now)).toBe(HOUR);
  expect(retryAfterMs('999999999', now)).toBe(DAY);
  for (const nothing of [null, '', 'soon', '-5']) expect(retryAfterMs(nothing, now) ?? 0).toBe(0);
  expect(verdictOf(answered(503, '120'), after(1))).toMatchObject({ waitMs: 120 * SECOND });
  expect(verdictOf(answered(503, '1'), after(2))).toMatchObject({ waitMs: 5 * MINUTE });
});
