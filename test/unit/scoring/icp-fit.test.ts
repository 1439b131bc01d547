import fc from 'fast-check';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { combineFits, type Fits } from '../../../functions/scoring/combine-fits.ts';
import { COMPONENTS } from '../../../functions/scoring/contract.ts';
import { type Fit, known, notAsked, unknown } from '../../../functions/scoring/fit.ts';
import { createIcpFit } from '../../../functions/scoring/icp-fit.ts';
import { aCompany } from '../../support/a-company.ts';

const NOW = Date.parse('2026-11-21T00:00:00.000Z');
const WEIGHTS = { industry: 0.35, size: 0.25, revenue: 0.2, growth: 0.1, location: 0.1 };
const GRADES = { a: 0.8, b: 0.65, c: 0.5 };
const grading = { weights: WEIGHTS, grades: GRADES };
const fits = (told: Partial<Fits>): Fits => ({
  ...{
    industry: known(1, ''),
    size: known(1, ''),
    revenue: known(1, ''),
    growth: known(1, ''),
    location: known(1, ''),
  },
  ...told,
});
const scoreBy = (icp: Partial<IcpCriteria>, company: Partial<Company>) =>
  createIcpFit(IcpCriteria.parse({ name: 'x', ...icp }), NOW)(aCompany(company));

test('the score is the sum of weight times value', () => {
  const { value, confidence, breakdown } = combineFits(
    fits({ industry: known(0.5, ''), size: known(0, ''), growth: known(0.2, '') }),
    grading,
  );
  expect(value).toBeCloseTo(0.35 * 0.5 + 0 + 0.2 + 0.1 * 0.2 + 0.1, 10);
  expect(confidence).toBe(1);
  expect(breakdown.map(({ component, weight }) => [component, weight])).toEqual(Object.entries(WEIGHTS));
});

test('what is not known is not zero: its weight goes to the rest, and confidence falls', () => {
  const { value, confidence, breakdown } = combineFits(
    fits({ industry: known(0.5, ''), revenue: unknown('?') }),
    grading,
  );
  expect(value).toBeCloseTo((0.35 * 0.5 + 0.25 + 0.1 + 0.1) / 0.8, 2);
  expect(confidence).toBeCloseTo(0.8, 10);
  expect(breakdown[2]).toEqual({ component: 'revenue', value: null, weight: 0, reason: '?', evidence: null });
  expect(breakdown.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
});

test('what the ICP does not ask lowers no confidence', () => {
  expect(combineFits(fits({ revenue: notAsked('') }), grading)).toMatchObject({ value: 1, confidence: 1 });
  expect(combineFits(fits({ revenue: notAsked(''), size: unknown('') }), grading).confidence).toBeCloseTo(
    0.55 / 0.8,
    2,
  );
});

test('with nothing known there is no score and no confidence', () => {
  const nothing = unknown('');
  expect(
    combineFits({ industry: nothing, size: nothing, revenue: nothing, growth: nothing, location: nothing }, grading),
  ).toMatchObject({ value: 0, confidence: 0, grade: 'D' });
});

test.each([
  [0.8, 'A'],
  [0.799, 'B'],
  [0.65, 'B'],
  [0.5, 'C'],
  [0.499, 'D'],
])('a score of %d is a %s', (value, grade) => {
  const all = known(value, '');
  expect(combineFits(fits({ industry: all, size: all, revenue: all, growth: all, location: all }), grading).grade).toBe(
    grade,
  );
});

const aFit: fc.Arbitrary<Fit> = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => known(value, 'r')) },
  fc.constant(unknown('u')),
  fc.constant(notAsked('n')),
);
const allFits = fc.record({ industry: aFit, size: aFit, revenue: aFit, growth: aFit, location: aFit });
const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 })
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return Object.fromEntries(COMPONENTS.map((name, at) => [name, (parts[at] ?? 0) / sum])) as IcpCriteria['weights'];
  });

test('score, confidence and weights stay within their bounds', () => {
  fc.assert(
    fc.property(allFits, weights, (given, by) => {
      const { value, confidence, breakdown } = combineFits(given, { weights: by, grades: GRADES });
      for (const number of [value, confidence, ...breakdown.map(({ weight }) => weight)])
        expect(number >= 0 && number <= 1).toBe(true);
      const known_ = breakdown.filter((part) => part.value !== null);
      const most = Math.max(0, ...known_.map((part) => part.value ?? 0));
      expect(value).toBeLessThanOrEqual(most + 1e-3);
    }),
  );
});

