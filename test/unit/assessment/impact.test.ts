import fc from 'fast-check';
import { CATEGORIES, type Category, SEVERITIES, type Severity } from '../../../functions/assessment/contract.ts';
import {
  COMPANY_SIZES,
  IMPACT_INDUSTRIES,
  type ImpactAssumptions,
  type ImpactEstimate,
} from '../../../functions/assessment/impact/contract.ts';
import { estimateImpact } from '../../../functions/assessment/impact/estimate-impact.ts';
import { impactIndustry, sizeOf } from '../../../functions/assessment/impact/industries.ts';
import { lossRate, SEVERITY_WEIGHTS } from '../../../functions/assessment/impact/loss-rates.ts';

const finding = fc.record({ category: fc.constantFrom(...CATEGORIES), severity: fc.constantFrom(...SEVERITIES) });
const findings = fc.array(finding, { maxLength: 80 });
const assumptions: fc.Arbitrary<ImpactAssumptions> = fc.record({
  annualRevenueUsd: fc.option(fc.integer({ min: 0, max: 10_000_000_000 }), { nil: null }),
  industry: fc.constantFrom(...IMPACT_INDUSTRIES),
  companySize: fc.option(fc.constantFrom(...COMPANY_SIZES), { nil: null }),
  onlineDependence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
});
const KNOWN: ImpactAssumptions = {
  annualRevenueUsd: 1_200_000,
  industry: 'ecommerce',
  companySize: null,
  onlineDependence: 0.5,
};
const sum = (estimates: readonly ImpactEstimate[], bound: keyof ImpactEstimate): number =>
  estimates.reduce((total, estimate) => total + estimate[bound], 0);

test('one finding costs revenue × β × online dependence', () => {
  const { estimates } = estimateImpact([{ category: 'performance', severity: 'critical' }], KNOWN);
  expect(estimates[0]?.estimateUsd).toBe(Math.floor(100_000 * 0.08 * 0.5));
});

test('P1 to P4 weigh 1, 0.7, 0.4 and 0.1', () => {
  const rates = SEVERITIES.map((severity) => lossRate('seo', severity) / lossRate('seo', 'critical'));
  expect(rates.map((rate) => Number(rate.toFixed(6)))).toEqual([1, 0.7, 0.4, 0.1]);
  expect(SEVERITY_WEIGHTS).toEqual({ critical: 1, high: 0.7, medium: 0.4, low: 0.1 });
});

test('amounts are never negative, and every interval holds its estimate', () => {
  fc.assert(
    fc.property(findings, assumptions, (found, given) => {
      const { estimates, summary } = estimateImpact(found, given);
      expect(estimates).toHaveLength(found.length);
      for (const { lowUsd, estimateUsd, highUsd } of [...estimates, summary.total]) {
        expect(Number.isInteger(lowUsd) && Number.isInteger(estimateUsd) && Number.isInteger(highUsd)).toBe(true);
        expect(lowUsd).toBeGreaterThanOrEqual(0);
        expect(estimateUsd).toBeGreaterThanOrEqual(lowUsd);
        expect(highUsd).toBeGreaterThanOrEqual(estimateUsd);
      }
    }),
  );
});

test('all findings together cost no more than there is to lose, at either bound', () => {
  fc.assert(
    fc.property(findings, assumptions, (found, given) => {
      const { estimates, summary } = estimateImpact(found, given);
      const { monthlyRevenueUsd: revenue, onlineDependence } = summary;
      expect(sum(estimates, 'estimateUsd')).toBeLessThanOrEqual((revenue.estimateUsd + 1) * onlineDependence);
      expect(sum(estimates, 'highUsd')).toBeLessThanOrEqual((revenue.highUsd + 1) * onlineDependence);
    }),
  );
});

test('the total is the sum of what is shown of each finding', () => {
  fc.assert(
    fc.property(findings, assumptions, (found, given) => {
      const { estimates, summary } = estimateImpact(found, given);
      for (const bound of ['lowUsd', 'estimateUsd', 'highUsd'] as const)
        expect(summary.total[bound]).toBe(sum(estimates, bound));
    }),
  );
});

