import type { DrawnProvider } from '../../../functions/campaigns/contract.ts';
import { createRunStore, type Run } from '../../../functions/campaigns/run-store.ts';
import { affordable } from '../../../functions/discovery/ask-providers.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { createDiscoverCompanies } from '../../../functions/discovery/discover-companies.ts';
import type { OpenProvider } from '../../../functions/discovery/open-providers.ts';
import { type CompanyPage, failedPage, freePage, type PaidProvider } from '../../../functions/discovery/provider.ts';
import { sourcesByField } from '../../../functions/discovery/trust.ts';
import { runCompaniesKey, runPlanKey } from '../../../functions/platform/files-layout.ts';
import { failureOf, missingKey, type ProviderFailureKind } from '../../../functions/platform/provider-failure.ts';
import { aCompany } from '../../support/a-company.ts';
import { aPlan, campaignId, createDiscoveryWorld, runId, workspaceId } from './discovery-world.ts';

type Scripted = Readonly<{
  companies: readonly Company[];
  /** Micro-dollars a company. */
  price?: number;
  /** After so many companies it fails. */
  failsAfter?: number;
  failsWith?: ProviderFailureKind;
  noKey?: boolean;
  largestPage?: number;
  outside?: number;
}>;

const of = (source: string, n: number, told: Partial<Company> = {}): Company =>
  aCompany({
    domain: `c${String(n)}.com`,
    name: `C${String(n)}`,
    website: `https://c${String(n)}.com/`,
    source,
    ...told,
  });
const some = (source: string, count: number, from = 0, told: Partial<Company> = {}): Company[] =>
  Array.from({ length: count }, (_, at) => of(source, from + at, told));

/** A run over scripted providers, in memory, with the real run store. */
const createRun = async (
  scripts: Readonly<Partial<Record<DrawnProvider['name'], Scripted>>>,
  plan: Readonly<{ providers: DrawnProvider[]; rows?: string; companyLimit?: number; costCapUsd?: number }>,
  secondsAPage = 0,
) => {
  const world = createDiscoveryWorld();
  const runs = createRunStore(world.table, world.clock);
  const asked: string[] = [];
  const open: OpenProvider = async (_workspace, name) => {
    const script = scripts[name];
    if (script === undefined) throw new Error(`${name} is not part of this test`);
    if (script.noKey === true) return { ok: false, failure: missingKey(name) };
    const { companies, price = 0, failsAfter, failsWith = 'no_credits', largestPage = 2, outside = 0 } = script;
    const provider: PaidProvider = {
      largestPage,
      mostFor: (count) => count * price,
      search: async (_icp, { cursor, limit }): Promise<CompanyPage> => {
        const from = Number(cursor ?? 0);
        asked.push(`${name}:${String(from)}+${String(limit)}`);
        world.time.now += secondsAPage * 1_000;
        if (failsAfter !== undefined && from >= failsAfter) return failedPage(failureOf(name, failsWith), 5);
        const given = companies.slice(from, from + limit);
        const next = from + given.length;
        const page = freePage({
          companies: given,
          nextCursor: next < companies.length ? String(next) : null,
          totalFound: companies.length,
        });
        return { ...page, cost: given.length * price, credits: given.length, outside: from === 0 ? outside : 0 };
      },
    };
    return { ok: true, provider };
  };
  const { id } =
    plan.rows === undefined ? { id: undefined } : await world.load(`Company,Website,Employees\n${plan.rows}`);
  const planKey = runPlanKey(workspaceId, runId);
  const { rows: _rows, ...rest } = plan;
  await world.files.writeText(
    planKey,
    JSON.stringify(aPlan({ companyImports: id === undefined ? [] : [id], ...rest })),
  );
  const run: Run = {
    ...{
      id: runId,
      workspaceId,
      campaignId,
      icpVersion: 1,
      mode: 'sandbox',
      status: 'running',
      problem: null,
      warnings: [],
    },
    ...{
      costCapMicroUsd: 1e6,
      clockFactor: 1,
      startedAt: '2026-11-21T09:00:00.000Z',
      endedAt: null,
      executionArn: null,
    },
    ...{ counts: {}, discovered: {} },
  };
  await runs.create(run);
  const step = createDiscoverCompanies({
    imports: world.imports,
    files: world.files,
    companies: world.companies,
    runs,
    open,
    clock: world.clock,
  });
  const call = (cursor: string | null) => step({ workspaceId, campaignId, runId, planKey, cursor });
  return {
    world,
    asked,
    call,
    view: async () => {
      const view = await runs.view(workspaceId, runId);
      if (view === undefined) throw new Error('The run is gone');
      return view;
    },
    discover: async () => {
      let answer = await call(null);
      let calls = 1;
      for (; answer.cursor !== null; calls += 1) answer = await call(answer.cursor);
      return { ...answer, calls };
    },
    companies: async () =>
      ((await world.files.readText(runCompaniesKey(workspaceId, runId))) ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Company),
  };
};

