import { companyClaims, tellDescription, tellOneLiner } from '../../../functions/copy/company-clause.ts';
import { company } from '../../support/briefs.ts';

test.each([
  [
    'Momento',
    'Building a full-stack auto insurer for the underserved in LatAm',
    'Momento is building a full-stack auto insurer for the underserved in LatAm',
  ],
  ['42Floors', 'We make it easy to search for office space.', '42Floors makes it easy to search for office space'],
  ['Volt', "We're building lighter batteries for ships.", 'Volt is building lighter batteries for ships'],
  ['Streak', 'A neo-banking platform for children in India', 'Streak is a neo-banking platform for children in India'],
  ['Edge', 'The patent assistant for small law firms.', 'Edge is the patent assistant for small law firms'],
  [
    'Pagedraw',
    'Pagedraw is a platform for turning designs into code.',
    'Pagedraw is a platform for turning designs into code',
  ],
  ['Notion Labs, Inc.', 'An SDK to run models anywhere', 'Notion Labs is an SDK to run models anywhere'],
  [
    'Salt Security',
    'Protects organizations from getting breached through their APIs.',
    'Salt Security protects organizations from getting breached through their APIs',
  ],
  ['Exla', 'AN API for shelves in shops', 'Exla is AN API for shelves in shops'],
])('%s, "%s": %s', (name, oneLiner, told) => {
  expect(tellOneLiner({ name, oneLiner })).toBe(told);
});

test.each([
  ['a boast', 'The first voice assistant that can control every app'],
  ['a comparative', 'A better way to buy a home for families'],
  ['a superlative', 'The lightest electric motor for aircraft'],
  ['a title in capitals', 'The Operating System For Modern Space'],
  ['a command', 'Understand any pull request in under a minute'],
  ['a line to customers', 'The platform for your visual media.'],
  ['a noun without article', 'Open data platform for biology'],
  ['a comparison with a brand', 'Stripe for former Soviet Union countries'],
  ['first person left over', 'We help companies run our payroll'],
  ['a line that was cut off', 'The platform for productionizing designs into code.  Thanks…'],
  ['an end', 'A phone company that was acquired in 2015'],
  ['another language', 'Eine Software für Dachdecker und Spengler'],
  ['two sentences', 'A cloud for biology labs. It is open.'],
])('%s is not told in the third person', (_what, oneLiner) => {
  expect(tellOneLiner({ name: 'Acme', oneLiner })).toBeUndefined();
});

test.each([
  [
    'Solidroad',
    'Solidroad builds AI agents for CX teams, starting with training and QA. More.',
    'Solidroad builds AI agents for CX teams, starting with training and QA',
  ],
  [
    'Grünspan Software GmbH',
    'Grünspan develops quoting software for roofers in Germany. Roofs are measured.',
    'Grünspan develops quoting software for roofers in Germany',
  ],
  ['Acme', 'Acme (YC W21) is a maker of pumps.', 'Acme is a maker of pumps'],
  ['Acme', 'We make pumps. Acme is a maker of pumps.', undefined],
  ['Acme', 'Acme helps you sell pumps.', undefined],
  ['Acme', 'Acme is dead, fyi.', undefined],
  ['Acme', 'Acme is a maker of pumps', undefined],
])('%s: "%s"', (name, description, told) => {
  expect(tellDescription({ name, description })).toBe(told);
});

test('what cannot be told is quoted, commands and sentences apart from nouns', () => {
  const forms = (oneLiner: string) => companyClaims(company({ oneLiner })).map(({ form, text }) => `${form}: ${text}`);
  expect(forms('AI phone agents for enterprise.')).toEqual(['noun: AI phone agents for enterprise']);
  expect(forms('Understand any pull request in under a minute')).toEqual([
    'line: Understand any pull request in under a minute',
  ]);
  expect(forms('Your AI recruiter for interviews')).toEqual(['line: Your AI recruiter for interviews']);
  expect(forms("Life's better without allergies")).toEqual(["line: Life's better without allergies"]);
  expect(forms('Furnished apartments for students, here in…')).toEqual([]);
  const tooLong = 'Machines for many kinds of work in places where nobody else has ever thought of going';
  expect(forms(tooLong)).toEqual([]);
});

test('a slogan that begins with an article is not told as what the company is', () => {
  expect(
    tellOneLiner({ name: 'Veldwerk', oneLiner: 'The right drawing, on the right scaffold, today' }),
  ).toBeUndefined();
  expect(tellOneLiner({ name: 'Veldwerk', oneLiner: 'The document control of building sites' })).toBe(
    'Veldwerk is the document control of building sites',
  );
});
