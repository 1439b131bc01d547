import fc from 'fast-check';
import {
  industriesOf,
  industryKey,
  industryRelation,
  meaningOf,
} from '../../../functions/discovery/industry-taxonomy.ts';

const nearness = (asked: string, given: string): number =>
  Math.max(0, ...industriesOf(asked).flatMap((a) => industriesOf(given).map((b) => industryRelation(a, b).closeness)));

test.each([
  ['software development', 'Software'],
  ['SaaS companies', 'B2B Software'],
  ['Developer tools', 'Developer Tools'],
  ['Dentists', 'Dentists'],
  ['dental practice', 'Dentists'],
  ['Crypto / Web3', 'Crypto and Web3'],
  ['Metalworking Machinery Manufacturing', 'Manufacturing'],
  ['Wood Furniture Manufacturing', 'Manufacturing'],
  ['Retail Luxury Pens', 'Retail'],
  ['Beekeeper software', 'B2B Software'],
])('knows what is meant by %j', (label, industry) => {
  expect(industriesOf(label)).toContain(industry);
});

test('a label may mean two industries, and one that is not known means none', () => {
  expect(meaningOf('Fintech and Gaming')).toMatchObject({ industries: ['Fintech', 'Gaming'], sure: false });
  expect(meaningOf('Health and Medical')).toMatchObject({ industries: ['Healthcare'], sure: true });
  expect(industriesOf('Underwater basketry')).toEqual([]);
});

test('tells software from hardware', () => {
  expect(nearness('Software Development', 'Hardware')).toBe(0);
  expect(nearness('Hardware', 'SaaS')).toBe(0);
});

test('the same is nearest, then a part, then a broader one, then another of the branch, then another branch', () => {
  const order = [
    nearness('Fintech', 'Financial Technology'),
    nearness('Fintech', 'Payments'),
    nearness('Payments', 'Fintech'),
    nearness('Payments', 'Lending'),
    nearness('Payments', 'Veterinary'),
  ];
  expect(order[0]).toBe(1);
  expect(order.at(-1)).toBe(0);
  expect(order).toEqual(order.toSorted((a, b) => b - a));
  expect(new Set(order).size).toBe(order.length);
});

test('who sells to an industry is not a part of it', () => {
  expect(nearness('Restaurants', 'Restaurant Tech')).toBe(0.5);
  expect(nearness('B2B software', 'Restaurant Tech')).toBeGreaterThan(0.9);
});

test('what many companies of an industry are besides counts for about half', () => {
  expect(nearness('Software', 'Fintech')).toBe(0.5);
  expect(nearness('Fintech', 'Software')).toBe(0.3);
});

test('a label by whose form something is made or sold tells that too, of a company', () => {
  expect(meaningOf('Semiconductor Manufacturing')).toMatchObject({
    industries: ['Semiconductors'],
    besides: ['Manufacturing'],
  });
  expect(meaningOf('Retail Apparel').besides).toEqual(['Retail']);
});

test('closeness is between 0 and 1, and 1 only to itself', () => {
  const labels = [
    'Software',
    'B2B',
    'Fintech',
    'Payments',
    'Healthcare',
    'Dentists',
    'Hardware',
    'Robotics',
    'Retail',
    'Gaming',
    'Climate',
    'Education',
    'Legal Services',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...labels), fc.constantFrom(...labels), (asked, given) => {
      const { closeness } = industryRelation(asked, given);
      expect(closeness >= 0 && closeness <= 1).toBe(true);
      expect(closeness === 1).toBe(asked === given);
    }),
  );
});

test('spelling does not matter: case, accents, plural and punctuation', () => {
  expect(industryKey('Crédit & Lending')).toBe(industryKey('credit and lendings'));
});