test('draws from lists and providers, one company a domain, a source for each field, and counts what providers cost', async () => {
  const run = await createRun(
    {
      crustdata: { companies: some('crustdata', 3, 1, { headcount: 50, revenue: 1e6 }), price: 600 },
      directory: { companies: some('directory', 2, 3, { hiring: true }), outside: 7 },
    },
    { providers: [{ name: 'crustdata' }, { name: 'directory' }], rows: 'One,c1.com,9\nZero,c0.com,\n' },
  );
  expect(await run.discover()).toMatchObject({ found: 5 });
  const companies = await run.companies();
  expect(companies.map(({ domain, name, headcount }) => [domain, name, headcount])).toEqual([
    ['c1.com', 'One', 9],
    ['c0.com', 'Zero', null],
    ['c2.com', 'C2', 50],
    ['c3.com', 'C3', 50],
    ['c4.com', 'C4', null],
  ]);
  const [first] = companies;
  expect(first === undefined ? {} : sourcesByField(first)).toMatchObject({
    headcount: expect.stringMatching(/^file:/),
    revenue: 'crustdata',
  });
  const view = await run.view();
  expect(view).toMatchObject({
    costUsd: 0.0018,
    warnings: [],
    dropped: { outside_profile: 7 },
    stages: { discovered: 12 },
  });
  expect(await run.world.companies.get(workspaceId, 'c3.com')).toMatchObject({ headcount: 50, hiring: true });
});

test('a provider that fails is a warning with its mend and what is not covered; the others go on', async () => {
  const run = await createRun(
    {
      crustdata: { companies: some('crustdata', 9), failsAfter: 4 },
      apollo: { companies: [], noKey: true },
      directory: { companies: some('directory', 2, 20) },
    },
    { providers: [{ name: 'crustdata' }, { name: 'apollo' }, { name: 'directory' }] },
  );
  expect(await run.discover()).toMatchObject({ found: 6 });
  const { warnings, problem, costUsd } = await run.view();
  expect(problem).toBeNull();
  expect(warnings).toEqual([
    'Crustdata has no credits left for this key. Top the account up, or leave the provider out. The run has only 4 of its companies; it goes on with what the other sources give (crustdata).',
    'Apollo needs an API key and none is stored. Store one (PUT /provider-credentials/apollo). The run has none of its companies; it goes on with what the other sources give (apollo).',
  ]);
  expect(costUsd).toBe(0.000005);
});

test('when every provider fails and there is no list, the run fails with the reasons', async () => {
  const run = await createRun(
    {
      crustdata: { companies: [], failsAfter: 0, failsWith: 'bad_key' },
      'google-places': { companies: [], failsAfter: 0, failsWith: 'schema_changed' },
    },
    { providers: [{ name: 'crustdata' }, { name: 'google-places' }] },
  );
  await expect(run.discover()).rejects.toMatchObject({
    name: 'CannotDiscover',
    message: expect.stringMatching(
      /^No provider gave a company\. Crustdata refused the API key\..* Google Places answers in a shape/,
    ),
  });
});

test('with a list the run goes on though every provider fails', async () => {
  const run = await createRun(
    { apollo: { companies: [], failsAfter: 0 } },
    { providers: [{ name: 'apollo' }], rows: 'One,c1.com,\n' },
  );
  expect(await run.discover()).toMatchObject({ found: 1 });
  expect((await run.view()).warnings).toHaveLength(1);
});

test('nobody found without any failure is an empty run, not a failed one', async () => {
  const run = await createRun({ directory: { companies: [] } }, { providers: [{ name: 'directory' }] });
  expect(await run.discover()).toMatchObject({ found: 0, companiesKey: null });
});

