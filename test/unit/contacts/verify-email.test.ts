import fc from 'fast-check';
import { verifyEmail } from '../../../functions/contacts/verify-email.ts';

const sandbox = { mode: 'sandbox' } as const;
const live = { mode: 'live' } as const;

test.each([
  ['', 'no_address'],
  ['   ', 'no_address'],
  ['ana', 'malformed_address'],
  ['@acme.com', 'malformed_address'],
  ['ana@', 'malformed_address'],
  ['ana@@acme.com', 'malformed_address'],
  ['ana..b@acme.com', 'malformed_address'],
  ['.ana@acme.com', 'malformed_address'],
  ['ana.@acme.com', 'malformed_address'],
  ['ana b@acme.com', 'malformed_address'],
  ['"ana b"@acme.com', 'malformed_address'],
  ['ana@acme.com, bob@acme.com', 'malformed_address'],
  ['Ana <ana@acme.com>', 'malformed_address'],
  [`${'a'.repeat(65)}@acme.com`, 'malformed_address'],
  [
    `ana@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(20)}.com`,
    'malformed_address',
  ],
  ['ana@acme', 'malformed_address'],
  ['ana@acme.c', 'malformed_address'],
  ['ana@-acme.com', 'malformed_address'],
  ['ana@acme-.com', 'malformed_address'],
  ['ana@acme..com', 'malformed_address'],
  ['ana@acme.com.', 'malformed_address'],
  ['ana@[127.0.0.1]', 'malformed_address'],
  ['ana@127.0.0.1', 'malformed_address'],
  ['ana@acme.com?x', 'malformed_address'],
  ['ana@acme%2ecom', 'malformed_address'],
  ['ana@acme.com\\y', 'malformed_address'],
  ['ana@ac\tme.com', 'malformed_address'],
  ['ana@acme.com/x', 'malformed_address'],
  ['ana@acme.com\nBcc: all@acme.com', 'malformed_address'],
  ['ana\r\n@acme.com', 'malformed_address'],
  ['ana\u0000@acme.com', 'malformed_address'],
  ['ana\u200b@acme.com', 'malformed_address'],
  ['\u202eana@acme.com', 'malformed_address'],
  ['jörg@acme.com', 'malformed_address'],
  ['ana@mailinator.com', 'disposable_domain'],
  ['ana@sub.yopmail.com', 'disposable_domain'],
])('%j is invalid: %s', (address, reason) => {
  expect(verifyEmail(address, live).verification).toEqual({ verdict: 'invalid', reasons: [reason] });
});

test.each([
  ['ana.silva@acme.com', 'ana.silva@acme.com'],
  ['  Ana.Silva@ACME.com ', 'ana.silva@acme.com'],
  ["o'brien@acme.co.uk", "o'brien@acme.co.uk"],
  ['ana+news@acme.com', 'ana+news@acme.com'],
  ['ana@bücher.de', 'ana@xn--bcher-kva.de'],
  ['ana@xn--bcher-kva.de', 'ana@xn--bcher-kva.de'],
  ['ana@müller.xn--p1ai', 'ana@xn--mller-kva.xn--p1ai'],
])('%j is written to as %s', (given, address) => {
  expect(verifyEmail(given, live)).toEqual({
    address,
    role: false,
    verification: { verdict: 'unknown', reasons: ['mail_server_not_checked'] },
  });
});

test('only an address that the company publishes on its own site is called valid', () => {
  const published = { mode: 'live', publishedBy: 'acme.com' } as const;
  expect(verifyEmail('ana@acme.com', published).verification.verdict).toBe('valid');
  expect(verifyEmail('ana@mail.acme.com', published).verification.verdict).toBe('valid');
  expect(verifyEmail('ana@notacme.com', published).verification.verdict).toBe('unknown');
  expect(verifyEmail('info@acme.com', published).verification.verdict).toBe('risky');
});

test.each([
  'ana@shop.example',
  'ana@shop.test',
  'ana@shop.invalid',
  'ana@example.com',
  'ana@mail.example.org',
  'ana@box.local',
])('%s may be written to in a sandbox and never live', (address) => {
  expect(verifyEmail(address, sandbox).verification).toEqual({ verdict: 'risky', reasons: ['reserved_domain'] });
  expect(verifyEmail(address, live).verification).toEqual({ verdict: 'invalid', reasons: ['reserved_domain'] });
});

test.each([
  'info@a.com',
  'Support@a.com',
  'sales-team@a.com',
  'hello2@a.com',
  'customer.service@a.com',
  'info+web@a.com',
  'kontakt@a.de',
  'no-reply@a.com',
  'sales.uk@a.com',
])('%s is a role account', (address) => {
  expect(verifyEmail(address, live)).toMatchObject({
    role: true,
    verification: { verdict: 'risky', reasons: ['role_account'] },
  });
});

test.each([
  'information.silva@a.com',
  'hi.park@a.com',
  'sales.okafor@a.com',
  'teamann@a.com',
  'bob@a.com',
  'may.support@a.com',
  'it.ono@a.com',
])('%s is a person', (address) => {
  expect(verifyEmail(address, live).role).toBe(false);
});

test('free mail is risky, and every risk is named', () => {
  expect(verifyEmail('ana@gmail.com', live).verification).toEqual({ verdict: 'risky', reasons: ['free_mail'] });
  expect(verifyEmail('info@gmail.com', live).verification.reasons).toEqual(['role_account', 'free_mail']);
});

test('whatever is given: an address that is not invalid is one line of ASCII, is its own normal form, and has one @', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('ana', 'acme.com', 'b.example', '@'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const { address, verification } = verifyEmail(parts.join('@'), sandbox);
      if (verification.verdict === 'invalid') expect(address).toBe('');
      else {
        expect(address).toMatch(/^[\x21-\x7e]+$/);
        expect(address.split('@')).toHaveLength(2);
        expect(verifyEmail(address, sandbox).address).toBe(address);
      }
    }),
    { numRuns: 500 },
  );
});
