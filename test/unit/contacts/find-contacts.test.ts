import { Offer, RunPlan, Sender } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import { SiteReading } from '../../../functions/contacts/contract.ts';
import { createFindContacts } from '../../../functions/contacts/find-contacts.ts';
import { fitPayload, MOST_BYTES } from '../../../functions/contacts/fit-payload.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const ids = { workspaceId: 'ws_0000000001', campaignId: 'cmp_0000000001', runId: 'run_0000000001' };
const plan = (more: object = {}) =>
  RunPlan.parse({
    ...ids,
    icp: IcpCriteria.parse({ name: 'x' }),
    icpVersion: 1,
    offer: Offer.parse({
      product: 'P',
      oneLiner: 'A product.',
      problems: ['A problem.'],
      benefits: ['A benefit.'],
      callToAction: 'Shall we talk?',
    }),
    sender: Sender.parse({ name: 'Ana', email: 'ana@us.com', legalName: 'Us Ltd', postalAddress: '1 Road' }),
    companyImports: [],
    contactImports: [],
    contactsPerCompany: 2,
    readWebsites: true,
    approval: 'auto',
    mode: 'live',
    costCapUsd: 10,
    plannedAt: '2026-11-21T00:00:00.000Z',
    ...more,
  });
const scored = (domain: string, more: object = {}) => ({
  company: Company.parse({
    domain,
    name: domain,
    website: `https://${domain}/`,
    industries: [],
    keywords: [],
    oneLiner: null,
    description: null,
    headcount: 20,
    revenue: null,
    foundedYear: null,
    locations: [],
    country: null,
    remote: false,
    hiring: null,
    fundingStage: null,
    status: 'active',
    source: 'file:x',
    ...more,
  }),
  score: { value: 0.8, grade: 'A' as const, confidence: 1 },
});
const reading = (domain: string, more: object = {}): SiteReading =>
  SiteReading.parse({
    domain,
    readAt: '2026-11-21T00:00:00.000Z',
    outcome: 'read',
    reason: null,
    pages: [],
    passages: [{ id: 'p00000000', url: `https://${domain}/`, heading: null, text: 'They build pumps for farms.' }],
    people: [{ firstName: 'Bo', lastName: 'Lund', title: 'CTO', email: `bo@${domain}`, url: `https://${domain}/team` }],
    ...more,
  });

const world = (chosen: RunPlan, readWebsite: (domain: string) => Promise<SiteReading>) => {
  const table = createMemoryTable();
  const read: string[] = [];
  const find = createFindContacts({
    readPlan: async () => chosen,
    importedContacts: async (_workspace, _imports, companies) =>
      new Map(
        companies.map(({ domain }) => [
          domain,
          domain === 'nobody.com'
            ? []
            : [
                {
                  companyDomain: domain,
                  companyName: null,
                  firstName: 'Ana',
                  lastName: 'Silva',
                  title: 'CEO',
                  email: `ana@${domain}`,
                  location: null,
                  line: 2,
                },
              ],
        ]),
      ),
    readWebsite: ({ domain }) => {
      read.push(domain);
      return readWebsite(domain);
    },
    contacts: createContactStore(table),
    clock: () => Date.parse('2026-11-21T08:00:00.000Z'),
  });
  const run = (domains: readonly string[]) =>
    find({ ...ids, planKey: 'plan', qualified: domains.map((domain) => scored(domain)) });
  return { run, table, read };
};

test('finds listed people and people on the site, and writes one item for each', async () => {
  const { run, table } = world(plan(), async (domain) => reading(domain));
  const { prospects } = await run(['a.com', 'b.com']);
  expect(prospects.map(({ contacts }) => contacts.map(({ email }) => email))).toEqual([
    ['ana@a.com', 'bo@a.com'],
    ['ana@b.com', 'bo@b.com'],
  ]);
  expect(prospects[0]?.siteKey).toBe('workspaces/ws_0000000001/sites/a.com.json');
  expect(table.items()).toHaveLength(4);
  for (const item of table.items()) expect(JSON.stringify(item).length).toBeLessThan(1_024);
});

test('repeating the step writes the same items', async () => {
  const { run, table } = world(plan(), async (domain) => reading(domain));
  const first = await run(['a.com']);
  const items = table.items();
  expect(await run(['a.com'])).toEqual(first);
  expect(table.items()).toEqual(items);
});

test('a company of which nobody is known is handed on without contacts', async () => {
  const { run } = world(plan(), async (domain) =>
    reading(domain, { outcome: 'unreachable', reason: 'timeout', passages: [], people: [] }),
  );
  expect((await run(['nobody.com'])).prospects).toMatchObject([{ contacts: [], contactDrops: {}, siteKey: null }]);
});

test('sites are left alone when the campaign does not read them', async () => {
  const { run, read } = world(plan({ readWebsites: false }), async (domain) => reading(domain));
  expect((await run(['a.com'])).prospects[0]?.contacts).toHaveLength(1);
  expect(read).toEqual([]);
});

test('reads at most eight sites at once', async () => {
  let open = 0;
  let most = 0;
  const { run } = world(plan(), async (domain) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open -= 1;
    return reading(domain);
  });
  await run(Array.from({ length: 25 }, (_, n) => `c${String(n)}.com`));
  expect(most).toBe(8);
});

test('the answer for a full batch of long companies stays within what a state hands on', async () => {
  const { run } = world(plan(), async (domain) => reading(domain));
  const { prospects } = await run(Array.from({ length: 25 }, (_, n) => `c${String(n)}.com`));
  const contact = prospects[0]?.contacts[0];
  if (contact === undefined) throw new Error('no contact');
  const long = prospects.map((one) => ({
    ...one,
    company: { ...one.company, description: 'ü'.repeat(1_200), keywords: Array(30).fill('k'.repeat(80)) as string[] },
    contacts: Array.from({ length: 10 }, () => ({ ...contact, sourceRef: 'x'.repeat(500), title: 't'.repeat(200) })),
  }));
  const fitted = fitPayload(long);
  expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(MOST_BYTES);
  for (const { contacts, contactDrops } of fitted) {
    expect(contacts.length).toBeGreaterThan(0);
    expect(contacts.length + (contactDrops['over_limit'] ?? 0)).toBe(10);
  }
  expect(fitPayload(prospects)).toBe(prospects);
});