test('a provider’s limit is kept, and a page is never larger than what is left of it', async () => {
  const run = await createRun(
    { crustdata: { companies: some('crustdata', 9) } },
    { providers: [{ name: 'crustdata', limit: 3 }] },
  );
  expect(await run.discover()).toMatchObject({ found: 3 });
  expect(run.asked).toEqual(['crustdata:0+2', 'crustdata:2+1']);
});

test('a paid provider without a limit is asked for a thousand companies, and that there are more is told; a free one for all', async () => {
  const run = await createRun(
    {
      crustdata: { companies: some('crustdata', 1_500), largestPage: 600 },
      directory: { companies: some('directory', 1_200, 5_000), largestPage: 600 },
    },
    { providers: [{ name: 'crustdata' }, { name: 'directory' }] },
  );
  expect(await run.discover()).toMatchObject({ found: 2_200 });
  expect(run.asked).toEqual(['crustdata:0+600', 'crustdata:600+400', 'directory:0+600', 'directory:600+600']);
  expect((await run.view()).warnings).toEqual([
    expect.stringMatching(/^Crustdata was asked for 1000 companies of about 1500, as the campaign names no limit/),
  ]);
});

test('the next provider is asked only while the run has fewer companies than it may have, counted by domain', async () => {
  const run = await createRun(
    {
      directory: { companies: [...some('directory', 3), of('directory', 90, { status: 'closed' })] },
      crustdata: { companies: some('crustdata', 9, 1), price: 600, largestPage: 5 },
      apollo: { companies: some('apollo', 9, 40), price: 600 },
    },
    { providers: [{ name: 'directory' }, { name: 'crustdata' }, { name: 'apollo' }], companyLimit: 6 },
  );
  expect(await run.discover()).toMatchObject({ found: 6 });
  // Three of the directory go on, so three are wanted; two of those were known, so two more; then there are enough.
  expect(run.asked).toEqual(['directory:0+2', 'directory:2+2', 'crustdata:0+3', 'crustdata:3+2']);
});

test('the cost cap stops paid pages before it is passed, and says so; free providers are asked all the same', async () => {
  const run = await createRun(
    {
      crustdata: { companies: some('crustdata', 90), price: 40_000, largestPage: 10 },
      directory: { companies: some('directory', 2, 100) },
    },
    { providers: [{ name: 'crustdata' }, { name: 'directory' }], costCapUsd: 0.5 },
  );
  expect(await run.discover()).toMatchObject({ found: 14 });
  expect(run.asked).toEqual(['crustdata:0+10', 'crustdata:10+2', 'directory:0+2']);
  const { costUsd, warnings } = await run.view();
  expect(costUsd).toBe(0.48);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Crustdata was not asked any further: the cost cap of \$0\.5 leaves no room.*12 of its companies/,
    ),
  ]);
});

test('what is affordable is the largest page within what is left', () => {
  const prices = { mostFor: (count: number) => 100 + count * 10 };
  expect([0, 105, 110, 115, 1_000].map((left) => affordable(prices, 50, left))).toEqual([0, 0, 1, 1, 50]);
});

test('asking goes on where a call left it, and a call that is repeated asks for nothing twice and counts nothing twice', async () => {
  const scripts = {
    crustdata: { companies: some('crustdata', 7), price: 600 },
    directory: { companies: some('directory', 3, 20) },
  } as const;
  const providers: DrawnProvider[] = [{ name: 'crustdata' }, { name: 'directory' }];
  const quick = await createRun(scripts, { providers });
  expect(await quick.discover()).toMatchObject({ found: 10, calls: 1 });

  const slow = await createRun(scripts, { providers }, 100);
  const first = await slow.call(null);
  expect(first).toMatchObject({ companiesKey: null, found: 4 });
  await slow.call(null);
  let answer = await slow.call(first.cursor);
  for (; answer.cursor !== null; answer = await slow.call(answer.cursor)) await slow.call(answer.cursor);
  expect(new Set(slow.asked).size).toBe(slow.asked.length);
  expect(slow.asked).toEqual(quick.asked);
  expect(await slow.companies()).toEqual(await quick.companies());
  expect((await slow.view()).costUsd).toBe((await quick.view()).costUsd);
});
