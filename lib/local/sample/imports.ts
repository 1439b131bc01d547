import { writeFileSync } from 'node:fs';
import { type SampleBusiness, sampleBusinesses } from './businesses.ts';
import { type SamplePerson, samplePeople } from './people.ts';

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

const COMPANY_COLUMNS =
  'Company,Website,Industry,Tags,One-liner,Description,Employees,Revenue (USD),Founded,City,Region,Country,Hiring,Funding stage,Status';
const CONTACT_COLUMNS = 'Company Website,Company,First Name,Last Name,Job Title,Email,Location';

const companyRow = (business: SampleBusiness): readonly (string | number)[] => [
  business.name,
  business.website ?? '',
  business.industry,
  business.tags.join('; '),
  business.oneLiner,
  business.description,
  business.headcount ?? '',
  business.revenueUsd ?? '',
  business.founded ?? '',
  business.city,
  business.region,
  business.country,
  business.hiring ? 'Yes' : 'No',
  business.fundingStage ?? '',
  business.status,
];

/** The company list as a user would upload it; the other spellings of a business follow at the end. */
export const companiesCsv = (businesses: readonly SampleBusiness[]): string => {
  const repeats = businesses.flatMap((business) =>
    business.alsoListedAs.map((listing) => companyRow(business).with(0, listing.name).with(1, listing.website)),
  );
  return csv([COMPANY_COLUMNS.split(','), ...businesses.map(companyRow), ...repeats]);
};

/** The contact list as a user would upload it, in the columns of a common export. */
export const contactsCsv = (people: readonly SamplePerson[], businesses: readonly SampleBusiness[]): string => {
  const bySlug = new Map(businesses.map((business) => [business.slug, business]));
  const rows = people
    .filter(({ listed }) => listed)
    .map((person) => {
      const business = bySlug.get(person.business);
      if (business === undefined) throw new Error(`${person.email} is at ${person.business}, which is no business`);
      const { firstName, lastName, title, email, location } = person;
      return [business.website ?? '', business.name, firstName, lastName, title, email, location];
    });
  return csv([CONTACT_COLUMNS.split(','), ...rows]);
};

/** `node lib/local/sample/imports.ts` writes both lists anew after the JSON was edited; a test holds them together. */
if (import.meta.main) {
  const businesses = sampleBusinesses();
  writeFileSync(new URL('sample-companies.csv', import.meta.url), companiesCsv(businesses));
  writeFileSync(new URL('sample-contacts.csv', import.meta.url), contactsCsv(samplePeople(), businesses));
}
