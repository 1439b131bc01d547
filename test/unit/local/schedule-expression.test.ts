import { parseSchedule } from '../../../lib/local/schedule-expression.ts';

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(2 hours)', 7_200_000],
  ['rate(1 day)', 86_400_000],
])('%s is an interval', (expression, milliseconds) => {
  expect(parseSchedule(expression)).toEqual({ kind: 'rate', milliseconds });
});

test.each([
  ['cron(0 12 * * ? *)', '2026-11-21T12:00:00Z', true],
  ['cron(0 12 * * ? *)', '2026-11-21T12:01:00Z', false],
  ['cron(*/15 8-17 ? * MON-FRI *)', '2026-11-20T08:45:00Z', true],
  ['cron(*/15 8-17 ? * MON-FRI *)', '2026-11-21T08:45:00Z', false],
  ['cron(0 0 1 JAN,JUL ? *)', '2026-07-01T00:00:00Z', true],
  ['cron(0 0 1 JAN,JUL ? 2027)', '2026-07-01T00:00:00Z', false],
  ['cron(5/20 * * * ? *)', '2026-07-01T00:45:00Z', true],
])('%s at %s: %s', (expression, at, fires) => {
  const times = parseSchedule(expression);
  expect(times.kind === 'cron' && times.matches(new Date(at))).toBe(fires);
});

test.each([
  'at(2026-01-01T00:00:00)',
  'rate(0 minutes)',
  'cron(0 12 L * ? *)',
  'cron(0 12 * * MON#2 *)',
  'cron(61 * * * ? *)',
  'daily',
])('%s is refused by name', (expression) => {
  expect(() => parseSchedule(expression)).toThrow(expression.replace(/^cron\(|\)$/g, '').split(' ')[0]);
});
