import * as fc from 'fast-check';
import type { SiteReading } from '../../../../functions/contacts/contract.ts';
import { createReadWebsite } from '../../../../functions/contacts/read-website.ts';
import { composeEnrichment } from '../../../../functions/copy/generations/compose-enrichment.ts';
import { composeMails } from '../../../../functions/copy/generations/compose-mails.ts';
import { composePositioning } from '../../../../functions/copy/generations/compose-positioning.ts';
import { Preferences } from '../../../../functions/copy/generations/copy-request.ts';
import { Enrichment } from '../../../../functions/copy/generations/copy-results.ts';
import { inferIcp } from '../../../../functions/copy/generations/infer-icp.ts';
import { readIcpText } from '../../../../functions/copy/generations/read-icp-text.ts';
import { profileOf, type SiteProfile } from '../../../../functions/copy/generations/site-profile.ts';
import { createSupport } from '../../../../functions/copy/generations/supported-text.ts';
import { createReadSite } from '../../../../functions/copy/site-pack.ts';
import { newId, WorkspaceId } from '../../../../functions/platform/ids.ts';
import { createSafeFetch } from '../../../../functions/platform/safe-fetch/safe-fetch.ts';
import { sampleSites } from '../../../../lib/local/sample/sites.ts';
import { startSampleSites } from '../../../../lib/local/sample/sites-server.ts';
import { createMemoryFiles } from '../../../support/memory-files.ts';

const profiles: SiteProfile[] = [];
const preferences = Preferences.parse({});

beforeAll(async () => {
  const sites = await startSampleSites({ port: 0 });
  const fetchPage = createSafeFetch({ allowHosts: sites.allowHosts });
  const readSite = createReadSite({
    readWebsite: createReadWebsite({ fetchPage, files: createMemoryFiles(), clock: Date.now }),
  });
  for (const host of sampleSites().keys()) {
    const read = await readSite({ workspaceId: newId(WorkspaceId, 'ws'), url: `http://${host}/` });
    if (read.ok) profiles.push(profileOf(read.site));
  }
  await sites.close();
});

const named = (name: string): SiteProfile => {
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`No sample site is called ${name}`);
  return found;
};

test('a site is called as its titles call it, without its legal form', () => {
  expect(profiles.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Quaylight Systems', 'Crumb & Kettle', 'Grünspan Software', 'Kōkako Cloud']),
  );
});

test('every claim of every package says what the passages it cites say', () => {
  for (const profile of profiles) {
    const problemOf = createSupport(profile);
    const { criteria } = inferIcp(profile);
    const claims = [
      ...composePositioning(profile, '').claims,
      ...composeMails(profile, preferences).claims,
      ...composeEnrichment(profile, { criteria, isAssumed: true }, '').claims,
    ];
    for (const { text, passageIds } of claims)
      expect({ text, problem: problemOf(text, passageIds) }).toEqual({ text, problem: undefined });
  }
});

test('three mails with follow-ups pass every guard for every sample site, in every tone', () => {
  for (const tone of ['professional', 'friendly', 'casual'] as const)
    for (const profile of profiles)
      for (const { variant, guards } of composeMails(profile, Preferences.parse({ tone })).variants)
        expect({ site: profile.name, tone, variant, failed: guards.filter(({ passed }) => !passed) }).toEqual({
          ...{ site: profile.name, tone, variant, failed: [] },
        });
});

test('the breakdown of a mail, put together, is its body, from the opening to the question', () => {
  for (const { breakdown, body, followUp } of composeMails(named('Fjellbro'), preferences).variants) {
    expect(breakdown.map(({ text }) => text).join('\n\n')).toBe(body);
    expect(followUp.breakdown.map(({ text }) => text).join('\n\n')).toBe(followUp.body);
    expect(breakdown[0]?.type).toBe('opening');
    expect(breakdown.at(-1)?.type).toBe('cta');
  }
});

test('a follow-up says something that its mail does not, and waits four days', () => {
  for (const profile of profiles.filter(({ statements }) => statements.length > 6))
    for (const { breakdown, followUp } of composeMails(profile, preferences).variants) {
      const said = new Set(breakdown.flatMap(({ passageIds }) => passageIds));
      expect(followUp.breakdown.flatMap(({ passageIds }) => passageIds).filter((id) => said.has(id))).toEqual([]);
      expect(followUp.waitDays).toBe(4);
    }
});

test('the same site and wishes give the same text', () => {
  const profile = named('Quaylight Systems');
  expect(composeMails(profile, preferences)).toEqual(composeMails(profile, preferences));
  expect(composePositioning(profile, 'drivers')).toEqual(composePositioning(profile, 'drivers'));
});

test('positioning of a site that says enough has three value propositions and selling points with quotations', () => {
  const { valuePropositions, uniqueSellingPoints, uniqueInsight } = composePositioning(named('Fjellbro'), '');
  expect(uniqueInsight).toBe('Ferries stop for four hours a night. Fjellbro fits the work into those four hours.');
  expect(valuePropositions).toHaveLength(3);
  const texts = named('Fjellbro').passages.map(({ text }) => text);
  for (const { evidence } of uniqueSellingPoints) for (const { quote } of evidence) expect(texts).toContain(quote);
});

