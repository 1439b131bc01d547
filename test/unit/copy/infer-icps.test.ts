import { readPage, summarizeSite } from '../../../functions/contacts/site-reading.ts';
import { profileOf } from '../../../functions/copy/generations/site-profile.ts';
import { createInferIcps } from '../../../functions/copy/infer-icps.ts';
import { InferredIcps, inferIcpsRoutes } from '../../../functions/copy/infer-icps-contract.ts';
import { factsOf } from '../../../functions/copy/infer-icps-facts.ts';
import { proposeIcps } from '../../../functions/copy/infer-icps-offline.ts';
import type { Model } from '../../../functions/copy/model.ts';
import type { ReadSite, SiteAnswer } from '../../../functions/copy/site-pack.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { silentLog } from '../../../functions/platform/log.ts';

const READ_AT = '2026-11-21T09:00:00.000Z';
const siteOf = (pages: Readonly<Record<string, string>>) =>
  summarizeSite(
    'rotalog.example',
    READ_AT,
    Object.entries(pages).map(([path, html]) =>
      readPage(`<html><head><title>Rotalog</title></head><body>${html}</body></html>`, {
        ...{ url: `https://rotalog.example${path}`, status: 200, kind: path === '/' ? 'home' : 'services' },
      }),
    ),
  );

const HOME = `<h1>Rotas that hold</h1>
<h2>Who it is for</h2>
<p>Rotalog plans shifts for restaurants and hotels with 20 to 150 employees in Germany and Austria.</p>
<p>Operations managers of 340 care homes plan with Rotalog every week.</p>
<h2>The trouble with rotas</h2>
<p>A sick call at six in the morning breaks the whole week. Managers lose two hours a day on the telephone.</p>
<h2>What you get</h2>
<p>Rotalog finds a replacement within four minutes and tells everyone on the rota.</p>
<h2>Prices</h2><p>The plan costs €149 per month and location, with all features.</p>`;

const propose = (pages: Readonly<Record<string, string>>) => {
  const profile = profileOf(siteOf(pages));
  return proposeIcps(profile, factsOf(profile));
};

test('a site that names its customers gives a proposal for each trade, with its words', () => {
  const icps = propose({ '/': HOME });
  expect(icps.map(({ criteria }) => criteria.industries[0]).toSorted()).toEqual([
    'Hospitality',
    'Restaurants',
    'Social Care',
  ]);
  const restaurants = icps.find(({ criteria }) => criteria.industries.includes('Restaurants'));
  expect(restaurants?.criteria).toMatchObject({
    headcount: { min: 20, max: 150 },
    locations: ['Germany', 'Austria'],
    voice: { useCase: expect.stringContaining('Rotalog') },
  });
  const claim = restaurants?.claims.find(({ field }) => field === 'industries');
  expect(claim).toMatchObject({
    basis: 'website',
    evidence: [{ url: 'https://rotalog.example/', quote: expect.stringContaining('restaurants and hotels') }],
  });
});

test('every quotation stands letter by letter in the passage it names', () => {
  const site = siteOf({ '/': HOME });
  const profile = profileOf(site);
  const byId = new Map(site.passages.map((passage) => [passage.id, passage]));
  const cited = proposeIcps(profile, factsOf(profile)).flatMap(({ claims, painPoints }) =>
    [...claims, ...painPoints].flatMap(({ evidence }) => evidence),
  );
  expect(cited.length).toBeGreaterThan(8);
  for (const { passageId, quote, url } of cited) {
    const passage = byId.get(passageId);
    expect(`${passage?.heading ?? ''} ${passage?.text ?? ''}`).toContain(quote);
    expect(passage?.url).toBe(url);
  }
});

test('pain points are the site’s own words about trouble', () => {
  const [first] = propose({ '/': HOME });
  expect(first?.painPoints[0]).toMatchObject({ basis: 'website', text: expect.stringContaining('lose two hours') });
});

test('people and departments that the site names are the persona; without any, deciders are assumed and said to be', () => {
  const [named] = propose({
    '/': '<h1>Close faster</h1><h2>The product</h2><p>Closely is built for finance teams and CFOs of insurers. It shows every open item of the month on one page.</p>',
  });
  expect(named?.criteria.persona.departments).toContain('finance');
  expect(named?.claims.find(({ field }) => field === 'persona.departments')).toMatchObject({ basis: 'website' });
  const [unnamed] = propose({
    '/': '<h1>Ovens</h1><h2>What we make</h2><p>We build ovens for bakeries and pizzerias, and we mend those of other makers as well.</p>',
  });
  expect(unnamed?.criteria.persona.jobTitles).toEqual([]);
  expect(unnamed?.claims.find(({ field }) => field === 'persona.seniority')).toMatchObject({ basis: 'assumption' });
});

