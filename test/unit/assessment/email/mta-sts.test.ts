import { covers, parsePolicy } from '../../../../functions/assessment/email/mta-sts.ts';
import { GOOD_POLICY } from './a-zone.ts';

test('a policy file gives its mode, age and hosts', () => {
  expect(parsePolicy(GOOD_POLICY)).toEqual({ mode: 'enforce', maxAge: 604_800, hosts: ['*.mail.example'] });
});

test('of a key that stands twice the first counts, but for mail hosts (RFC 8461 § 3.2)', () => {
  const text = 'version: STSv1\nmode: testing\nmode: none\nmx: a.example\nmx: B.example.\nmax_age: 1';
  expect(parsePolicy(text)).toEqual({ mode: 'testing', maxAge: 1, hosts: ['a.example', 'b.example'] });
});

test.each([
  ['', /version/],
  ['version: STSv1\nmode: loud\nmx: a\nmax_age: 1', /mode/],
  ['version: STSv1\nmode: enforce\nmx: a', /max_age/],
  ['version: STSv1\nmode: enforce\nmx: a\nmax_age: 99999999', /max_age/],
  ['version: STSv1\nmode: enforce\nmax_age: 1', /mail host/],
])('says what is wrong with %j', (text, problem) => {
  expect(parsePolicy(text)).toMatch(problem);
});

test('a star stands for exactly one label', () => {
  expect(covers('*.mail.example', 'mx1.mail.example')).toBe(true);
  expect(covers('*.mail.example', 'a.mx1.mail.example')).toBe(false);
  expect(covers('*.mail.example', 'mail.example')).toBe(false);
  expect(covers('mx.mail.example', 'mx.mail.example')).toBe(true);
});