test('emphasis brings what it is about to the front', () => {
  const { valuePropositions } = composePositioning(named('Fjellbro'), 'spare parts and stock of three storerooms');
  expect(valuePropositions.join(' ')).toMatch(/storeroom|stock/);
});

test('a site in another language gets texts that say what could not be known, and no claim', () => {
  const german = named('Grünspan Software');
  const { uniqueInsight, claims } = composePositioning(german, '');
  expect(uniqueInsight).toContain('is not in English');
  expect(claims).toEqual([]);
  expect(composeMails(german, preferences).claims).toEqual([]);
});

test('what the caller states goes into the mails as stated', () => {
  const wishes = Preferences.parse({
    openingLine: 'We met half of Bergen at Nor-Shipping',
    ctaSetting: 'Would 20 minutes on Tuesday suit you',
    socialProof: 'Fjord1 has used us since 2019',
    tone: 'friendly',
  });
  for (const { body, guards } of composeMails(named('Fjellbro'), wishes).variants) {
    expect(body).toContain('We met half of Bergen at Nor-Shipping.');
    expect(body).toContain('Would 20 minutes on Tuesday suit you?');
    expect(body).toContain('Fjord1 has used us since 2019.');
    expect(guards.filter(({ passed }) => !passed)).toEqual([]);
  }
});

test('a mail says whom it is for when the caller has said so, and still passes every guard', () => {
  for (const profile of profiles) {
    const { variants } = composeMails(profile, preferences, ['operations', 'executive']);
    expect(variants[0]?.body).toContain(
      `We are writing from ${profile.name} to people who work in operations and management.`,
    );
    for (const { guards } of variants)
      expect({ site: profile.name, failed: guards.filter(({ passed }) => !passed) }).toEqual({
        site: profile.name,
        failed: [],
      });
  }
});

test('a template says which parts a mail has and in which order; the question stays last', () => {
  const wishes = Preferences.parse({ template: '{{opening}} {{proof}} {{cta}} {{value}}' });
  for (const { breakdown } of composeMails(named('Fjellbro'), wishes).variants) {
    const types = [...new Set(breakdown.map(({ type }) => type))];
    expect(types).toEqual(['opening', 'proof', 'value', 'cta'].filter((type) => types.includes(type as never)));
    expect(types).not.toContain('pain');
  }
});

test('every point of an enrichment names a source and a question that the source answers', () => {
  for (const profile of profiles) {
    const written = composeEnrichment(profile, { criteria: inferIcp(profile).criteria, isAssumed: true }, '');
    const { technographics, buyingSignals, personalizationPoints, firmographics, demographics } =
      Enrichment.parse(written);
    for (const { source, collectionMethod } of [
      ...[...technographics, ...buyingSignals, ...personalizationPoints],
      ...[firmographics, firmographics.employees, firmographics.departmentSize, firmographics.revenue, demographics],
    ])
      expect(collectionMethod.startsWith(`${source}.`)).toBe(true);
  }
});

test('an ICP in words gives industry, size, places and titles, and leaves open what it does not say', () => {
  const icp = readIcpText(
    'Heads of operations at logistics companies with 50 to 500 employees in Germany and the Netherlands',
  );
  expect(icp).toMatchObject({
    industries: ['Transportation and Logistics'],
    headcount: { min: 50, max: 500 },
    locations: ['Germany', 'Netherlands'],
    persona: { jobTitles: ['Head of operations'], departments: ['operations'], seniority: ['head'] },
    revenue: {},
  });
  expect(readIcpText('anyone who likes tea')).toMatchObject({
    headcount: {},
    locations: [],
    persona: { jobTitles: [] },
  });
});

test('an ICP in words is read whatever the words are', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
      (text) => {
        expect(readIcpText(text).name.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 200 },
  );
});

test('any passages whatever give texts of the schemas', () => {
  const passage = fc.record({ heading: fc.option(fc.string()), text: fc.string({ maxLength: 300, unit: 'grapheme' }) });
  fc.assert(
    fc.property(fc.array(passage, { maxLength: 8 }), (given) => {
      const site: SiteReading = {
        ...{ domain: 'x.example', readAt: '2026-11-21T09:30:00.000Z', outcome: 'read', reason: null, people: [] },
        ...{
          tried: [],
          addresses: [],
          phones: [],
          profiles: [],
          pages: [{ url: 'https://x.example/', status: 200, title: 'X' }],
        },
        passages: given.map((one, at) => ({ id: `p${String(at)}`, url: 'https://x.example/', ...one })),
      };
      const profile = profileOf(site);
      expect(composeMails(profile, preferences).variants).toHaveLength(3);
      expect(composePositioning(profile, '').uniqueInsight).not.toBe('');
    }),
    { numRuns: 60 },
  );
});
