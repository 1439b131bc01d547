import fc from 'fast-check';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Brief, Written } from '../../../functions/copy/brief.ts';
import { VARIANTS } from '../../../functions/copy/contract.ts';
import { failedGuard, judgeDraft, judgeFollowUp } from '../../../functions/copy/guards.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { sampleOffer } from '../../../lib/local/sample/sample-campaign.ts';
import { brief, shortOffer, sitePassages, writeOne } from '../../support/briefs.ts';

const write = (given: Brief) => writeOne(createOfflineWriter(), given);
const judged = (draft: Written, given: Brief) => ({
  guards: judgeDraft(draft, given),
  followUp: { guards: judgeFollowUp(draft, given) },
});

const words = fc.constantFrom(
  'dock',
  'Rotterdam',
  'AI',
  'software',
  'for',
  'the',
  'We',
  'your',
  'builds',
  'best',
  'Is',
  'a',
  '2,000',
  'trucks,',
  '"quoted"',
  'Größe',
  '—',
  'and',
  'http://x.example',
  '{{name}}',
  'null',
  'click here',
  'free!',
  '日本',
);
const anyText = fc.oneof(
  fc.array(words, { minLength: 1, maxLength: 16 }).map((list) => list.join(' ')),
  fc.string({ maxLength: 80 }),
);
const anyName = fc.oneof(
  fc.constantFrom(
    'Quaylight Systems',
    'goodfin',
    'Hestus, Inc.',
    'Grünspan Software GmbH',
    '100x',
    'Every',
    'K12',
    'X',
    'a0.dev',
    '青嶺ソフト株式会社',
    "O'Reilly & Sons",
    'The Very Long Name Of A Company Of Many Words International',
  ),
);
const anyFirstName = fc.constantFrom(
  null,
  'Ana',
  'José',
  'Łukasz',
  'Mary Ann',
  'J.',
  'null',
  '',
  "D'Arcy",
  'will',
  'ANA',
  '花子',
  'Jean-Luc',
);
const anyTitle = fc.constantFrom(
  null,
  'CEO',
  'Founder & CEO',
  'Co-Founder, CTO',
  'Sr. Software Engineer',
  'VP of Sales',
  'Head of Things | People',
  'Geschäftsführer',
  '',
  'A title of far more words than any mail can bear',
);
const anyCase = fc.record({
  name: anyName,
  oneLiner: fc.option(anyText),
  description: fc.option(anyText),
  headcount: fc.option(fc.nat({ max: 5_000 })),
  hiring: fc.option(fc.boolean()),
  industries: fc.array(fc.constantFrom('B2B', 'Fintech', 'Engineering, Product and Design'), { maxLength: 2 }),
  locations: fc.array(fc.constantFrom('London, England, United Kingdom', 'Remote', 'São Paulo, SP, Brazil'), {
    maxLength: 2,
  }),
  firstName: anyFirstName,
  title: anyTitle,
  site: fc.array(anyText, { maxLength: 6 }),
  known: fc.boolean(),
  offer: fc.constantFrom(sampleOffer, shortOffer),
  tone: fc.constantFrom('professional', 'casual', 'friendly'),
  seed: fc.string(),
});

