import fc from 'fast-check';
import type { Company } from '../../../functions/discovery/company.ts';
import { readAskedPlace } from '../../../functions/discovery/places.ts';
import { growthFit } from '../../../functions/scoring/growth-fit.ts';
import { createIndustryFit, INDUSTRY_MATCH } from '../../../functions/scoring/industry-fit.ts';
import { locationFit } from '../../../functions/scoring/location-fit.ts';
import { rangeFit, rangeValue } from '../../../functions/scoring/range-fit.ts';
import { aCompany } from '../../support/a-company.ts';

const PEOPLE = { number: String, unit: () => ' people' };
const NOW = new Date('2026-11-21T00:00:00.000Z');

const industry = (industries: string[], company: Partial<Company>, keywords: string[] = []) =>
  createIndustryFit({ industries, keywords, technologies: [], businessModels: [] })(aCompany(company));
const fitValue = (fit: ReturnType<typeof industry>): number => {
  if (fit.kind !== 'known') throw new Error(`${fit.kind}: ${fit.reason}`);
  return fit.value;
};

test.each([
  [20, 1],
  [200, 1],
  [100, 1],
  [400, 0.5],
  [10, 0.5],
  [800, 0],
  [5, 0],
  [9_999, 0],
])('%d people against 20–200 is %d', (value, expected) => {
  expect(rangeValue(value, { min: 20, max: 200 })).toBeCloseTo(expected, 10);
});

test('a range has no cliff: a step of one part in a thousand moves the value by less than one in a thousand', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (value) => {
      const range = { min: 20, max: 200 };
      expect(Math.abs(rangeValue(value, range) - rangeValue(value * 1.001, range))).toBeLessThan(0.001);
    }),
  );
});

test('the further outside, the less', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 200, max: 1e4, noNaN: true }),
      fc.double({ min: 1, max: 3, noNaN: true }),
      (value, further) => {
        expect(rangeValue(value * further, { max: 200 })).toBeLessThanOrEqual(rangeValue(value, { max: 200 }));
      },
    ),
  );
});

test('a range open on one side falls on the other only', () => {
  expect(rangeValue(1e9, { min: 20 })).toBe(1);
  expect(rangeValue(1, { max: 20 })).toBe(1);
  expect(rangeValue(0, { min: 20 })).toBe(0);
  expect(rangeValue(5, { max: 0 })).toBe(0);
});

test('a range that asks nothing is not asked; a number that is not known is unknown', () => {
  expect(rangeFit('headcount', 5, {}, PEOPLE).kind).toBe('not_asked');
  expect(rangeFit('headcount', 5, { min: 0 }, PEOPLE).kind).toBe('not_asked');
  expect(rangeFit('headcount', null, { min: 5 }, PEOPLE).kind).toBe('unknown');
  expect(rangeFit('headcount', 300, { min: 20, max: 200 }, PEOPLE)).toMatchObject({
    reason: 'Above 20–200 people',
    evidence: '300 people',
  });
});

test('the same industry is 1, a part of it nearly, a broader one about half, another branch nothing', () => {
  expect(fitValue(industry(['Fintech'], { industries: ['Financial technology'] }))).toBe(1);
  expect(fitValue(industry(['Fintech'], { industries: ['Payments'] }))).toBeGreaterThanOrEqual(0.9);
  expect(fitValue(industry(['Payments'], { industries: ['Fintech'] }))).toBeCloseTo(0.5, 10);
  expect(fitValue(industry(['Payments'], { industries: ['Veterinary'] }))).toBe(0);
});

test('tells software development from hardware, even when each speaks of the other', () => {
  const hardware = {
    industries: ['Hardware'],
    oneLiner: 'A device with its own software platform and API',
    description: 'Our software runs on the device.',
  };
  const software = {
    industries: ['Software Development'],
    oneLiner: 'Software for hardware makers',
    description: 'Sensors and devices.',
  };
  expect(fitValue(industry(['Software Development'], hardware))).toBeLessThan(0.4);
  expect(fitValue(industry(['Hardware'], software))).toBeLessThan(0.4);
  expect(fitValue(industry(['Software Development'], software))).toBe(1);
  expect(fitValue(industry(['Hardware'], hardware))).toBe(1);
});

