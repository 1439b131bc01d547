import fc from 'fast-check';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { chooseContacts } from '../../../functions/contacts/choose-contacts.ts';
import { SiteReading } from '../../../functions/contacts/contract.ts';
import { addFound, foundOf } from '../../../functions/contacts/found-people.ts';
import type { ImportedContact } from '../../../functions/discovery/contract.ts';

const persona = (value: object = {}) => IcpCriteria.parse({ name: 'x', persona: value }).persona;
const person = (value: Partial<ImportedContact>): ImportedContact => ({
  companyDomain: 'acme.com',
  companyName: 'Acme',
  firstName: 'Ana',
  // People are told apart by name; each address is somebody else unless a test says otherwise.
  lastName: value.email?.split('@')[0] ?? 'Silva',
  title: 'CEO',
  email: 'ana@acme.com',
  location: null,
  line: 2,
  ...value,
});
const site = (value: object): SiteReading =>
  SiteReading.parse({
    domain: 'acme.com',
    readAt: '2026-11-21T00:00:00.000Z',
    outcome: 'read',
    reason: null,
    pages: [],
    passages: [],
    ...value,
  });
type Given = Partial<Parameters<typeof chooseContacts>[0]> & {
  imported?: readonly ImportedContact[];
  site?: SiteReading;
};
const choose = ({ imported = [], site: read, ...given }: Given) =>
  chooseContacts({
    domain: 'acme.com',
    headcount: 80,
    found: foundOf(imported, read),
    persona: persona(),
    mode: 'live',
    limit: 3,
    ...given,
  });
const emails = ({ contacts }: ReturnType<typeof chooseContacts>) => contacts.map(({ email }) => email);

test('best persona match first, the rest over the limit', () => {
  const chosen = choose({
    limit: 2,
    imported: [
      person({ email: 'deva@acme.com', title: 'Software Engineer' }),
      person({ email: 'vp@acme.com', title: 'VP Sales' }),
      person({ email: 'ceo@acme.com', title: 'CEO' }),
    ],
  });
  expect(emails(chosen)).toEqual(['ceo@acme.com', 'vp@acme.com']);
  expect(chosen.drops).toEqual({ over_limit: 1 });
});

test('who does not fit the persona is left out and counted', () => {
  const chosen = choose({
    persona: persona({ departments: ['marketing'], seniority: ['head', 'vp'] }),
    imported: [
      person({ email: 'a@acme.com', title: 'Head of Marketing' }),
      person({ email: 'b@acme.com', title: 'Data Scientist' }),
    ],
  });
  expect(emails(chosen)).toEqual(['a@acme.com']);
  expect(chosen.drops).toEqual({ persona_mismatch: 1 });
});

test('duplicates differ in case and spaces only, and are counted once each', () => {
  const chosen = choose({
    imported: [person({}), person({ email: ' Ana@ACME.com ' }), person({ email: 'ANA@acme.com' })],
  });
  expect(emails(chosen)).toEqual(['ana@acme.com']);
  expect(chosen.drops).toEqual({ duplicate_address: 2 });
});

test('addresses that cannot be written to are counted by reason', () => {
  const chosen = choose({
    imported: [
      person({ email: 'ana silva@acme.com' }),
      person({ email: 'a@mailinator.com' }),
      person({ email: 'a@acme.example' }),
      person({ email: '' }),
      person({ email: 'a@acme.com\nBcc: b@acme.com' }),
    ],
  });
  expect(chosen).toEqual({
    contacts: [],
    personaMet: false,
    drops: { invalid_address: 2, disposable_domain: 1, reserved_domain: 1, no_address: 1 },
  });
});

test('a shared address is used only when no person is found, without the name of whoever stood on its row', () => {
  const info = person({ email: 'info@acme.com', firstName: 'Ana', title: 'CTO' });
  expect(choose({ imported: [info, person({ email: 'support@acme.com' })] })).toMatchObject({
    contacts: [
      { email: 'info@acme.com', firstName: null, lastName: null, title: null, verification: { verdict: 'risky' } },
    ],
    personaMet: false,
    drops: { role_account: 1 },
  });
  const withPerson = choose({ imported: [info, person({ email: 'bo@acme.com' })] });
  expect(emails(withPerson)).toEqual(['bo@acme.com']);
  expect(withPerson.drops).toEqual({ role_account: 1 });
});

test.each(['noreply', 'privacy', 'jobs', 'billing', 'abuse', 'support'])(
  'nobody writes a first mail to %s@',
  (name) => {
    expect(choose({ imported: [person({ email: `${name}@acme.com` })] })).toEqual({
      contacts: [],
      personaMet: false,
      drops: { role_account: 1 },
    });
  },
);

test('people without a title come in only when nobody fits', () => {
  const marketing = persona({ departments: ['marketing'] });
  const unknown = person({ email: 'bo@acme.com', title: null });
  expect(emails(choose({ persona: marketing, imported: [unknown] }))).toEqual(['bo@acme.com']);
  const both = choose({ persona: marketing, imported: [unknown, person({ title: 'CMO' })] });
  expect(emails(both)).toEqual(['ana@acme.com']);
  expect(both.drops).toEqual({ title_unknown: 1 });
});

