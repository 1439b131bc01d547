import { sampleBusinesses, siteHost } from '../../../lib/local/sample/businesses.ts';
import { sampleIcp } from '../../../lib/local/sample/sample-campaign.ts';
import { sampleSiteCopy } from '../../../lib/local/sample/site-copy.ts';

const businesses = sampleBusinesses();
const within = (
  value: number | null,
  { min = 0, max = Infinity }: { min?: number | undefined; max?: number | undefined },
) => value === null || (value >= min && value <= max);

test('the sample world has sixty businesses of many kinds', () => {
  expect(businesses).toHaveLength(60);
  expect(new Set(businesses.map(({ industry }) => industry)).size).toBeGreaterThanOrEqual(25);
  expect(new Set(businesses.map(({ country }) => country)).size).toBeGreaterThanOrEqual(10);
});

test('slugs, names and hosts are each used once', () => {
  for (const key of ['slug', 'name'] as const)
    expect(new Set(businesses.map((business) => business[key])).size).toBe(businesses.length);
  const hosts = businesses.map(siteHost).filter((host) => host !== null);
  expect(new Set(hosts).size).toBe(hosts.length);
});

test('about half fit the sample ICP on every known figure', () => {
  const fitting = businesses.filter(
    ({ industry, headcount, revenueUsd, country, status }) =>
      sampleIcp.industries.includes(industry) &&
      sampleIcp.locations.includes(country) &&
      within(headcount, sampleIcp.headcount) &&
      within(revenueUsd, sampleIcp.revenue) &&
      status === 'Active',
  );
  expect(fitting.length).toBeGreaterThanOrEqual(25);
  expect(fitting.length).toBeLessThanOrEqual(30);
});

test('awkward businesses are among them', () => {
  expect(businesses.filter(({ website }) => website === null)).toHaveLength(1);
  expect(businesses.filter(({ status }) => status === 'Inactive')).toHaveLength(1);
  expect(businesses.filter(({ revenueUsd }) => revenueUsd === null).length).toBeGreaterThanOrEqual(5);
  expect(businesses.some(({ name }) => /[äöü]/.test(name))).toBe(true);
  expect(businesses.some(({ name }) => /\p{Script=Han}/u.test(name))).toBe(true);
  expect(businesses.some(({ headcount }) => headcount !== null && headcount > 1000)).toBe(true);
  expect(businesses.filter(({ alsoListedAs }) => alsoListedAs.length > 0).length).toBeGreaterThanOrEqual(3);
});

test('every other spelling of a website is the same host', () => {
  for (const business of businesses)
    for (const { website } of business.alsoListedAs) {
      const { hostname } = new URL(/^https?:/i.test(website) ? website : `http://${website}`);
      expect(hostname.replace(/^www\./, '')).toBe(siteHost(business));
    }
});

test('a business has copy exactly when it has a website', () => {
  const withSite = businesses.filter(({ website }) => website !== null).map(({ slug }) => slug);
  expect(Object.keys(sampleSiteCopy()).sort()).toEqual(withSite.sort());
});
