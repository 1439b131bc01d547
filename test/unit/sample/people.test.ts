import { sampleBusinesses } from '../../../lib/local/sample/businesses.ts';
import { samplePeople } from '../../../lib/local/sample/people.ts';

const people = samplePeople();
const businesses = new Map(sampleBusinesses().map((business) => [business.slug, business]));
const listed = people.filter((person) => person.listed);
const normalised = (email: string) => email.trim().toLowerCase();

test('the contact list has about 140 rows and everybody works at a business of the sample world', () => {
  expect(listed.length).toBeGreaterThanOrEqual(135);
  expect(listed.length).toBeLessThanOrEqual(150);
  expect(people.filter(({ business }) => !businesses.has(business))).toEqual([]);
});

test('no address of the sample world can receive mail', () => {
  for (const { email } of people) {
    const domain = normalised(email).split(/[@\s]/).at(-1) ?? '';
    expect(email === '' || domain.endsWith('.example') || !domain.includes('.')).toBe(true);
  }
});

test('nobody appears at two businesses', () => {
  const employers = new Map<string, Set<string>>();
  for (const { firstName, lastName, business } of people.filter(({ lastName }) => lastName !== '')) {
    const name = `${firstName} ${lastName}`.toLowerCase();
    employers.set(name, (employers.get(name) ?? new Set()).add(business));
  }
  expect([...employers].filter(([, at]) => at.size > 1)).toEqual([]);
});

test('the list carries the dirt of real lists', () => {
  const addresses = listed.map(({ email }) => normalised(email)).filter((email) => email !== '');
  expect(addresses.length - new Set(addresses).size).toBeGreaterThanOrEqual(3);
  expect(listed.filter(({ email }) => email === '').length).toBeGreaterThanOrEqual(2);
  expect(listed.filter(({ title }) => title === '').length).toBeGreaterThanOrEqual(3);
  expect(listed.filter(({ email }) => email !== email.trim())).toHaveLength(1);
  expect(listed.filter(({ email }) => /^(info|sales|office|support)@/.test(email)).length).toBeGreaterThanOrEqual(3);
  expect(listed.filter(({ email }) => email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())).length).toBe(4);
});

test('some people are found on a website only', () => {
  const onlyThere = people.filter((person) => person.onSite && !person.listed);
  expect(onlyThere.length).toBeGreaterThanOrEqual(20);
  expect(onlyThere.every(({ business }) => businesses.get(business)?.website !== null)).toBe(true);
});
