import type { Company } from '../../../functions/discovery/company.ts';
import { createDiscoverCompanies } from '../../../functions/discovery/discover-companies.ts';
import { runCompaniesKey, runPlanKey } from '../../../functions/platform/files-layout.ts';
import type { ImportId } from '../../../functions/platform/ids.ts';
import { aPlan, campaignId, createDiscoveryWorld, runId, workspaceId } from './discovery-world.ts';

const HEADER = 'Company,Website,Industry,Country,Status,Employees\n';
type Page = Readonly<{ found: number; dropped: Readonly<Record<string, number>> }>;

const createRun = (world = createDiscoveryWorld(), secondsAPage = 0) => {
  const pages = new Map<string, Page>();
  const planKey = runPlanKey(workspaceId, runId);
  const step = createDiscoverCompanies({
    imports: world.imports,
    files: world.files,
    clock: world.clock,
    runs: {
      recordDiscovered: async (_workspace, _run, page, found) => {
        pages.set(page, found);
        world.time.now += secondsAPage * 1_000;
      },
      addWarning: async () => undefined,
    },
    companies: world.companies,
    open: async () => {
      throw new Error('No provider is part of these plans');
    },
  });
  const call = (cursor: string | null) => step({ workspaceId, campaignId, runId, planKey, cursor });
  return {
    world,
    pages,
    call,
    plan: (told: Parameters<typeof aPlan>[0]) => world.files.writeText(planKey, JSON.stringify(aPlan(told))),
    /** Calls as the machine does: until the cursor is null. */
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

const load = async (run: ReturnType<typeof createRun>, rows: string): Promise<ImportId> =>
  (await run.world.load(HEADER + rows)).id;
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `N${String(at + from)},n${String(at + from)}.com,Software,USA,,\n`).join('');

test('leaves out what the ICP excludes, counted by reason, and writes the rest in the order of the list', async () => {
  const run = createRun();
  const id = await load(
    run,
    'A,a.com,Software,USA,,\nB,b.com,Gaming,USA,,\nC,c.com,Software,Germany,,\nD,d.com,Software,USA,Inactive,\nE,e.com,,USA,,\n',
  );
  await run.plan({
    companyImports: [id],
    icp: { name: 'x', excludeIndustries: ['Gaming'], excludeLocations: ['Europe'] },
  });
  expect(await run.discover()).toMatchObject({ found: 2, companiesKey: runCompaniesKey(workspaceId, runId), calls: 1 });
  expect((await run.companies()).map(({ name }) => name)).toEqual(['A', 'E']);
  expect([...run.pages]).toEqual([
    ['0', { found: 5, dropped: { excluded_industry: 1, excluded_location: 1, closed: 1 } }],
  ]);
});

test('pages through a long list within one call, and over several when time is short, with the same result', async () => {
  const quick = createRun();
  await quick.plan({ companyImports: [await load(quick, many(2_500))] });
  expect(await quick.discover()).toMatchObject({ found: 2_500, calls: 1 });

  const slow = createRun(createDiscoveryWorld(), 200);
  await slow.plan({ companyImports: [await load(slow, many(2_500))] });
  expect(await slow.discover()).toMatchObject({ found: 2_500, calls: 3 });

  expect(await slow.companies()).toEqual(await quick.companies());
  expect([...slow.pages]).toEqual([...quick.pages]);
  expect([...quick.pages.values()].map(({ found }) => found)).toEqual([1_000, 1_000, 500]);
});

test('repeating any call writes and counts the same again', async () => {
  const run = createRun(createDiscoveryWorld(), 200);
  await run.plan({ companyImports: [await load(run, many(2_500))] });
  const first = await run.call(null);
  await run.call(null);
  const second = await run.call(first.cursor);
  await run.call(first.cursor);
  const last = await run.call(second.cursor);
  expect(await run.call(second.cursor)).toEqual(last);
  expect(await run.companies()).toHaveLength(2_500);
  expect([...run.pages.values()].reduce((sum, { found }) => sum + found, 0)).toBe(2_500);
});

test('a limit takes the first so many that go on, and looks no further', async () => {
  const run = createRun();
  const id = await load(run, `X,x.com,Gaming,USA,,\n${many(1_500)}Y,y.com,Gaming,USA,,\n`);
  await run.plan({ companyImports: [id], companyLimit: 1_200, icp: { name: 'x', excludeIndustries: ['Gaming'] } });
  expect(await run.discover()).toMatchObject({ found: 1_200 });
  expect((await run.companies()).at(-1)).toMatchObject({ name: 'N1199' });
  expect([...run.pages.values()].map(({ dropped }) => dropped)).toEqual([{ excluded_industry: 1 }, {}]);
});

test('several lists give each company once: the first word stands, the others fill gaps', async () => {
  const run = createRun();
  const first = await load(run, 'A,a.com,Software,USA,,\nB,b.com,Software,USA,,5\n');
  const second = await load(run, 'C,c.com,Software,USA,,\nA other,www.a.com,Gaming,USA,,70\n');
  await run.plan({ companyImports: [first, second] });
  await run.discover();
  expect((await run.companies()).map(({ name, headcount, industries }) => [name, headcount, industries])).toEqual([
    ['A', 70, ['Software']],
    ['B', 5, ['Software']],
    ['C', null, ['Software']],
  ]);
});

test('nobody left is no file and a found of 0', async () => {
  const run = createRun();
  await run.plan({
    companyImports: [await load(run, 'A,a.com,Gaming,USA,,\n')],
    icp: { name: 'x', excludeIndustries: ['Gaming'] },
  });
  expect(await run.discover()).toEqual({ cursor: null, companiesKey: null, found: 0, calls: 1 });
});

test('a line fits into a batch of 25 whatever a company has to tell', async () => {
  const run = createRun();
  const told = {
    name: 'A',
    website: 'a.com',
    long_description: '東'.repeat(1_200),
    tags: Array.from({ length: 30 }, (_, at) => `タグ${'x'.repeat(60)}${String(at)}`),
  };
  const { id } = await run.world.load(`${JSON.stringify(told)}\n`, { format: 'jsonl' });
  await run.plan({ companyImports: [id] });
  await run.discover();
  const [company] = await run.companies();
  expect(Buffer.byteLength(JSON.stringify(company))).toBeLessThanOrEqual(3_000);
});

test('an import that is not read, or a list of people, fails the run with a sentence', async () => {
  const run = createRun();
  const waiting = await run.world.announce('');
  await run.plan({ companyImports: [waiting] });
  await expect(run.call(null)).rejects.toThrow(/not ready: its status is awaiting_upload/);
  const people = await run.world.load('Email,Company\na@b.com,Acme\n', { kind: 'contacts' });
  await run.plan({ companyImports: [people.id] });
  await expect(run.call(null)).rejects.toThrow(/a list of people, not of companies/);
});