test('a price tells of sizes only as an assumption, with the price as its reason', () => {
  const icps = propose({
    '/': '<h1>Books</h1><h2>For shops</h2><p>We do the bookkeeping for retailers with one shop or ten, from receipts to the year’s end.</p><h2>Price</h2><p>The plan costs €49 per month, and it can be ended at any time without a fee.</p>',
  });
  expect(icps[0]?.claims.find(({ field }) => field === 'headcount')).toMatchObject({
    basis: 'assumption',
    reason: expect.stringContaining('49'),
    evidence: [{ quote: expect.stringContaining('€49') }],
  });
});

test('where the site names fewer than three trades, the rest are neighbours and sizes, marked and less sure', () => {
  const icps = propose({
    '/': '<h1>Chairs</h1><h2>What we do</h2><p>We mend dental chairs for dentists in Spain.</p>',
  });
  expect(icps).toHaveLength(3);
  expect(icps[0]?.criteria.industries).toEqual(['Dentists']);
  for (const other of icps.slice(1)) {
    expect(other.confidence).toBeLessThan((icps[0]?.confidence ?? 0) / 1.5);
    expect(other.claims.some(({ basis }) => basis === 'assumption')).toBe(true);
  }
});

test('a site that says nothing of customers gives three proposals that nobody could be sure of', () => {
  const icps = propose({
    '/': '<h1>Welcome</h1><h2>About</h2><p>Lorem ipsum dolor sit amet, consectetur adipiscing.</p>',
  });
  expect(icps).toHaveLength(3);
  for (const { confidence, criteria } of icps) {
    expect(confidence).toBeLessThan(0.15);
    expect(criteria.industries).toEqual([]);
  }
});

test('streets, own staff and counted things are no customers', () => {
  const icps = propose({
    '/': `<h1>Castings</h1><h2>Visit</h2><p>12 Quarry Lane, Guildford GU1 3ZZ</p>
      <h2>About us</h2><p>Our engineers and our designers share 14 desks.</p><p>We went live in 3 weeks.</p>`,
  });
  for (const { criteria } of icps) expect(criteria.industries).toEqual([]);
});

test('the same site gives the same proposals, the surest first', () => {
  const icps = propose({ '/': HOME });
  expect(propose({ '/': HOME })).toEqual(icps);
  const confidences = icps.map(({ confidence }) => confidence);
  expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
  for (const confidence of confidences) expect(confidence).toBeLessThan(1);
});

const drafted = (told: object = {}) => ({
  ...{
    name: 'Hotels that roster by hand',
    summary: 'Hotels in Germany with seasonal staff.',
    industries: ['Hospitality'],
  },
  ...{ headcount: { min: 20, max: 150 }, locations: ['Germany'], businessModels: [], technologies: [], keywords: [] },
  ...{
    jobTitles: ['Operations Manager'],
    departments: ['operations'],
    seniority: ['manager'],
    painPoints: [],
    claims: [],
  },
  ...told,
});

