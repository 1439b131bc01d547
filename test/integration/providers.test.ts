import { rmSync } from 'node:fs';
import { providerCredentialRoutes } from '../../functions/accounts/contract.ts';
import { Campaign, campaignRoutes } from '../../functions/campaigns/contract.ts';
import { Company } from '../../functions/discovery/company.ts';
import { providerRoutes } from '../../functions/discovery/provider-contract.ts';
import { startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, testOffer, testSender } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';
import { type Asked, type FakeProvider, startFakeProvider, type Told } from '../support/providers/fake-provider.ts';

const KEY = 'sk-of-the-workspace-0123';
const folder = testFolder();
let fake: FakeProvider;
let system: SystemInChild;

const startup = (n: number) => ({
  ...{
    name: `Startup ${String(n)}`,
    website: `https://startup${String(n)}.example`,
    team_size: 40,
    industry: 'B2B',
    status: 'Active',
  },
  ...{ tags: ['SaaS'], all_locations: 'Austin, TX, USA' },
});
const row = (n: number) => ({
  basic_info: { name: `Startup ${String(n)}`, primary_domain: `startup${String(n)}.example` },
  ...{
    headcount: { total: 55 },
    revenue: { estimated: { lower_bound_usd: 2_000_000 } },
    locations: { country: 'United States' },
  },
});

/** Three providers at one address: the directory, Crustdata for whoever has the key, and Apollo, which refuses it. */
const answer = ({ path, body, headers }: Asked): Told => {
  if (path === '/companies/all.json') return { body: [1, 2, 3].map(startup) };
  if (path === '/company/search/autocomplete') return { body: { suggestions: [] } };
  if (path.startsWith('/mixed_companies')) return { status: 401, body: { error: 'Invalid access credentials.' } };
  if (headers['authorization'] !== `Bearer ${KEY}`)
    return { status: 401, body: { error: { message: 'Invalid API key' } } };
  const { cursor } = body as { cursor?: string };
  const companies = cursor === undefined ? [row(3), row(4)] : [row(5)];
  return {
    headers: { 'x-credits-used': '0.06' },
    body: { companies, next_cursor: cursor === undefined ? 'two' : null, total_count: 3 },
  };
};

beforeAll(async () => {
  fake = await startFakeProvider(answer);
  const { url } = fake;
  const providerUrls = JSON.stringify({ directory: url, crustdata: url, apollo: url });
  system = await startLocalSystem(folder, { settings: { providerUrls } });
});
afterAll(async () => {
  await system.stop();
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a workspace stores its keys, looks at what providers give, and runs over them; one that refuses the key is a warning', async () => {
  const { api } = system;
  for (const provider of ['crustdata', 'apollo'])
    await api.call(
      'PUT',
      `/provider-credentials/${provider}`,
      providerCredentialRoutes.putProviderCredential.response,
      { apiKey: KEY },
    );
  const { items } = await api.call('GET', '/discovery/providers', providerRoutes.listProviders.response);
  expect(items.filter(({ configured }) => configured).map(({ name }) => name)).toEqual([
    'file',
    'directory',
    'openstreetmap',
    'crustdata',
    'apollo',
  ]);

  const criteria = { name: 'Anyone', headcount: { min: 10, max: 500 }, threshold: 0.1 };
  const began = Date.now();
  const look = await api.call('POST', '/discovery/search', providerRoutes.searchProvider.response, {
    provider: 'directory',
    criteria,
  });
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(look.companies.map(({ domain }) => domain)).toEqual([1, 2, 3].map((n) => `startup${String(n)}.example`));

  const { id: icpId } = await api.call('POST', '/icps', campaignRoutes.createIcp.response, criteria);
  const campaign = await api.call('POST', '/campaigns', Campaign, {
    ...{ name: 'Providers', icpId, offer: testOffer, sender: testSender, approval: 'auto', readWebsites: false },
    providers: [{ name: 'directory' }, { name: 'apollo' }, { name: 'crustdata' }],
  });
  const { id } = await startTestRun(api, campaign.id);
  const run = await untilRun(api, id, ({ endedAt }) => endedAt !== null);
  expect(run).toMatchObject({
    status: 'completed',
    problem: null,
    stages: { discovered: 5, scored: 5 },
    costUsd: 0.0024,
  });
  expect(run.warnings).toEqual([
    expect.stringMatching(/^Apollo refused the API key\. Store a valid one \(PUT \/provider-credentials\/apollo\)/),
  ]);
  expect(await api.call('GET', '/companies/startup3.example', Company)).toMatchObject({
    ...{ headcount: 55, revenue: 2_000_000, keywords: ['SaaS'], source: 'crustdata' },
    sources: { directory: ['industries', 'keywords', 'status'] },
  });
  expect(fake.asked.filter(({ path }) => path === '/companies/all.json')).toHaveLength(1);
  expect(JSON.stringify(run)).not.toContain(KEY);

  const apolloOnly = await api.call('POST', '/campaigns', Campaign, {
    ...{ name: 'Apollo', icpId, offer: testOffer, sender: testSender, approval: 'auto' },
    providers: [{ name: 'apollo' }],
  });
  const failed = await untilRun(
    api,
    (await startTestRun(api, apolloOnly.id)).id,
    ({ endedAt }) => endedAt !== null,
    90,
  );
  expect(failed).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/^No provider gave a company\. Apollo refused the API key/),
  });
});
