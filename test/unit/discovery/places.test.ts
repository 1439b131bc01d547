import { closeness, countryOf, readAskedPlace, readPlace } from '../../../functions/discovery/places.ts';

test.each([
  ['USA', 'US'],
  ['United States', 'US'],
  ['u.s.', 'US'],
  ['UK', 'GB'],
  ['England', 'GB'],
  ['Deutschland', 'DE'],
  ['deu', 'DE'],
  ['de', 'DE'],
  ['Türkiye', 'TR'],
  ['Turkey', 'TR'],
  ["Côte d'Ivoire", 'CI'],
  ['Czech Republic', 'CZ'],
  ['South Korea', 'KR'],
])('knows %s', (text, code) => {
  expect(countryOf(text)).toBe(code);
});

test('knows no country where none is named', () => {
  expect(['Atlantis', '', 'Remote', 'zz'].map(countryOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  ['London, England, United Kingdom', { city: 'London', region: 'England', country: 'GB' }],
  ['San Francisco, CA, USA', { city: 'San Francisco', region: 'CA', country: 'US' }],
  ['San Francisco, CA', { city: 'San Francisco', region: 'CA', country: 'US' }],
  ['Toronto, ON', { city: 'Toronto', region: 'ON', country: 'CA' }],
  ['Copenhagen, Denmark', { city: 'Copenhagen', region: null, country: 'DK' }],
  ['California, USA', { city: null, region: 'California', country: 'US' }],
  ['New York, USA', { city: 'New York', region: null, country: 'US' }],
  ['Atlanta, Georgia', { city: 'Atlanta', region: 'Georgia', country: 'US' }],
  ['Tbilisi, Georgia', { city: 'Tbilisi', region: null, country: 'GE' }],
  ['Germany', { city: null, region: null, country: 'DE' }],
  ['Berlin', { city: 'Berlin', region: null, country: null }],
  ['', { city: null, region: null, country: null }],
])('reads the parts of %j', (text, place) => {
  expect(readPlace(text)).toEqual({ ...place, remote: false });
});

test('reads remote work, with the place beside it', () => {
  expect(readPlace('Remote')).toEqual({ city: null, region: null, country: null, remote: true });
  expect(readPlace('Remote (USA)')).toMatchObject({ country: 'US', remote: true });
});

const near = (place: string, asked: string) => closeness(readPlace(place), readAskedPlace(asked));

test.each([
  ['London, England, United Kingdom', 'Europe', 1],
  ['London, England, United Kingdom', 'EU', 0],
  ['Berlin, Berlin, Germany', 'DACH', 1],
  ['Lagos, Lagos, Nigeria', 'EMEA', 1],
  ['Austin, TX, USA', 'United States', 1],
  ['Austin, TX, USA', 'America / Canada', 1],
  ['Austin, TX, USA', 'Texas', 1],
  ['Austin, TX, USA', 'California', 0.3],
  ['Palo Alto, CA, USA', 'San Francisco Bay Area', 1],
  ['Austin, TX, USA', 'Bay Area', 0.3],
  ['Austin, TX, USA', 'Austin', 1],
  ['Dallas, TX, USA', 'Austin, TX', 0.6],
  ['Portland, OR, USA', 'Austin, TX, USA', 0.3],
  ['Austin, TX, USA', 'Austin, Germany', 0],
  ['New York, NY, USA', 'New York', 1],
  ['Austin, TX, USA', 'Germany', 0],
  ['Austin', 'Germany', null],
  ['', 'Germany', null],
  ['Remote', 'Remote', 1],
])('%j is as near to %j as %p', (place, asked, expected) => {
  expect(near(place, asked)).toBe(expected);
});