test('every guard holds for every mail, whatever is known of the company', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCase,
      async ({
        name,
        oneLiner,
        description,
        headcount,
        hiring,
        industries,
        locations,
        firstName,
        title,
        site,
        known,
        offer,
        tone,
        seed,
      }) => {
        const given = brief({
          company: {
            name,
            oneLiner: oneLiner === '' ? null : oneLiner,
            description,
            headcount,
            hiring,
            industries,
            locations,
          },
          prospect: { firstName, lastName: 'Silva', title, department: 'other', seniority: 'entry' },
          passages: [
            ...(known ? sitePassages : []),
            ...site.map((text, at) => ({
              id: `p0000010${String(at)}`,
              url: 'https://quaylight.com/about',
              heading: at % 2 === 0 ? null : 'About',
              text,
            })),
          ],
          offer,
          icp: IcpCriteria.parse({ name: 'x', voice: { tone } }),
          seed,
        });
        const { drafts } = await write(given);
        expect(drafts.map(({ variant }) => variant)).toEqual([...VARIANTS]);
        for (const draft of drafts) {
          const failed = failedGuard(judged(draft, given));
          if (failed !== undefined)
            throw new Error(`${failed}\n${draft.subject}\n\n${draft.body}\n\n--\n${draft.followUp.body}`);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('the same brief and seed give the same mail, another seed other words', async () => {
  const given = brief({ passages: sitePassages });
  expect(await write(given)).toEqual(await write(given));
  const bodies = new Set<string>();
  for (let n = 0; n < 20; n += 1)
    for (const draft of (await write({ ...given, seed: String(n) })).drafts) bodies.add(draft.body);
  expect(bodies.size).toBeGreaterThan(40);
});

test('a hundred recipients of one offer do not get the same opening', async () => {
  const openings = new Map<string, number>();
  for (let n = 0; n < 100; n += 1) {
    const given = brief({
      company: { domain: `c${String(n)}.com`, name: 'Acme', oneLiner: 'AI phone agents for enterprise' },
      seed: `run/${String(n)}`,
    });
    const [, opening = ''] = (await write(given)).drafts[0]?.body.split('\n\n') ?? [];
    openings.set(opening, (openings.get(opening) ?? 0) + 1);
  }
  expect(openings.size).toBeGreaterThan(8);
  expect(Math.max(...openings.values())).toBeLessThan(25);
});

test('with nothing known but a name the mail is still whole', async () => {
  const given = brief({
    prospect: { firstName: null, lastName: null, title: null, department: 'other', seniority: 'entry' },
  });
  for (const draft of (await write(given)).drafts) {
    expect(draft.body).toMatch(/^Hello Quaylight Systems team,\n\n/);
    expect(draft.body).toContain('\n\nShall I send you the first three findings for your site?');
    expect(failedGuard(judged(draft, given))).toBeUndefined();
  }
});

test('the website is quoted before a directory, and only word for word', async () => {
  const given = brief({ passages: sitePassages, company: { oneLiner: 'AI phone agents for enterprise' } });
  const site = sitePassages.map(({ text }) => text).join('\n');
  let quotedSite = 0;
  for (let n = 0; n < 60; n += 1)
    for (const { body } of (await write({ ...given, seed: String(n) })).drafts)
      for (const [, quote = ''] of body.matchAll(/"([^"]+)"/g)) {
        expect(`${site}\nAI phone agents for enterprise`).toContain(quote);
        if (site.includes(quote)) quotedSite += 1;
      }
  expect(quotedSite).toBeGreaterThan(60);
});

test('a site in another language is not quoted', async () => {
  const passages = [
    {
      id: 'p00000001',
      url: 'https://quaylight.com/',
      heading: null,
      text: 'Wir planen Tore und Rampen für die Lagerhäuser der Region und mehr.',
    },
  ];
  for (const { body } of (await write(brief({ passages }))).drafts) expect(body).not.toContain('Wir planen');
});

test('what is offered is said before anything is said of it', async () => {
  for (let n = 0; n < 60; n += 1) {
    const given = brief({ passages: sitePassages, seed: `run/${String(n)}` });
    for (const { body } of (await write(given)).drafts) {
      const named = Math.max(body.indexOf('Harbourlight website review'), body.indexOf('written review'));
      expect(named).toBeGreaterThan(0);
      const detail = body.search(/The review arrives|The first five repairs/);
      if (detail >= 0) expect(named).toBeLessThan(detail);
    }
  }
});

test('colleagues who lay their mails side by side find other openings and other subjects', async () => {
  for (let n = 0; n < 20; n += 1) {
    const people = ['Ana', 'Bo'].map((firstName) =>
      brief({
        passages: sitePassages,
        seed: `run${String(n)}/${firstName}`,
        prospect: { ...brief().prospect, firstName },
      }),
    );
    const [ana, bo] = await createOfflineWriter()(people);
    for (const at of [0, 1, 2]) {
      const [one, two] = [ana?.drafts[at], bo?.drafts[at]];
      expect(one?.subject).not.toBe(two?.subject);
      expect(one?.evidence[1]?.evidenceIds).not.toEqual(two?.evidence[1]?.evidenceIds);
    }
  }
});

test.each([
  'After 22 years we stopped trading on 19 December 2025.',
  'Our founder died in March after a long illness, sadly.',
  'We had a data breach in June and are sorry for it.',
  'Our customers write to your planners every day of the week.',
  'The last cut-over took 71 seconds in all.',
])('a mail never opens with %j', async (text) => {
  const passages = [
    { id: 'p00000001', url: 'https://quaylight.com/about', heading: 'About', text },
    {
      id: 'p00000002',
      url: 'https://quaylight.com/about',
      heading: 'About',
      text: 'We plan docks for the food trade of the north.',
    },
  ];
  let other = 0;
  for (let n = 0; n < 30; n += 1)
    for (const { body } of (await write(brief({ passages, seed: String(n) }))).drafts) {
      expect(body).not.toContain(text);
      if (body.includes('We plan docks')) other += 1;
    }
  expect(other).toBeGreaterThan(0);
});
