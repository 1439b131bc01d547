import type { SiteReading } from '../../../../functions/contacts/contract.ts';
import { composeMails } from '../../../../functions/copy/generations/compose-mails.ts';
import { composePositioning } from '../../../../functions/copy/generations/compose-positioning.ts';
import { Preferences } from '../../../../functions/copy/generations/copy-request.ts';
import type { MailVariant } from '../../../../functions/copy/generations/copy-results.ts';
import { profileOf, type SiteProfile } from '../../../../functions/copy/generations/site-profile.ts';

const WISHES = Preferences.parse({});

/** A website of one page: its title, the first line of it and what stands below, each with its heading. */
const siteOf = (
  title: string,
  below: readonly (readonly [heading: string | null, text: string])[],
  url = 'http://site.example/',
): SiteProfile => {
  const site: SiteReading = {
    ...{ domain: 'site.example', readAt: '2026-11-21T09:30:00.000Z', outcome: 'read', reason: null, people: [] },
    ...{ tried: [], addresses: [], phones: [], profiles: [], pages: [{ url, status: 200, title }] },
    passages: below.map(([heading, text], at) => ({ id: `p${at.toString(16)}`, url, heading, text })),
  };
  return profileOf(site);
};
const mailsOf = (profile: SiteProfile, wishes = WISHES): readonly MailVariant[] =>
  composeMails(profile, wishes).variants;
const failed = (mails: readonly MailVariant[]): unknown[] =>
  mails.flatMap(({ guards }) => guards.filter(({ passed }) => !passed));

const JOINERY = siteOf('Halden Joinery', [
  [null, 'Halden Joinery'],
  ['Halden Joinery', 'We make oak doors and windows in Halden for houses built before 1930.'],
]);
const SENTENCE = 'We make oak doors and windows in Halden for houses built before 1930.';

test('one sentence is enough for three mails that say it, each within the guards', () => {
  const mails = mailsOf(JOINERY);
  expect(failed(mails)).toEqual([]);
  for (const { body } of mails) expect(body).toContain(`\n\n${SENTENCE}\n\n`);
});

test('no mail asks twice in other words whether it is of use', () => {
  for (const { body } of mailsOf(JOINERY)) expect(body.match(/\bof use\b/g)?.length ?? 0).toBeLessThanOrEqual(1);
});

test('a follow-up without anything new is called a second note, not one more thing', () => {
  for (const { followUp } of mailsOf(JOINERY)) {
    expect(followUp.body).not.toContain(SENTENCE);
    expect(followUp.subject).toBe('A second note from Halden Joinery');
  }
});

test('the company’s name and its slogan are no labels for what stands below them', () => {
  const freight = siteOf('Corvid Freight', [
    [null, 'Freight brokerage for cold goods'],
    ['Freight brokerage for cold goods', 'Corvid Freight moves 1,200 pallets of frozen food a week to Malmö.'],
    ['Freight brokerage for cold goods', 'Claims for spoiled goods fell by 61% in 2025.'],
    ['Cold log', 'Drivers see the temperature of each pallet in the cab.'],
    ['Cold log', 'Every trailer reports its temperature each two minutes.'],
  ]);
  const { valuePropositions } = composePositioning(freight, '');
  const texts = [...valuePropositions, ...mailsOf(freight).map(({ body }) => body)].join('\n');
  expect(texts).not.toContain('goods: ');
  expect(texts).toContain('Cold log: ');
  for (const { body } of mailsOf(freight)) expect(body.split('Cold log: ').length).toBeLessThanOrEqual(2);
});

test.each(['What practices say', 'Testimonials', 'Pricing', 'Our customers', 'FAQ', 'Coming soon'])(
  '"%s" names a part of a website: it is neither a subject nor a label',
  (heading) => {
    const site = siteOf('Brightmoor', [
      [null, 'Dental supplies that arrive before you run out'],
      [heading, 'Our customers hold 31% less stock than a year before.'],
      [heading, 'We count what 640 practices use and ship refills two days early.'],
    ]);
    const mails = mailsOf(site);
    expect(failed(mails)).toEqual([]);
    for (const { body, subjects } of mails)
      for (const text of [subjects.primary, ...subjects.alternatives, body]) {
        expect(text).not.toBe(heading);
        expect(text).not.toContain(`${heading}: `);
      }
  },
);

test('what others do until it is too late is a problem with what follows from it, and no value', () => {
  const site = siteOf('Brightmoor', [
    [null, 'Dental supplies that arrive in time'],
    ['Why', 'Most practices reorder when a drawer is empty. By then the patient is in the chair.'],
    ['Why', 'Brightmoor counts what 640 practices use and ships refills two days early.'],
  ]);
  const { uniqueInsight, valuePropositions } = composePositioning(site, '');
  expect(uniqueInsight).toMatch(
    /^Most practices reorder when a drawer is empty\. By then the patient is in the chair\./,
  );
  expect(valuePropositions.join(' ')).not.toContain('reorder');
});

test('the only proof there is says why this company, not why now', () => {
  const site = siteOf('Corvid Freight', [
    [null, 'Freight brokerage for cold goods'],
    ['Cold log', 'Corvid Freight moves 1,200 pallets of frozen food a week to Malmö.'],
    ['Claims', 'Claims for spoiled goods fell by 61% in 2025.'],
  ]);
  const { whyUs, whyNow } = composePositioning(site, '');
  expect(whyUs).toBe('Claims for spoiled goods fell by 61% in 2025.');
  expect(whyNow).toContain('does not say what makes this the moment');
});

test('contractions are written out in a professional mail where they stand for one thing, and kept in a friendly one', () => {
  const florist = siteOf('Thornfield', [
    [null, 'Thornfield'],
    ['Flowers', "We're a small florist in Bath, and you'll find what we can't grow at the market."],
    ['Flowers', "It's open on Saturdays from eight in the morning."],
  ]);
  const formal = mailsOf(florist);
  expect(failed(formal)).toEqual([]);
  expect(formal[0]?.body).toContain(
    'We are a small florist in Bath, and you will find what we cannot grow at the market.',
  );
  expect(formal.map(({ body }) => body).join('\n')).not.toContain("It's");
  const friendly = mailsOf(florist, Preferences.parse({ tone: 'friendly' }));
  expect(friendly[0]?.body).toContain("We're a small florist");
});

test('a mail names the website by the address that was read, not by one that may not answer', () => {
  const bodies = mailsOf(siteOf('Acme', [[null, '精密部品を、三日で。']])).map(({ body }) => body);
  for (const body of bodies) expect(body).toContain('Our website says what we do: http://site.example/.');
});

test('a site in another language has no half sentences about what was not found', () => {
  const { whyNow } = composePositioning(siteOf('Acme', [[null, '精密部品を、三日で。']]), '');
  expect(whyNow).toBe(
    'The website of site.example is not in English, so the offline writer cannot say what makes this the moment without guessing.',
  );
});

test.each([
  ['株式会社あおば精機 | 精密部品加工', '株式会社あおば精機'],
  ['精密部品加工 | 青嶺ソフト株式会社', '青嶺ソフト株式会社'],
  ['Stairs and rails | Müller Metallbau GmbH', 'Müller Metallbau'],
  ['Oak doors | Halden Joinery Ltd.', 'Halden Joinery'],
])('of the parts of the title %j the one with the legal form is the name', (title, name) => {
  expect(siteOf(title, [[null, 'x']]).name).toBe(name);
});