test('a better component never gives a worse score', () => {
  fc.assert(
    fc.property(
      allFits,
      weights,
      fc.constantFrom(...COMPONENTS),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, by, name, better) => {
        const before = given[name];
        if (before.kind !== 'known' || better < before.value) return;
        const grades = GRADES;
        expect(
          combineFits({ ...given, [name]: known(better, '') }, { weights: by, grades }).value,
        ).toBeGreaterThanOrEqual(combineFits(given, { weights: by, grades }).value);
      },
    ),
  );
});

const words = fc.constantFrom(
  'Software',
  'SaaS',
  'Fintech',
  'Payments',
  'Healthcare',
  'Hardware',
  'Robotics',
  'B2B',
  'Retail',
  'Basketry',
  'Gaming',
);
const places = fc.constantFrom(
  'Austin, TX, USA',
  'Berlin, Germany',
  'Paris, France',
  'Germany',
  'Toronto, ON',
  'Lagos, Nigeria',
  'Springfield',
);
const companies = fc.record({
  industries: fc.uniqueArray(words, { maxLength: 4 }),
  keywords: fc.uniqueArray(words, { maxLength: 4 }),
  oneLiner: fc.option(fc.array(words, { maxLength: 6 }).map((list) => list.join(' '))),
  description: fc.option(fc.array(words, { maxLength: 12 }).map((list) => list.join(' '))),
  headcount: fc.option(fc.integer({ min: 1, max: 100_000 })),
  revenue: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
  foundedYear: fc.option(fc.integer({ min: 1900, max: 2027 })),
  locations: fc.uniqueArray(places, { maxLength: 3 }),
  remote: fc.boolean(),
  hiring: fc.option(fc.boolean()),
  fundingStage: fc.option(fc.constantFrom('Seed', 'Series A', 'Growth', 'Bootstrapped', 'Who knows')),
});
const range = fc.record(
  { min: fc.integer({ min: 0, max: 500 }), max: fc.integer({ min: 500, max: 10_000 }) },
  { requiredKeys: [] },
);
const icps = fc.record({
  industries: fc.uniqueArray(words, { maxLength: 3 }),
  keywords: fc.uniqueArray(words, { maxLength: 3 }),
  locations: fc.uniqueArray(fc.oneof(places, fc.constantFrom('Europe', 'United States', 'Remote')), { maxLength: 3 }),
  headcount: range,
  revenue: range,
  companyAge: fc.constantFrom({}, { min: 2 }, { max: 10 }),
  growth: fc.boolean(),
  weights,
});

test('the same company by the same ICP has the same score, whatever the order of its lists', () => {
  fc.assert(
    fc.property(icps, companies, (icp, company) => {
      const score = scoreBy(icp, company);
      expect(scoreBy(icp, company)).toEqual(score);
      const turned = {
        ...company,
        industries: company.industries.toReversed(),
        keywords: company.keywords.toReversed(),
        locations: company.locations.toReversed(),
      };
      const turnedIcp = { ...icp, industries: icp.industries.toReversed(), locations: icp.locations.toReversed() };
      const { value, confidence } = scoreBy(turnedIcp, turned);
      expect({ value, confidence }).toEqual({ value: score.value, confidence: score.confidence });
    }),
  );
});

test('every component of a real score is within bounds and gives a reason', () => {
  fc.assert(
    fc.property(icps, companies, (icp, company) => {
      const score = scoreBy(icp, company);
      expect(score.breakdown.map(({ component }) => component)).toEqual([...COMPONENTS]);
      for (const { value, reason } of score.breakdown) {
        expect(value === null || (value >= 0 && value <= 1)).toBe(true);
        expect(reason).not.toBe('');
      }
    }),
  );
});

test('a company in the middle of what is wanted is an A, one far from it a D', () => {
  const icp = {
    industries: ['B2B software'],
    headcount: { min: 20, max: 200 },
    revenue: { min: 1_000_000, max: 20_000_000 },
    locations: ['United States'],
    growth: true,
  };
  const good = scoreBy(icp, {
    ...{ industries: ['Software Development'], keywords: ['SaaS'], headcount: 80, revenue: 9_000_000 },
    ...{ hiring: true, fundingStage: 'Series A', foundedYear: 2025, locations: ['Austin, TX, USA'], country: 'US' },
  });
  expect(good).toMatchObject({ grade: 'A', confidence: 1 });
  expect(good.value).toBeGreaterThan(0.95);
  const bad = scoreBy(icp, {
    ...{ industries: ['Restaurants'], headcount: 3, revenue: 90_000, hiring: false, foundedYear: 1990 },
    ...{ locations: ['Lagos, Nigeria'], country: 'NG' },
  });
  expect(bad).toMatchObject({ grade: 'D', value: 0 });
});