test('more revenue and more dependence never cost less', () => {
  const revenue = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(findings, revenue, revenue, (found, one, other) => {
      const at = (annualRevenueUsd: number) => estimateImpact(found, { ...KNOWN, annualRevenueUsd }).estimates;
      const [less, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
      less.forEach((estimate, index) => {
        expect(estimate.highUsd).toBeLessThanOrEqual(more[index]?.highUsd ?? -1);
        expect(estimate.estimateUsd).toBeLessThanOrEqual(more[index]?.estimateUsd ?? -1);
      });
    }),
  );
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(findings, share, share, (found, one, other) => {
      const at = (onlineDependence: number) => estimateImpact(found, { ...KNOWN, onlineDependence }).summary.total;
      expect(at(Math.min(one, other)).estimateUsd).toBeLessThanOrEqual(at(Math.max(one, other)).estimateUsd);
    }),
  );
});

test('a worse severity never costs less than a milder one beside it', () => {
  const order = (category: Category, worse: Severity, milder: Severity) => {
    const { estimates } = estimateImpact(
      [
        { category, severity: worse },
        { category, severity: milder },
      ],
      KNOWN,
    );
    return (estimates[0]?.estimateUsd ?? 0) >= (estimates[1]?.estimateUsd ?? 0);
  };
  for (const category of CATEGORIES)
    SEVERITIES.forEach((worse, at) => {
      for (const milder of SEVERITIES.slice(at)) expect(order(category, worse, milder)).toBe(true);
    });
});

test('another finding never makes the whole cheaper', () => {
  fc.assert(
    fc.property(findings, finding, (found, more) => {
      const before = estimateImpact(found, KNOWN).summary.total.estimateUsd;
      const after = estimateImpact([...found, more], KNOWN).summary.total.estimateUsd;
      // Each amount is rounded down by itself.
      expect(after).toBeGreaterThanOrEqual(before - found.length - 1);
    }),
  );
});

test('without a revenue the amounts are a wider range, and say what they rest on', () => {
  const found = [{ category: 'seo', severity: 'high' }] as const;
  const known = estimateImpact(found, KNOWN);
  const unknown = estimateImpact(found, { ...KNOWN, annualRevenueUsd: null });
  const width = ({ lowUsd, highUsd }: ImpactEstimate): number => highUsd / lowUsd;
  expect(width(unknown.summary.total)).toBeGreaterThan(2 * width(known.summary.total));
  expect(unknown.summary.basis).toBe('typical_revenue');
  expect(unknown.summary.notes[0]).toMatch(/Revenue is not known.*1 to 49 people.*"Online shops"/);
  expect(known.summary).toMatchObject({
    basis: 'given_revenue',
    monthlyRevenueUsd: { lowUsd: 100_000, highUsd: 100_000 },
  });
});

test('a larger company of an industry has more at stake', () => {
  const at = (companySize: (typeof COMPANY_SIZES)[number]) =>
    estimateImpact([{ category: 'seo', severity: 'high' }], { ...KNOWN, annualRevenueUsd: null, companySize }).summary
      .total.estimateUsd;
  const amounts = COMPANY_SIZES.map(at);
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
});

test.each([
  ['Dental clinics', 'health'],
  ['B2B Software', 'software'],
  ['Restaurants', 'restaurants'],
  ['Plumbing contractors', 'home_services'],
  ['Basket weaving', 'other'],
] as const)('companies that call themselves %s are taken for %s', (label, industry) => {
  expect(impactIndustry(label)).toBe(industry);
});

test('sizes are by people', () => {
  expect([1, 9, 10, 49, 50, 249, 250].map(sizeOf)).toEqual([
    '1-9',
    '1-9',
    '10-49',
    '10-49',
    '50-249',
    '50-249',
    '250+',
  ]);
});
