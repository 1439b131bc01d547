import { IcpCriteria } from '../../../functions/campaigns/icp.ts';

const paths = (value: unknown): string[] =>
  (IcpCriteria.safeParse(value).error?.issues ?? []).map(({ path }) => path.join('.'));

test('a name is enough; weights, threshold and grades have the defaults of the specification', () => {
  const icp = IcpCriteria.parse({ name: 'Everyone' });
  expect(icp.weights).toEqual({ industry: 0.35, size: 0.25, revenue: 0.2, growth: 0.1, location: 0.1 });
  expect(icp.persona.jobTitles).toEqual([]);
  expect(icp.voice.tone).toBe('professional');
});

test.each([
  [
    'weights that do not sum to 1',
    { weights: { industry: 0.5, size: 0.5, revenue: 0.5, growth: 0, location: 0 } },
    'weights',
  ],
  ['a threshold above 1', { threshold: 1.2 }, 'threshold'],
  ['a threshold below 0', { threshold: -0.1 }, 'threshold'],
  ['a range whose min is above its max', { headcount: { min: 500, max: 10 } }, 'headcount.min'],
  ['a negative revenue', { revenue: { min: -1 } }, 'revenue.min'],
  ['grades that do not fall', { grades: { a: 0.5, b: 0.6, c: 0.1 } }, 'grades'],
  ['an unknown department', { persona: { departments: ['wizardry'] } }, 'persona.departments.0'],
])('%s is refused and the field is named', (_what, fields, path) => {
  expect(paths({ name: 'x', ...fields })).toContain(path);
});

test('weights may miss 1 by rounding, 0.005 at most', () => {
  const weights = { industry: 0.334, size: 0.333, revenue: 0.333, growth: 0, location: 0 };
  expect(paths({ name: 'x', weights })).toEqual([]);
  expect(paths({ name: 'x', weights: { ...weights, growth: 0.01 } })).toEqual(['weights']);
});

test('a field nobody knows is refused, so that a typing error does not widen a search', () => {
  expect(IcpCriteria.safeParse({ name: 'x', industry: ['Software'] }).success).toBe(false);
});
