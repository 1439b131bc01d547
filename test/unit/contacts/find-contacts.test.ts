import { Offer, RunPlan, Sender } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import { SiteReading } from '../../../functions/contacts/contract.ts';
import { createFindContacts, type FindContactsPorts } from '../../../functions/contacts/find-contacts.ts';
import { fitPayload, MOST_BYTES } from '../../../functions/contacts/fit-payload.ts';
import { createLookUp } from '../../../functions/contacts/look-up.ts';
import type { PeopleProvider } from '../../../functions/contacts/people-provider.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { failureOf, missingKey } from '../../../functions/platform/provider-failure.ts';
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

const world = (
  chosen: RunPlan,
  readWebsite: (domain: string) => Promise<SiteReading>,
  people: Awaited<ReturnType<FindContactsPorts['peopleOf']>> = { providers: [], missing: [] },
) => {
  const table = createMemoryTable();
  const read: string[] = [];
  const warnings: string[] = [];
  const time = { now: Date.parse('2026-11-21T08:00:00.000Z') };
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
    lookUp: createLookUp({ readMailDomain: () => Promise.resolve('accepts') }),
    peopleOf: () => Promise.resolve(people),
    warn: (_plan, warning) => {
      warnings.push(warning);
      return Promise.resolve();
    },
    clock: () => time.now,
  });
  // Above fifty people the CEO, whom every list names, does not buy for marketing.
  const headcount = chosen.contactProviders === undefined ? 20 : 500;
  const run = (domains: readonly string[]) =>
    find({ ...ids, planKey: 'plan', qualified: domains.map((domain) => scored(domain, { headcount })) });
  return { run, table, read, warnings, time };
};

test('finds listed people and people on the site, and writes one item for each', async () => {
  const { run, table } = world(plan(), async (domain) => reading(domain));
  const { prospects } = await run(['a.com', 'b.com']);
  expect(prospects.map(({ contacts }) => contacts.map(({ email }) => email))).toEqual([
    ['ana@a.com', 'bo@a.com'],
    ['ana@b.com', 'bo@b.com'],
  ]);
  expect(prospects[0]?.siteKey).toBe('sites/workspaces/ws_0000000001/a.com.json');
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

const nobody = (domain: string): SiteReading => reading(domain, { people: [], addresses: [] });
const provider = (answer: (asked: number) => Partial<Awaited<ReturnType<PeopleProvider['find']>>>) => {
  const asked: string[] = [];
  const made: PeopleProvider = {
    name: 'hunter',
    find: ({ domain }) => {
      asked.push(domain);
      return Promise.resolve({
        people: [],
        costMicroUsd: 0,
        credits: 0,
        failure: null,
        note: null,
        ...answer(asked.length),
      });
    },
    mostMicroUsd: () => 0,
  };
  return { made, asked };
};
const unlisted = plan({
  contactProviders: ['hunter'],
  icp: IcpCriteria.parse({ name: 'x', persona: { departments: ['marketing'] } }),
});

test('what providers find is written to and what it cost is handed on', async () => {
  const { made } = provider(() => ({
    people: [
      {
        ...{ firstName: 'Eve', lastName: 'Roe', title: 'VP Marketing', email: 'eve@a.com' },
        ...{ country: null, sourceRef: 'h', verdict: undefined },
      },
    ],
    costMicroUsd: 25_000,
    credits: 1,
  }));
  const { run, warnings } = world(unlisted, async (domain) => nobody(domain), { providers: [made], missing: [] });
  const { prospects } = await run(['a.com']);
  expect(prospects[0]).toMatchObject({ lookupMicroUsd: 25_000, contacts: [{ email: 'eve@a.com', source: 'hunter' }] });
  expect(warnings).toEqual([]);
});

test.each(['bad_key', 'no_credits', 'not_permitted', 'schema_changed', 'rate_limited'] as const)(
  'a provider that fails by %s is not asked for the rest of the batch; the run is warned once and goes on',
  async (kind) => {
    const { made, asked } = provider(() => ({ failure: failureOf('hunter', kind, 'it asks to wait 31 s') }));
    const { run, warnings } = world(unlisted, async (domain) => nobody(domain), { providers: [made], missing: [] });
    const { prospects } = await run(Array.from({ length: 20 }, (_, n) => `c${String(n)}.com`));
    expect(prospects).toHaveLength(20);
    // Those that were under way when the first failed.
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Hunter .*left to the other sources\.$/);
  },
);

test('a passing failure is met by one company only', async () => {
  const { made, asked } = provider((count) =>
    count === 1 ? { failure: failureOf('hunter', 'unavailable', 'HTTP 503') } : {},
  );
  const { run, warnings } = world(unlisted, async (domain) => nobody(domain), { providers: [made], missing: [] });
  await run(Array.from({ length: 12 }, (_, n) => `c${String(n)}.com`));
  expect(asked).toHaveLength(12);
  expect(warnings).toHaveLength(1);
  // What a server said differs each time; the warning does not.
  expect(warnings[0]).not.toContain('503');
});

test('a provider that is named and has no key is warned of, with the mend', async () => {
  const { run, warnings } = world(unlisted, async (domain) => nobody(domain), {
    providers: [],
    missing: [missingKey('apollo')],
  });
  await run(['a.com']);
  expect(warnings).toEqual([
    expect.stringContaining(
      'Apollo needs an API key and none is stored. Store one (PUT /provider-credentials/apollo).',
    ),
  ]);
});

test('providers are not begun with when the time of the batch is over, and the run is told', async () => {
  const { made, asked } = provider(() => ({}));
  const slow = world(
    unlisted,
    async (domain) => {
      slow.time.now += 50_000;
      return nobody(domain);
    },
    { providers: [made], missing: [] },
  );
  await slow.run(['a.com', 'b.com']);
  expect(asked).toEqual([]);
  expect(slow.warnings).toEqual(['Hunter was not asked for every company: the time of a batch was over.']);
});