test('a tag counts nearly as an industry, and is no more than a hint where the industries are of another trade', () => {
  expect(fitValue(industry(['SaaS'], { industries: ['B2B'], keywords: ['SaaS'] }))).toBeCloseTo(0.95, 10);
  const against = { industries: ['Restaurants'], keywords: ['Fintech'] };
  expect(fitValue(industry(['Fintech'], against))).toBeLessThan(INDUSTRY_MATCH);
  const borneOut = { ...against, oneLiner: 'Payments and banking for restaurants' };
  expect(fitValue(industry(['Fintech'], borneOut))).toBeGreaterThanOrEqual(INDUSTRY_MATCH);
});

test('a tag that none of the words bear out is no match by itself', () => {
  const company = {
    industries: ['B2B'],
    keywords: ['Education'],
    oneLiner: 'A debit card',
    description: 'We issue cards.',
  };
  expect(fitValue(industry(['Education'], company))).toBeLessThan(INDUSTRY_MATCH);
  expect(
    fitValue(industry(['Education'], { ...company, oneLiner: 'A debit card for students and teachers' })),
  ).toBeGreaterThanOrEqual(INDUSTRY_MATCH);
});

test('whom a company serves neither speaks for nor against its trade', () => {
  expect(fitValue(industry(['Developer tools'], { industries: ['B2B'] }))).toBe(0);
  const told = { oneLiner: 'Code review for developers', description: 'An IDE.' };
  expect(fitValue(industry(['Developer tools'], { ...told, industries: ['B2B'] }))).toBe(
    fitValue(industry(['Developer tools'], told)),
  );
});

test('companies of any trade may make software: their industry leaves that to their words', () => {
  const proptech = {
    industries: ['Real Estate'],
    oneLiner: 'A software platform with an API and dashboards for property managers',
  };
  expect(fitValue(industry(['Software Development'], proptech))).toBeGreaterThanOrEqual(INDUSTRY_MATCH);
  const broker = { industries: ['Real Estate'], oneLiner: 'We sell family homes' };
  expect(fitValue(industry(['Software Development'], broker))).toBe(0);
  // A trade is not a kind of product: there labels of another one do stand against the words.
  expect(fitValue(industry(['Developer tools'], { ...proptech, oneLiner: 'An API for developers' }))).toBeLessThan(0.4);
});

test('a heading that a directory files a trade under tells nothing of its companies; their words do', () => {
  const filed = { industries: ['Industrial Bio', 'Healthcare'] };
  const dairy = { ...filed, oneLiner: 'Dairy from plants' };
  expect(fitValue(industry(['Healthcare'], dairy))).toBeLessThan(INDUSTRY_MATCH);
  expect(fitValue(industry(['Biotechnology'], dairy))).toBeLessThan(INDUSTRY_MATCH);
  const enzymes = { ...filed, oneLiner: 'Enzymes made by engineered microbes' };
  expect(fitValue(industry(['Biotechnology'], enzymes))).toBeGreaterThanOrEqual(INDUSTRY_MATCH);
  expect(fitValue(industry(['Industrial Bio'], dairy))).toBe(1);
  expect(fitValue(industry(['Healthcare'], { industries: ['Healthcare', 'Digital Health'] }))).toBeGreaterThan(0.9);
});

test('who serves an industry speaks its words without being of it', () => {
  const vendor = { industries: ['Legal Software'], oneLiner: 'For law firms, attorneys and solicitors' };
  expect(fitValue(industry(['Law firms'], vendor))).toBeLessThan(INDUSTRY_MATCH);
});

