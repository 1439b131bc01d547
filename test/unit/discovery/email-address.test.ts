import fc from 'fast-check';
import { readAddress } from '../../../functions/discovery/email-address.ts';

test.each([
  ['ann@acme.com', 'ann@acme.com'],
  ['  Ann.Lee@ACME.Example ', 'ann.lee@acme.example'],
  ['mailto:ann@acme.com', 'ann@acme.com'],
  ['<ann@acme.com>', 'ann@acme.com'],
  ['ann@bücher.de', 'ann@xn--bcher-kva.de'],
  ["o'neil+list@acme.co.uk", "o'neil+list@acme.co.uk"],
])('reads %j', (cell, email) => {
  expect(readAddress(cell)).toEqual({ ok: true, email });
});

test.each([
  'ann',
  'ann@',
  '@acme.com',
  'ann@@acme.com',
  'ann lee@acme.com',
  'ann.acme.com',
  'ann@acme',
  '.ann@acme.com',
  'a..b@acme.com',
  'ann@-acme.com',
  'ann@acme.com, bob@acme.com',
  'ann@1.2.3.4',
])('refuses %j', (cell) => {
  expect(readAddress(cell)).toEqual({ ok: false, reason: 'malformed_email' });
});

test('refuses a line break wherever it stands: it would begin a header of its own', () => {
  for (const cell of ['ann@acme.com\nBcc: all@acme.com', '\r\nann@acme.com', 'ann@acme.com\n', 'ann\r@acme.com'])
    expect(readAddress(cell)).toEqual({ ok: false, reason: 'malformed_email' });
});

test('an empty cell is missing, not malformed', () => {
  expect(readAddress('  ')).toEqual({ ok: false, reason: 'missing_email' });
});

test('what it gives is one line, lower case, and reads as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string()), (cell) => {
      const found = readAddress(cell);
      if (!found.ok) return;
      expect(found.email).toMatch(/^[!-~]+@[!-~]+$/);
      expect(found.email).toBe(found.email.toLowerCase());
      expect(readAddress(found.email)).toEqual(found);
    }),
  );
});
