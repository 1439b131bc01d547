import type { Company } from '../../../functions/discovery/company.ts';
import { createHardFilter } from '../../../functions/discovery/hard-filters.ts';
import { aCompany } from '../../support/a-company.ts';

const reasonFor = (icp: { excludeIndustries?: string[]; excludeLocations?: string[] }, company: Partial<Company>) =>
  createHardFilter({ excludeIndustries: [], excludeLocations: [], ...icp })(aCompany(company));

test('leaves out the closed and those without a website, keeps the acquired', () => {
  expect(reasonFor({}, { status: 'closed' })).toBe('closed');
  expect(reasonFor({}, { website: '' })).toBe('no_website');
  expect(reasonFor({}, { status: 'acquired' })).toBeNull();
});

test.each<[string[], Partial<Company>, boolean]>([
  [['Healthcare'], { industries: ['Healthcare'] }, true],
  [['healthcare'], { industries: ['Medical Devices'] }, true],
  [['Fintech'], { industries: ['Payments', 'B2B'] }, true],
  [['Payments'], { industries: ['Fintech'] }, false],
  [['Healthcare'], { industries: ['B2B'], keywords: ['Healthcare'] }, true],
  [['Healthcare'], { industries: ['B2B'], keywords: ['Telehealth'] }, false],
  [['Hardware'], { industries: ['Software Development'] }, false],
  [['Restaurants'], { industries: ['Restaurant Tech'] }, false],
  [['Underwater basketry'], { industries: ['Underwater Basketry'] }, true],
  [['Healthcare'], {}, false],
])('excluding %j of %j is %p', (excludeIndustries, company, excluded) => {
  expect(reasonFor({ excludeIndustries }, company)).toBe(excluded ? 'excluded_industry' : null);
});

test.each<[string, Partial<Company>, boolean]>([
  ['Germany', { locations: ['Berlin, Germany'], country: 'DE' }, true],
  ['Europe', { locations: [], country: 'DE' }, true],
  ['Germany', { locations: ['Paris, France', 'Berlin, Germany'], country: 'FR' }, false],
  ['California', { locations: ['Los Angeles, CA, USA'], country: 'US' }, true],
  ['California', { locations: ['Austin, TX, USA'], country: 'US' }, false],
  ['Remote', { locations: ['Austin, TX, USA'], country: 'US', remote: true }, true],
  ['Germany', {}, false],
])('excluding the place %s of %j is %p', (place, company, excluded) => {
  expect(reasonFor({ excludeLocations: [place] }, company)).toBe(excluded ? 'excluded_location' : null);
});
