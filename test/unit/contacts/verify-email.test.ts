import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { DISPOSABLE_DOMAINS, FREE_MAIL_DOMAINS } from '../../../functions/contacts/address-lists.ts';
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

test.each([
  ['accepts', 'valid', ['mail_server_found']],
  ['no_mx', 'risky', ['no_mail_server_named']],
  ['null_mx', 'invalid', ['null_mx']],
  ['no_domain', 'invalid', ['no_such_domain']],
  ['no_server', 'invalid', ['no_mail_server']],
  ['no_answer', 'unknown', ['dns_did_not_answer']],
] as const)('when DNS says %s an address is %s', (mail, verdict, reasons) => {
  expect(verifyEmail('ana@acme.com', { ...live, mail }).verification).toEqual({ verdict, reasons });
});

test('DNS has the last word over what a site publishes, and a silent DNS does not take away what it says', () => {
  const published = { ...live, publishedBy: 'acme.com' };
  expect(verifyEmail('ana@acme.com', { ...published, mail: 'null_mx' }).verification.verdict).toBe('invalid');
  expect(verifyEmail('ana@acme.com', { ...published, mail: 'no_answer' }).verification.verdict).toBe('valid');
  expect(verifyEmail('info@acme.com', { ...published, mail: 'accepts' }).verification.verdict).toBe('risky');
});

test('a sandbox does not need DNS: reserved domains stay usable whatever it says', () => {
  for (const mail of ['no_domain', 'no_answer', undefined] as const)
    expect(verifyEmail('ana@shop.example', { ...sandbox, mail }).verification).toEqual({
      verdict: 'risky',
      reasons: ['reserved_domain'],
    });
});

test.each([
  ['valid', 'valid', ['provider_says_valid']],
  ['invalid', 'invalid', ['provider_says_invalid']],
  ['disposable', 'invalid', ['disposable_domain']],
  ['accepts_everything', 'risky', ['accepts_everything']],
  ['free_mail', 'risky', ['free_mail']],
  ['unknown', 'unknown', ['mail_server_not_checked']],
] as const)('a provider that says %s makes it %s', (status, verdict, reasons) => {
  const evidence = { ...live, verdict: { provider: 'hunter', status } };
  expect(verifyEmail('ana@acme.com', evidence).verification).toEqual({ verdict, reasons });
});

test('a guess is marked as one, and called valid only when a provider confirms it', () => {
  const guess = { ...live, guessed: true };
  expect(verifyEmail('ana@acme.com', guess).verification).toEqual({ verdict: 'risky', reasons: ['guessed'] });
  expect(verifyEmail('ana@acme.com', { ...guess, mail: 'accepts' }).verification.verdict).toBe('risky');
  expect(
    verifyEmail('ana@acme.com', { ...guess, mail: 'accepts', verdict: { provider: 'hunter', status: 'valid' } })
      .verification,
  ).toEqual({ verdict: 'valid', reasons: ['guessed', 'provider_says_valid', 'mail_server_found'] });
});

test.each(['ana@xn--a.com', 'ana@xn--bcher-kva1234567.de', 'ana@xn--.com', 'ana@xn--80ak6aa92e-.com'])(
  '%s: a name in punycode that stands for nothing is malformed',
  (address) => {
    expect(verifyEmail(address, live).verification.reasons).toEqual(['malformed_address']);
  },
);

test.each(['bücher.de', 'müller.at', 'пример.рф', '例え.jp', 'ÖBB.at', 'straße.de'])(
  '%s is one domain in either spelling',
  (name) => {
    const ascii = domainToASCII(name);
    expect(verifyEmail(`ana@${name}`, live).address).toBe(`ana@${ascii}`);
    expect(verifyEmail(`ana@${ascii}`, live).address).toBe(`ana@${ascii}`);
    expect(verifyEmail(`ana@${domainToUnicode(ascii)}`, live).address).toBe(`ana@${ascii}`);
  },
);

test('a subdomain of a disposable or free service is one too', () => {
  expect(verifyEmail('ana@eu.mx.mailinator.com', live).verification.reasons).toEqual(['disposable_domain']);
  expect(verifyEmail('ana@com', live).verification.reasons).toEqual(['malformed_address']);
});

test('the list of disposable domains is a real one and holds no service that people use', () => {
  expect(DISPOSABLE_DOMAINS.size).toBeGreaterThan(8_000);
  for (const domain of FREE_MAIL_DOMAINS) expect([domain, DISPOSABLE_DOMAINS.has(domain)]).toEqual([domain, false]);
  for (const domain of DISPOSABLE_DOMAINS) expect(domain).toMatch(/^[a-z0-9.-]+\.[a-z0-9-]{2,}$/);
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
