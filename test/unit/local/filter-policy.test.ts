import { filterPolicy, matchesAttributes, matchesBody } from '../../../lib/local/queues/filter-policy.ts';

const attributes = (name: string, DataType: string, StringValue: string) => ({ [name]: { DataType, StringValue } });
const passes = (conditions: unknown[], DataType: string, value: string) =>
  matchesAttributes(filterPolicy.parse({ a: conditions }), attributes('a', DataType, value));

test.each([
  [['x', 'y'], 'String', 'y', true],
  [['x'], 'String', 'z', false],
  [[{ prefix: 'ab' }], 'String', 'abc', true],
  [[{ suffix: 'bc' }], 'String', 'abc', true],
  [[{ 'equals-ignore-case': 'ABC' }], 'String', 'abc', true],
  [[{ 'anything-but': ['x', 'y'] }], 'String', 'y', false],
  [[{ 'anything-but': 'x' }], 'String', 'y', true],
  [[5], 'Number', '5.0', true],
  [[{ numeric: ['>=', 1, '<', 3] }], 'Number', '3', false],
  [[{ numeric: ['<=', 3] }], 'Number', '3', true],
  [[{ numeric: ['=', 3] }], 'Number', '4', false],
  [['b'], 'String.Array', '["a","b"]', true],
  [[{ exists: true }], 'String', '', true],
])('%j over a %s of %s gives %s', (conditions, type, value, expected) => {
  expect(passes(conditions, type, value)).toBe(expected);
});

test('a missing attribute passes only where it is asked to be missing', () => {
  expect(matchesAttributes(filterPolicy.parse({ a: [{ exists: false }] }), {})).toBe(true);
  expect(matchesAttributes(filterPolicy.parse({ a: ['x'] }), {})).toBe(false);
  expect(matchesAttributes(filterPolicy.parse({ a: [{ 'anything-but': 'x' }] }), {})).toBe(false);
});

test('every name of a policy has to match', () => {
  const policy = filterPolicy.parse({ a: ['x'], b: ['y'] });
  expect(matchesAttributes(policy, { ...attributes('a', 'String', 'x'), ...attributes('b', 'String', 'z') })).toBe(
    false,
  );
});

test('a policy over the body goes into objects and over lists, and never passes what is no JSON', () => {
  const policy = filterPolicy.parse({ mail: { tags: { kind: ['a'] } }, bounced: [true] });
  expect(matchesBody(policy, '{"mail":{"tags":{"kind":["b","a"]}},"bounced":true}')).toBe(true);
  expect(matchesBody(policy, '{"mail":{"tags":{"kind":["b"]}},"bounced":true}')).toBe(false);
  expect(matchesBody(policy, 'plain text')).toBe(false);
});

test.each([{ $or: [{ a: ['x'] }] }, { a: [{ cidr: '10.0.0.0/8' }] }, { a: [{ wildcard: 'a*' }] }, { a: [] }])(
  'the policy %j is refused, not passed over',
  (policy) => {
    expect(filterPolicy.safeParse(policy).success).toBe(false);
  },
);