test('without labels the description tells, but never as surely as a label', () => {
  const told = fitValue(
    industry(['Fintech'], { oneLiner: 'Payments and lending for banks', description: 'A fintech platform.' }),
  );
  expect(told).toBeGreaterThan(0.4);
  expect(told).toBeLessThan(0.95);
  expect(fitValue(industry(['Fintech'], { oneLiner: 'We walk dogs' }))).toBe(0);
});

test('a label that puts two industries together is a looser claim to each', () => {
  const both = fitValue(industry(['Fintech'], { industries: ['Fintech and Gaming'] }));
  expect(both).toBeGreaterThan(0.5);
  expect(both).toBeLessThan(1);
});

test('a word inside another word is not that word', () => {
  expect(fitValue(industry(['Developer tools'], { description: 'A rapid apiary of drapieries.' }))).toBe(0);
});

test('an industry outside the taxonomy is found by its words', () => {
  expect(fitValue(industry(['Underwater basketry'], { industries: ['Underwater Basketry'] }))).toBe(1);
  expect(fitValue(industry(['Underwater basketry supplies'], { industries: ['Underwater basketry'] }))).toBeGreaterThan(
    0.5,
  );
  expect(fitValue(industry(['Underwater basketry'], { oneLiner: 'The home of underwater basketry' }))).toBeGreaterThan(
    0.3,
  );
});

test('keywords add to an industry, and are the measure where no industry is asked', () => {
  const company = { industries: ['Fintech'], keywords: ['API'], description: 'Open banking.' };
  expect(fitValue(industry(['Payments'], company, ['API', 'Crypto']))).toBeGreaterThan(
    fitValue(industry(['Payments'], company)),
  );
  expect(fitValue(industry([], company, ['API', 'Crypto']))).toBe(0.75);
  expect(fitValue(industry([], company, ['Robots']))).toBe(0);
});

test('no industry asked is not asked; nothing told is unknown', () => {
  expect(industry([], { industries: ['Fintech'] }).kind).toBe('not_asked');
  expect(industry(['Fintech'], {}).kind).toBe('unknown');
});

test('says what it rests on', () => {
  expect(industry(['Fintech'], { industries: ['B2B', 'Payments'] })).toMatchObject({
    reason: '“Payments” is part of Fintech',
    evidence: 'Payments',
  });
  expect(industry(['Restaurants'], { industries: ['Restaurant Tech'] })).toMatchObject({
    reason: '“Restaurant Tech” serves Restaurants',
  });
});

const grows = (
  company: Partial<Company>,
  icp: { growth?: boolean; fundingStages?: string[]; companyAge?: { min?: number; max?: number } } = {},
) => growthFit({ growth: true, fundingStages: [], companyAge: {}, ...icp }, aCompany(company), NOW);

test('hiring, funding and a recent launch each show growth, together more', () => {
  const hiring = fitValue(grows({ hiring: true }));
  const both = fitValue(grows({ hiring: true, fundingStage: 'Series A' }));
  const all = fitValue(grows({ hiring: true, fundingStage: 'Series A', foundedYear: 2025 }));
  expect([hiring, both, all]).toEqual([hiring, both, all].toSorted((a, b) => a - b));
  expect(all).toBeGreaterThan(0.9);
  expect(all).toBeLessThanOrEqual(1);
  expect(fitValue(grows({ hiring: false, foundedYear: 1990, fundingStage: 'Bootstrapped' }))).toBe(0);
});

test('a launch fades after two years, without a cliff', () => {
  const values = [2026, 2025, 2024, 2023, 2022, 2021, 2020].map((foundedYear) => fitValue(grows({ foundedYear })));
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(values[0]).toBeCloseTo(0.6, 10);
  expect(values.at(-1)).toBe(0);
  for (const [at, value] of values.entries()) expect(value - (values[at + 1] ?? 0)).toBeLessThan(0.25);
});

test('an ICP that does not ask for growth puts a company without it in the middle, not at the bottom', () => {
  expect(fitValue(grows({ hiring: false }, { growth: false }))).toBe(0.5);
  expect(fitValue(grows({ hiring: true }, { growth: false }))).toBeGreaterThan(0.8);
});

