import { RunPlan } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { runPlanKey } from '../../../functions/platform/files-layout.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createLeadStore } from '../../../functions/scoring/lead-store.ts';
import { createScoreCompanies } from '../../../functions/scoring/score-companies.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const campaignId = CampaignId.parse('cmp_00000000000000000000000001');
const runId = RunId.parse('run_00000000000000000000000001');
const planKey = runPlanKey(workspaceId, runId);
const run = { workspaceId, campaignId, runId, planKey };

const createStep = async (icp: Partial<IcpCriteria> = {}) => {
  const files = createMemoryFiles();
  const table = createMemoryTable();
  const leads = createLeadStore(table);
  const plan = RunPlan.parse({
    ...{ workspaceId, campaignId, runId, icpVersion: 1, companyImports: [], contactImports: [], contactsPerCompany: 3 },
    offer: { product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], proof: [], callToAction: 'c' },
    sender: { name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' },
    ...{ readWebsites: false, approval: 'auto', mode: 'sandbox', costCapUsd: 1, plannedAt: '2026-11-21T09:00:00.000Z' },
    icp: IcpCriteria.parse({
      name: 'Fintech of 20 to 200',
      industries: ['Fintech'],
      headcount: { min: 20, max: 200 },
      ...icp,
    }),
  });
  await files.writeText(planKey, JSON.stringify(plan));
  let planReads = 0;
  const counted = {
    ...files,
    readText: (key: string) => {
      planReads += 1;
      return files.readText(key);
    },
  };
  const step = createScoreCompanies({ leads, files: counted, log: silentLog });
  const score = (items: readonly unknown[]) => step({ BatchInput: run, Items: items });
  return { table, leads, score, planReads: () => planReads };
};

const good = (told: Partial<Company> = {}) =>
  aCompany({ industries: ['Payments'], headcount: 80, hiring: true, ...told });
const bad = (told: Partial<Company> = {}) =>
  aCompany({ domain: 'bad.com', industries: ['Restaurants'], headcount: 2, hiring: false, ...told });

test('writes a lead for every company and passes on those at or above the threshold', async () => {
  const { table, leads, score } = await createStep();
  const output = await score([good(), bad()]);
  expect(output).toMatchObject({ ...run, scored: 2, dropped: { below_threshold: 1 } });
  expect(output.qualified.map(({ company, score: given }) => [company.domain, given.grade])).toEqual([
    ['acme.com', 'A'],
  ]);
  expect(Object.keys(output.qualified[0]?.score ?? {})).toEqual(['value', 'grade', 'confidence']);
  expect(table.items().map(({ domain, stage }) => [domain, stage])).toEqual([
    ['acme.com', 'qualified'],
    ['bad.com', 'below_threshold'],
  ]);
  const lead = await leads.get(workspaceId, campaignId, 'acme.com');
  expect(lead?.breakdown.map(({ component, value }) => [component, value === null])).toEqual([
    ['industry', false],
    ['size', false],
    ['revenue', true],
    ['growth', false],
    ['location', true],
  ]);
  expect(lead?.breakdown[0]).toMatchObject({ reason: '“Payments” is part of Fintech', evidence: 'Payments' });
});

test('a score exactly at the threshold qualifies', async () => {
  const { score } = await createStep({
    threshold: 1,
    weights: { industry: 0, size: 1, revenue: 0, growth: 0, location: 0 },
  });
  expect((await score([good({ headcount: 200 }), bad({ headcount: 201 })])).qualified).toHaveLength(1);
});

test('one malformed company does not fail its batch', async () => {
  const { score, table } = await createStep();
  const output = await score([{ domain: 'x' }, null, good(), good({ name: 'Again' })]);
  expect(output).toMatchObject({ scored: 1, dropped: { malformed_company: 2, duplicate_company: 1 } });
  expect(output.qualified).toHaveLength(1);
  expect(table.items()).toHaveLength(1);
});

test('a repeated batch writes the same items: no change for the stream to tell', async () => {
  const { score, table } = await createStep();
  const first = await score([good(), bad()]);
  const items = table.items();
  expect(await score([good(), bad()])).toEqual(first);
  expect(table.items()).toEqual(items);
});

test('the plan is read once for all batches of a run', async () => {
  const { score, planReads } = await createStep();
  for (let batch = 0; batch < 4; batch += 1) await score([good()]);
  expect(planReads()).toBe(1);
});

test('a lead is one write unit however much there is to say', async () => {
  const { score, table } = await createStep({
    industries: ['Fintech'.repeat(10)],
    keywords: [],
    locations: ['ü'.repeat(150)],
  });
  const label = 'Überaus langer Branchenname '.repeat(4);
  await score([
    good({
      domain: `${'a'.repeat(60)}.com`,
      name: 'Ñ'.repeat(200),
      industries: [label],
      locations: ['Ó'.repeat(200)],
      country: 'DE',
      revenue: 5e9,
      fundingStage: 'Series A '.repeat(8),
    }),
  ]);
  const [item] = table.items();
  const size = Object.entries(item ?? {}).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + JSON.stringify(value)),
    0,
  );
  expect(size).toBeLessThanOrEqual(1_024);
});

test('a batch without a plan fails: it must be repeated, not passed over', async () => {
  const step = createScoreCompanies({
    leads: createLeadStore(createMemoryTable()),
    files: createMemoryFiles(),
    log: silentLog,
  });
  await expect(step({ BatchInput: run, Items: [good()] })).rejects.toThrow(/no plan/);
});