const world = (answer: SiteAnswer, icps?: readonly object[] | 'fails') => {
  const asked: string[] = [];
  const readSite: ReadSite = async () => answer;
  const usage = [{ model: 'm', inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, costMicroUsd: 1_500 }];
  const model: Model = {
    name: 'claude-test',
    generate: async ({ schema, prompt }) => {
      asked.push(prompt);
      return icps === 'fails'
        ? { ok: false, failure: { reason: 'overloaded', detail: 'anthropic is overloaded; try again later' }, usage }
        : { ok: true, value: schema.parse({ icps }), usage };
    },
  };
  const handler = createApi({
    routes: inferIcpsRoutes,
    handlers: {
      inferIcps: createInferIcps({
        ...{ readSite, log: silentLog, clock: () => 0 },
        modelFor: async () => (icps === undefined ? undefined : model),
      }),
    },
    log: silentLog,
  });
  const call = async (body: object = { websiteUrl: 'rotalog.example' }) => {
    const reply = await handler(
      {
        ...{ httpMethod: 'POST', resource: '/api/v1/icps/infer', path: '/icps/infer', queryStringParameters: null },
        ...{ headers: {}, body: JSON.stringify(body), pathParameters: null },
        requestContext: {
          requestId: 'r',
          authorizer: {
            ...{ workspaceId: 'ws_00000000000000000000000001', kind: 'key', id: 'k', role: 'member', mode: 'live' },
          },
        },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: reply.statusCode, body: JSON.parse(reply.body) as unknown };
  };
  return { call, asked };
};
const site = siteOf({ '/': HOME });
const read: SiteAnswer = { ok: true, site };
const served = site.passages.find(({ text }) => text.includes('restaurants and hotels'));
const quote = { passageId: served?.id ?? '', quote: 'restaurants and hotels with 20 to 150 employees' };

test('without a model the answer is the offline one, at no cost', async () => {
  const { status, body } = await world(read).call();
  const inferred = InferredIcps.parse(body);
  expect([status, inferred.writer, inferred.costUsd, inferred.icps.length]).toEqual([200, 'offline', 0, 3]);
  expect(inferred.website).toMatchObject({ url: 'https://rotalog.example/', name: 'Rotalog', readAt: READ_AT });
});

test('a model’s claims count as said only with quotes that stand in their passages, and a size only when it is quoted', async () => {
  const claim = (field: string, quotes: object[]) => ({ field, value: 'x', reason: 'The site says so.', quotes });
  const { call, asked } = world(read, [
    drafted({ claims: [claim('industries', [quote]), claim('headcount', [quote])] }),
    drafted({ name: 'Invented', claims: [claim('industries', [{ ...quote, quote: 'airlines of the world' }])] }),
    drafted({ name: 'Third' }),
  ]);
  const inferred = InferredIcps.parse((await call()).body);
  expect([inferred.writer, inferred.costUsd]).toEqual(['claude-test', 0.0015]);
  const [quoted, ...others] = inferred.icps;
  expect(quoted?.criteria).toMatchObject({ name: 'Hotels that roster by hand', headcount: { min: 20, max: 150 } });
  expect(quoted?.claims.map(({ basis }) => basis)).toEqual(['website', 'website']);
  expect(quoted?.confidence).toBeGreaterThan(0.5);
  for (const { criteria, claims, confidence } of others) {
    expect(criteria.headcount).toEqual({});
    expect(claims.every(({ basis }) => basis === 'assumption')).toBe(true);
    expect(confidence).toBeLessThan(0.2);
  }
  expect(asked[0]).toContain('restaurants and hotels');
});

test('what a model gives too few of is filled up, and what carries links is left out', async () => {
  const { call } = world(read, [drafted(), drafted({ summary: 'See https://evil.example now.' })]);
  const inferred = InferredIcps.parse((await call()).body);
  expect(inferred.icps).toHaveLength(3);
  expect(JSON.stringify(inferred)).not.toContain('evil.example');
  expect(inferred.notes[0]).toMatch(/2 of the model's proposals/);
});

test('a model that fails costs nobody the answer: the offline one comes, and says why', async () => {
  const inferred = InferredIcps.parse((await world(read, 'fails').call()).body);
  expect(inferred).toMatchObject({ writer: 'offline', notes: ['anthropic is overloaded; try again later'] });
  expect(inferred.costUsd).toBe(0.0015);
});

test.each([
  ['bad_url', 400],
  ['private_address', 400],
  ['unreachable', 422],
  ['empty', 422],
  ['parked', 422],
  ['disallowed', 422],
] as const)('a site that is %s is a %d that says what was tried', async (reason, expected) => {
  const tried = reason === 'bad_url' ? [] : ['https://rotalog.example/', 'http://rotalog.example/'];
  const { status, body } = await world({
    ...{ ok: false, reason, tried, detail: 'websiteUrl: rotalog.example could not be read. Check the address.' },
  }).call();
  expect(status).toBe(expected);
  if (expected === 400) expect(body).toMatchObject({ fieldErrors: [{ field: 'websiteUrl' }] });
  else expect(body).toMatchObject({ detail: expect.stringContaining('Tried: https://rotalog.example/') });
});

test('a request without an address is refused by name', async () => {
  expect(await world(read).call({})).toMatchObject({ status: 400, body: { fieldErrors: [{ field: 'websiteUrl' }] } });
});
