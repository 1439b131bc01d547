import fc from 'fast-check';
import { Company } from '../../../functions/discovery/company.ts';
import { readCompany } from '../../../functions/discovery/company-row.ts';
import { readContact } from '../../../functions/discovery/contact-row.ts';
import { ImportedContact } from '../../../functions/discovery/contract.ts';
import { fitCompany } from '../../../functions/discovery/fit-company.ts';
import { mergeCompanies } from '../../../functions/discovery/merge-companies.ts';
import { plainCompanyName } from '../../../functions/discovery/normal-text.ts';
import { aCompany } from '../../support/a-company.ts';

const origin = { source: 'file:imp_1', currentYear: 2026 };
const company = (cells: Record<string, unknown>): Company => {
  const read = readCompany({ name: 'Acme', website: 'acme.com', ...cells }, origin);
  if (!read.ok) throw new Error(read.reason);
  return read.company;
};

test('reads a row of the YC directory', () => {
  const read = readCompany(
    {
      name: 'CircuitHub',
      website: 'https://circuithub.com',
      location: 'London, England, United Kingdom; Remote',
      oneLiner: 'On-Demand Electronics\r\nManufacturing',
      headcount: 58,
      industry: 'Industrials',
      subindustry: 'Industrials -> Manufacturing and Robotics',
      industries: ['Industrials', 'Manufacturing and Robotics'],
      keywords: ['Hard Tech', 'Hardware'],
      batch: 'Winter 2012',
      status: 'Active',
      fundingStage: 'Early',
      regions: ['United Kingdom', 'Europe', 'Remote', 'Partly Remote'],
      hiring: true,
    },
    origin,
  );
  expect(read).toEqual({
    ok: true,
    company: {
      domain: 'circuithub.com',
      name: 'CircuitHub',
      website: 'https://circuithub.com/',
      industries: ['Manufacturing and Robotics', 'Industrials'],
      keywords: ['Hard Tech', 'Hardware'],
      oneLiner: 'On-Demand Electronics Manufacturing',
      description: null,
      headcount: 58,
      revenue: null,
      foundedYear: 2012,
      locations: ['London, England, United Kingdom', 'Remote'],
      country: 'GB',
      remote: true,
      hiring: true,
      fundingStage: 'Early',
      status: 'active',
      source: 'file:imp_1',
    },
  });
});

test('partly remote is not remote; fully remote is', () => {
  expect(company({ location: 'Paris, France', regions: ['France', 'Remote', 'Partly Remote'] }).remote).toBe(false);
  expect(company({ location: 'Paris, France', regions: ['Remote', 'Fully Remote'] }).remote).toBe(true);
  expect(company({ remote: 'Yes' }).remote).toBe(true);
});

test('puts city, region and country columns together and takes the country from its own column first', () => {
  expect(company({ city: 'Rotterdam', region: 'South Holland', country: 'Netherlands' })).toMatchObject({
    locations: ['Rotterdam, South Holland, Netherlands'],
    country: 'NL',
  });
  expect(company({ city: 'Berlin', country: 'DE' })).toMatchObject({ country: 'DE' });
});

test('falls back on regions of the world only where no place is named', () => {
  expect(company({ regions: ['Europe', 'Remote'] }).locations).toEqual(['Europe']);
  expect(company({ location: 'Oslo, Norway', regions: ['Europe'] }).locations).toEqual(['Oslo, Norway']);
});

test.each([
  ['Active', 'active'],
  ['Inactive', 'closed'],
  ['Permanently closed', 'closed'],
  ['Acquired', 'acquired'],
  ['IPO', 'public'],
  ['', 'unknown'],
  ['Stealth', 'unknown'],
])('understands the status %j', (status, expected) => {
  expect(company({ status }).status).toBe(expected);
});

test('nobody employed means that the number is not known', () => {
  expect(company({ headcount: '0' }).headcount).toBeNull();
  expect(company({ headcount: '11-50' }).headcount).toBe(31);
  expect(company({ headcount: 'many' }).headcount).toBeNull();
});

test('says which field makes a row unusable, and its value', () => {
  expect(readCompany({ name: ' ', website: 'acme.com' }, origin)).toEqual({
    ok: false,
    field: 'name',
    reason: 'missing_name',
    value: ' ',
  });
  expect(readCompany({ name: 'Acme' }, origin)).toMatchObject({ field: 'website', reason: 'missing_website' });
  expect(readCompany({ name: 'Acme', website: 'nonsense' }, origin)).toMatchObject({
    reason: 'malformed_website',
    value: 'nonsense',
  });
  expect(readCompany({ name: 'Acme', domain: 'nonsense' }, origin)).toMatchObject({
    field: 'domain',
    reason: 'malformed_website',
  });
});