test('wanted funding stages and ages count', () => {
  expect(fitValue(grows({ fundingStage: 'Seed' }, { fundingStages: ['Series A'] }))).toBe(0);
  expect(fitValue(grows({ fundingStage: 'series a' }, { fundingStages: ['Series A'] }))).toBeCloseTo(0.6, 10);
  expect(fitValue(grows({ hiring: true, foundedYear: 1990 }, { companyAge: { max: 5 } }))).toBe(0);
  expect(fitValue(grows({ hiring: true, foundedYear: 2020 }, { companyAge: { min: 2 } }))).toBeCloseTo(0.7, 10);
});

test('money of a recent round counts whole, and fades without a cliff', () => {
  const funded = (lastFundedAt: string) => fitValue(grows({ fundingStage: 'Series A', lastFundedAt }));
  expect(funded('2026-06-01')).toBe(fitValue(grows({ fundingStage: 'Series A' })));
  expect(funded('2024-09-01')).toBeGreaterThan(0);
  expect(funded('2024-09-01')).toBeLessThan(funded('2025-01-01'));
  expect(funded('2020-01-01')).toBe(0);
  expect(fitValue(grows({ lastFundedAt: '2026-06-01' }))).toBeCloseTo(0.6, 10);
});

test('a headcount that grows is a sign of growth, the faster the stronger; one that shrinks is none', () => {
  const at = (headcountChange: number) => fitValue(grows({ headcountChange }));
  expect([at(-0.3), at(0), at(0.25), at(0.5), at(3)]).toEqual([0, 0, 0.35, 0.7, 0.7]);
});

test('one more sign of growth never takes growth away', () => {
  const signs = fc.record(
    {
      hiring: fc.boolean(),
      fundingStage: fc.constantFrom('Seed', 'Series A', 'Bootstrapped'),
      lastFundedAt: fc.constantFrom('2026-01-01', '2024-06-01', '2019-01-01'),
      foundedYear: fc.integer({ min: 1990, max: 2026 }),
    },
    { requiredKeys: ['hiring'] },
  );
  fc.assert(
    fc.property(signs, fc.double({ min: -1, max: 5, noNaN: true }), (told, headcountChange) => {
      expect(fitValue(grows({ ...told, headcountChange }))).toBeGreaterThanOrEqual(fitValue(grows(told)));
    }),
  );
});

test('nothing known of growth is unknown', () => {
  expect(grows({}).kind).toBe('unknown');
});

const lies = (asked: string[], company: Partial<Company>) => locationFit(asked.map(readAskedPlace), aCompany(company));

test('the nearest of several places counts, and what is asked decides how near', () => {
  const company = { locations: ['Lagos, Nigeria', 'Austin, TX, USA'], country: 'NG' };
  expect(lies(['United States'], company)).toMatchObject({
    value: 1,
    reason: 'In United States',
    evidence: 'Austin, TX, USA',
  });
  expect(lies(['Dallas, TX'], company)).toMatchObject({ value: 0.6 });
  expect(lies(['Europe'], company)).toMatchObject({ value: 0, reason: 'Outside the wanted places' });
  expect(lies(['Europe', 'Nigeria'], company)).toMatchObject({ value: 1 });
});

test('remote counts for any place', () => {
  expect(lies(['Germany'], { remote: true, locations: ['Austin, TX, USA'], country: 'US' })).toMatchObject({
    value: 1,
  });
});

test('the country column counts where no place is told', () => {
  expect(lies(['Europe'], { country: 'DE' })).toMatchObject({ value: 1 });
  expect(lies(['Europe'], { locations: ['Springfield'], country: 'DE' })).toMatchObject({ value: 1 });
});

test('no place asked is not asked; none told is unknown', () => {
  expect(lies([], { country: 'DE' }).kind).toBe('not_asked');
  expect(lies(['Germany'], {}).kind).toBe('unknown');
  expect(lies(['Germany'], { locations: ['Springfield'] }).kind).toBe('unknown');
});
