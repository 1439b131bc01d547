import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { sampleBusinesses } from '../../../lib/local/sample/businesses.ts';
import { companiesCsv, contactsCsv } from '../../../lib/local/sample/imports.ts';
import { samplePeople } from '../../../lib/local/sample/people.ts';

const file = (name: string) => readFileSync(new URL(`../../../lib/local/sample/${name}`, import.meta.url), 'utf8');
const businesses = sampleBusinesses();
const people = samplePeople();
const rows = (text: string): Record<string, string>[] => parse(text, { columns: true });

// Both are written anew by `node lib/local/sample/imports.ts`.
test('the committed lists agree with the data they are made from', () => {
  expect(file('sample-companies.csv')).toBe(companiesCsv(businesses));
  expect(file('sample-contacts.csv')).toBe(contactsCsv(people, businesses));
});

test('the company list parses and gives every business back, repeats last', () => {
  const parsed = rows(file('sample-companies.csv'));
  const repeats = businesses.reduce((sum, { alsoListedAs }) => sum + alsoListedAs.length, 0);
  expect(parsed).toHaveLength(businesses.length + repeats);
  businesses.forEach((business, index) => {
    expect(parsed[index]).toMatchObject({
      Company: business.name,
      Website: business.website ?? '',
      Description: business.description,
      Employees: String(business.headcount ?? ''),
      'Revenue (USD)': String(business.revenueUsd ?? ''),
      Status: business.status,
    });
  });
});

test('the contact list has the columns of the lists that users bring, in their order', () => {
  expect(file('sample-contacts.csv').split('\n')[0]).toBe(
    'Company Website,Company,First Name,Last Name,Job Title,Email,Location',
  );
  const parsed = rows(file('sample-contacts.csv'));
  expect(parsed.map(({ Email }) => Email)).toEqual(people.filter(({ listed }) => listed).map(({ email }) => email));
});