test('a domain column is the identity, the website is where it is read', () => {
  expect(company({ website: 'https://linkedin.com/company/acme', domain: 'acme.io' })).toMatchObject({
    domain: 'acme.io',
    website: 'https://acme.io/',
  });
  expect(company({ website: 'http://start.acme.com/', domain: 'acme.io' })).toMatchObject({
    domain: 'acme.io',
    website: 'http://start.acme.com/',
  });
});

const cell = fc.oneof(
  fc.string(),
  fc.constant(undefined),
  fc.array(fc.string()),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.object(),
);

test('whatever stands in the other cells, a company is one that the contract allows', () => {
  const fields = [
    'industry',
    'industries',
    'keywords',
    'oneLiner',
    'description',
    'headcount',
    'revenue',
    'foundedYear',
    'location',
    'country',
    'regions',
    'hiring',
    'status',
    'fundingStage',
    'batch',
    'remote',
  ];
  fc.assert(
    fc.property(fc.record(Object.fromEntries(fields.map((field) => [field, cell]))), (cells) => {
      expect(() => Company.parse(company(cells))).not.toThrow();
    }),
  );
});

test('reads a person, with the domain of the company and the row they stand in', () => {
  expect(
    readContact(
      {
        email: ' Ann.Lee@Acme.Example ',
        website: 'http://www.acme.com',
        company: 'Acme',
        firstName: 'Ann',
        lastName: 'Lee',
        title: 'CEO',
        location: 'Oslo',
      },
      7,
    ),
  ).toEqual({
    ok: true,
    contact: {
      companyDomain: 'acme.com',
      companyName: 'Acme',
      firstName: 'Ann',
      lastName: 'Lee',
      title: 'CEO',
      email: 'ann.lee@acme.example',
      location: 'Oslo',
      line: 7,
    },
  });
});

test('splits a full name, and keeps a person known by the company name alone', () => {
  const read = (fullName: string) =>
    readContact({ email: 'a@b.com', company: 'Acme', fullName, website: 'linkedin.com/in/x' }, 1);
  expect(read('Ann Marie Lee')).toMatchObject({
    contact: { firstName: 'Ann Marie', lastName: 'Lee', companyDomain: null, companyName: 'Acme' },
  });
  expect(read('Lee, Ann')).toMatchObject({ contact: { firstName: 'Ann', lastName: 'Lee' } });
  expect(read('Ann')).toMatchObject({ contact: { firstName: 'Ann', lastName: null } });
});

test('a person of no company, or without an address, cannot be used', () => {
  expect(readContact({ email: 'a@b.com' }, 1)).toMatchObject({
    ok: false,
    field: 'company',
    reason: 'missing_company',
  });
  expect(readContact({ email: 'a@b.com\nBcc: x@y.com', company: 'Acme' }, 1)).toMatchObject({
    field: 'email',
    reason: 'malformed_email',
  });
});

test('whatever stands in the other cells, a person is one that the contract allows', () => {
  fc.assert(
    fc.property(
      fc.record({ company: cell, fullName: cell, firstName: cell, lastName: cell, title: cell, location: cell }),
      (cells) => {
        const read = readContact({ ...cells, email: 'a@b.com' }, 3);
        if (read.ok) expect(() => ImportedContact.parse(read.contact)).not.toThrow();
      },
    ),
  );
});

test('merging keeps what came first and fills what it left open', () => {
  const merged = mergeCompanies(
    aCompany({ headcount: 10, keywords: [], status: 'unknown', remote: false }),
    aCompany({ headcount: 99, revenue: 5, keywords: ['SaaS'], status: 'active', remote: true }),
  );
  expect(merged).toMatchObject({ headcount: 10, revenue: 5, keywords: ['SaaS'], status: 'active', remote: true });
});

test('names of one company compare equal without legal form, article and punctuation', () => {
  const names = ['Linc.', 'linc', 'The Linc Inc.', 'LINC, LLC', 'Linc Holdings Ltd', 'Línc'].map(plainCompanyName);
  expect(new Set(names)).toEqual(new Set(['linc']));
  expect(plainCompanyName('Company')).toBe('company');
});

test('a company is cut to any size without losing who it is', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 1_200, unit: 'grapheme' }),
      fc.array(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 30 }),
      fc.integer({ min: 600, max: 3_000 }),
      (description, keywords, limit) => {
        const whole = aCompany({ description: description.slice(0, 1_200), keywords, headcount: 40 });
        const fitted = fitCompany(whole, limit);
        expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(limit);
        expect(fitted).toMatchObject({ domain: whole.domain, name: whole.name, headcount: 40 });
        expect(() => Company.parse(fitted)).not.toThrow();
      },
    ),
  );
});