test('the site adds people, titles and the verdict of what it publishes itself', () => {
  const chosen = choose({
    imported: [person({ title: null })],
    site: site({
      people: [
        { firstName: 'Ana', lastName: 'Silva', title: 'Founder & CEO', email: null, url: 'https://acme.com/team' },
        { firstName: 'Bo', lastName: 'Lund', title: 'CTO', email: 'bo@acme.com', url: 'https://acme.com/team' },
        { firstName: 'Cy', lastName: 'Young', title: 'COO', email: null, url: 'https://acme.com/team' },
      ],
      addresses: [{ email: 'hello@acme.com', url: 'https://acme.com/' }],
    }),
  });
  expect(chosen.contacts).toMatchObject([
    { email: 'ana@acme.com', title: 'Founder & CEO', source: 'import', sourceRef: 'line 2' },
    { email: 'bo@acme.com', source: 'website', sourceRef: 'https://acme.com/team', verification: { verdict: 'valid' } },
  ]);
  expect(chosen.drops).toEqual({ no_address: 1, role_account: 1 });
});

test('the country is read from where the person is', () => {
  expect(choose({ imported: [person({ location: 'Madrid, Community of Madrid, Spain' })] }).contacts[0]?.country).toBe(
    'ES',
  );
});

test('nobody is lost: everyone listed is chosen or counted, and no address is chosen twice', () => {
  const anyEmail = fc.constantFrom(
    'ana@acme.com',
    'Ana@acme.com',
    'bo@acme.com',
    'info@acme.com',
    'hello@acme.com',
    'x',
    '',
    'cy@mailinator.com',
    'd@acme.example',
  );
  const anyTitle = fc.constantFrom(null, 'CEO', 'VP Marketing', 'Software Engineer', 'Barista');
  fc.assert(
    fc.property(
      fc.array(fc.record({ email: anyEmail, title: anyTitle }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(persona(), persona({ departments: ['marketing'] })),
      (rows, limit, wanted) => {
        const { contacts, drops } = choose({ imported: rows.map(person), limit, persona: wanted });
        const counted = Object.values(drops).reduce((sum, n) => sum + n, 0);
        expect(contacts.length + counted).toBe(rows.length);
        expect(contacts.length).toBeLessThanOrEqual(limit);
        expect(new Set(contacts.map(({ email }) => email)).size).toBe(contacts.length);
      },
    ),
  );
});

test('a person known by two addresses is written to at one, the listed one', () => {
  const chosen = choose({
    imported: [person({ email: 'ana.silva@acme.com', firstName: 'Ana', lastName: 'Silva' })],
    site: site({
      people: [
        { firstName: 'Ana', lastName: 'Silva', title: 'CEO', email: 'silva@acme.com', url: 'http://acme.com/team' },
      ],
    }),
  });
  expect(emails(chosen)).toEqual(['ana.silva@acme.com']);
  expect(chosen.drops).toEqual({ duplicate_person: 1 });
});

test('several spellings of one mailbox are one person', () => {
  const chosen = choose({
    imported: [
      person({ email: 'ana.silva@gmail.com', lastName: 'A' }),
      person({ email: 'anasilva+work@gmail.com', lastName: 'B' }),
      person({ email: 'bo@acme.com', lastName: 'C' }),
      person({ email: 'bo+news@acme.com', lastName: 'D' }),
    ],
  });
  expect(emails(chosen)).toEqual(['ana.silva@gmail.com', 'bo@acme.com']);
  expect(chosen.drops).toEqual({ duplicate_address: 2 });
});

test('a domain that takes no mail drops its people; one that DNS says nothing of does not', () => {
  const imported = [person({ email: 'a@gone.com', lastName: 'A' }), person({ email: 'b@silent.com', lastName: 'B' })];
  const chosen = choose({ imported, mailOf: (domain) => (domain === 'gone.com' ? 'no_domain' : 'no_answer') });
  expect(emails(chosen)).toEqual(['b@silent.com']);
  expect(chosen.drops).toEqual({ no_mail_server: 1 });
  expect(chosen.contacts[0]?.verification).toEqual({ verdict: 'unknown', reasons: ['dns_did_not_answer'] });
});

test('the persona is met by a person who fits, not by a shared address or someone without a title', () => {
  const marketing = persona({ departments: ['marketing'] });
  const met = (title: string | null, email: string) =>
    choose({ persona: marketing, imported: [person({ title, email })] }).personaMet;
  expect(met('Head of Marketing', 'ana@acme.com')).toBe(true);
  expect(met('Data Scientist', 'ana@acme.com')).toBe(false);
  expect(met(null, 'ana@acme.com')).toBe(false);
  expect(met('Head of Marketing', 'info@acme.com')).toBe(false);
});

test('who had no address and is found one is one person, with the title that is known', () => {
  const known = foundOf(
    [],
    site({ people: [{ firstName: 'Bo', lastName: 'Lund', title: 'CTO', email: null, url: 'u' }] }),
  );
  const found = { firstName: 'Bo', lastName: 'Lund', source: 'hunter' as const, sourceRef: 'h', country: null };
  expect(addFound(known, [{ ...found, title: null, email: 'bo@acme.com' }])).toEqual([
    { ...found, title: 'CTO', email: 'bo@acme.com' },
  ]);
  expect(addFound(known, [{ ...found, title: 'x', email: null }])).toEqual(known);
});
