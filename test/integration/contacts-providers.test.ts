import { rmSync } from 'node:fs';
import * as z from 'zod';
import { importFile } from '../../bin/cli/import-file.ts';
import { Campaign, campaignRoutes, type RunView } from '../../functions/campaigns/contract.ts';
import { ContactView } from '../../functions/contacts/contract.ts';
import { FoundContacts } from '../../functions/contacts/find-contract.ts';
import { startTestRun, untilRun } from '../support/campaign-client.ts';
import { softwareIcp, testFolder, testOffer, testSender, writeCampaignFiles } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';
import { type FakeProvider, startFakeProvider } from '../support/providers/fake-provider.ts';

const folder = testFolder();
const COMPANIES = 4;
const silent = { line: () => undefined, progress: () => undefined, progressDone: () => undefined };
let system: SystemInChild;
let hunter: FakeProvider;
let ended: RunView;

beforeAll(async () => {
  hunter = await startFakeProvider(({ path, query }) => {
    const domain = query.get('domain') ?? '';
    return path === '/domain-search'
      ? {
          body: {
            data: {
              emails: [
                {
                  value: `eve.roe@${domain}`,
                  first_name: 'Eve',
                  last_name: 'Roe',
                  position: 'Chief Executive Officer',
                  verification: { status: 'valid' },
                },
                {
                  value: `al.fox@${domain}`,
                  first_name: 'Al',
                  last_name: 'Fox',
                  position: 'Accountant',
                  verification: { status: 'valid' },
                },
              ],
            },
            meta: { results: 2 },
          },
        }
      : { body: { data: {} } };
  });
  system = await startLocalSystem(`${folder}/data`, {
    sample: true,
    settings: { providerUrls: JSON.stringify({ hunter: hunter.url }) },
  });
  const { api } = system;
  await api.call('PUT', '/provider-credentials/hunter', z.unknown(), { apiKey: 'sk-hunter-0123456789' });
  const { companies } = writeCampaignFiles(folder, COMPANIES);
  const imported = await importFile(api, silent, { kind: 'companies', path: companies });
  const { id: icpId } = await api.call('POST', '/icps', campaignRoutes.createIcp.response, softwareIcp);
  const campaign = await api.call('POST', '/campaigns', Campaign, {
    ...{ name: 'Looked up', icpId, offer: testOffer, sender: testSender, companyImports: [imported.id] },
    ...{ approval: 'auto', readWebsites: false, contactProviders: ['apollo', 'hunter'] },
  });
  ended = await untilRun(api, (await startTestRun(api, campaign.id)).id, (view) => view.endedAt !== null);
});

afterAll(async () => {
  await system.stop();
  await hunter.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a run finds its people at the provider that its campaign names, writes to them and counts what they cost', async () => {
  expect(ended).toMatchObject({
    status: 'completed',
    recipients: { total: COMPANIES, byState: { delivered: COMPANIES } },
  });
  const domains = Array.from({ length: COMPANIES }, (_, at) => `ledgerworks-0000${String(at + 1)}.example`);
  expect(Object.keys(await system.mails()).sort()).toEqual(domains.map((domain) => `eve.roe@${domain}`));
  expect(ended.dropped['persona_mismatch']).toBe(COMPANIES);
  // A credit a domain; the mails cost nothing here.
  expect(ended.costUsd).toBeGreaterThanOrEqual(COMPANIES * 0.025);
  expect(ended.costUsd).toBeLessThan(COMPANIES * 0.025 + 0.01);
  expect(hunter.asked.map(({ path }) => path)).toEqual(Array.from({ length: COMPANIES }, () => '/domain-search'));
  const { items } = await system.api.call(
    'GET',
    `/companies/${domains[0] ?? ''}/contacts`,
    z.object({ items: z.array(ContactView) }),
  );
  expect(items).toMatchObject([{ email: `eve.roe@${domains[0] ?? ''}`, source: 'hunter', decisionMaker: true }]);
});

test('a provider that is named and has no key is one warning of the run, with its mend', () => {
  expect(ended.warnings).toEqual([
    expect.stringMatching(
      /^Apollo needs an API key and none is stored\. Store one \(PUT \/provider-credentials\/apollo\)\./,
    ),
  ]);
});

test('people of one company are looked up at once: its website first, a provider only where nobody fits', async () => {
  const ask = (body: object) =>
    system.api.call('POST', '/contacts/find', FoundContacts, { websiteUrl: 'http://quaylight.example/', ...body });
  const asked = hunter.asked.length;
  const bySite = await ask({ providers: ['hunter'] });
  expect(bySite.site.outcome).toBe('read');
  expect(bySite.contacts.length).toBeGreaterThan(0);
  expect(
    bySite.contacts.every(
      ({ source, sourceRef }) => source === 'website' && sourceRef.startsWith('http://quaylight.example/'),
    ),
  ).toBe(true);
  expect(hunter.asked).toHaveLength(asked);
  const byProvider = await ask({ providers: ['hunter'], persona: { jobTitles: ['Accountant'] } });
  expect(byProvider.contacts.map(({ email }) => email)).toContain('al.fox@quaylight.example');
  expect(byProvider).toMatchObject({ personaMet: true, costUsd: 0.025 });
  // The same question is answered from what was paid for.
  const again = await ask({ providers: ['hunter'], persona: { jobTitles: ['Accountant'] } });
  expect(again).toMatchObject({ personaMet: true, costUsd: 0 });
});
