import fc from 'fast-check';
import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { Offer, Sender } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { countChange } from '../../../functions/campaigns/run-counters.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { CampaignId, IcpId, ImportId, newId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { COMPONENTS } from '../../../functions/scoring/contract.ts';
import { createIcpFit } from '../../../functions/scoring/icp-fit.ts';
import { createLeadStore } from '../../../functions/scoring/lead-store.ts';
import { previewRoutes } from '../../../functions/scoring/preview-contract.ts';
import { createPreviewRescore } from '../../../functions/scoring/preview-rescore.ts';
import { rescored } from '../../../functions/scoring/rescore.ts';
import {
  Rescore,
  type RescoreInput,
  RescorePreview,
  rescoreRoutes,
} from '../../../functions/scoring/rescore-contract.ts';
import { createRescoreLeads } from '../../../functions/scoring/rescore-leads.ts';
import { createRescoreStore } from '../../../functions/scoring/rescore-store.ts';
import { createScoredLeads } from '../../../functions/scoring/scored-leads.ts';
import { createServePreviews } from '../../../functions/scoring/serve-previews.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const runId = RunId.parse('run_00000000000000000000000001');
const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const at = new Date(NOW).toISOString();
const criteria = IcpCriteria.parse({ name: 'x', industries: ['Fintech'], headcount: { min: 20, max: 200 } });
const BY_SIZE = { industry: 0, size: 1, revenue: 0, growth: 0, location: 0 };

/** Good by industry and bad by size, or the other way round. */
const companyAt = (number: number) =>
  aCompany({
    domain: `c${String(number)}.com`,
    name: `Company ${String(number)}`,
    industries: [number % 2 === 0 ? 'Fintech' : 'Restaurants'],
    headcount: number % 2 === 0 ? 5_000 : 100,
    hiring: true,
  });

const createWorld = async (leadCount: number) => {
  const table = createMemoryTable();
  const clock = () => NOW;
  const icps = createIcpStore(table, clock);
  const campaigns = createCampaignStore(table, clock);
  const runs = createRunStore(table, clock);
  const leadStore = createLeadStore(table);
  const leads = createScoredLeads(table);
  const rescores = createRescoreStore(table, clock);
  const icp = await icps.create(workspaceId, newId(IcpId, 'icp'), criteria);
  const campaign = await campaigns.create(workspaceId, {
    ...{ id: newId(CampaignId, 'cmp'), name: 'Autumn', icpId: icp.id, icpVersion: icp.version },
    offer: Offer.parse({ product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], callToAction: 'c' }),
    sender: Sender.parse({ name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' }),
    ...{ companyImports: [newId(ImportId, 'imp')], contactImports: [], approval: 'review', contactsPerCompany: 3 },
    ...{ readWebsites: false, costCapUsd: 1 },
  });
  const scoreOf = createIcpFit(criteria, NOW);
  await leadStore.putAll(
    Array.from({ length: leadCount }, (_, number) => {
      const company = companyAt(number);
      const score = scoreOf(company);
      const stage = score.value >= criteria.threshold ? ('qualified' as const) : ('below_threshold' as const);
      return { ...{ workspaceId, campaignId: campaign.id, runId, at }, company, score, stage };
    }),
  );
  const begun: RescoreInput[] = [];
  const work = createRescoreLeads({ icps, campaigns, leads, rescores, log: silentLog, clock });
  const handler = createApi({
    routes: { ...previewRoutes, ...rescoreRoutes },
    handlers: createServePreviews({
      ...{ icps, campaigns, runs, rescores, clock },
      previewCompanies: async () => ({ ok: false, importId: newId(ImportId, 'imp') }),
      previewRescore: createPreviewRescore({ icps, leads }),
      beginRescore: async (input) => {
        begun.push(input);
      },
    }),
    log: silentLog,
  });
  const call = async (method: string, path: string, body: object = {}) => {
    const answer = await handler(
      {
        ...{ httpMethod: method, resource: `/api/v1/icps/{icpId}/${path}`, path, queryStringParameters: null },
        ...{ headers: {}, body: JSON.stringify(body), pathParameters: { icpId: icp.id } },
        requestContext: {
          requestId: 'r',
          authorizer: { workspaceId, kind: 'key', id: 'k', role: 'member', mode: 'live' },
        },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
  };
  const stored = () => table.items().filter(({ type }) => type === 'CampaignLead');
  return { table, icps, campaigns, runs, rescores, leadStore, icp, campaign, call, work, begun, stored };
};

const components = fc.record({
  industries: fc.constantFrom<string[]>([], ['Fintech'], ['Payments'], ['Restaurants']),
  headcount: fc.option(fc.integer({ min: 1, max: 2_000 })),
  revenue: fc.option(fc.integer({ min: 1, max: 1e9 })),
  hiring: fc.option(fc.boolean()),
  locations: fc.constantFrom<string[]>([], ['Berlin, Germany'], ['Austin, TX, USA']),
});
const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 5 }).map((parts) => {
  const sum = parts.reduce((total, part) => total + part, 0);
  return Object.fromEntries(
    COMPONENTS.map((name, index) => [name, (parts[index] ?? 0) / sum]),
  ) as IcpCriteria['weights'];
});

test('a stored breakdown by other weights gives the score that scoring anew would give', () => {
  const asked = IcpCriteria.parse({
    ...{ name: 'x', industries: ['Fintech'], headcount: { min: 20, max: 200 }, locations: ['Germany'] },
    revenue: { min: 1_000_000 },
  });
  fc.assert(
    fc.property(components, weights, (told, changed) => {
      const company = aCompany(told);
      const anew = createIcpFit({ ...asked, weights: changed }, NOW)(company);
      const { breakdown } = createIcpFit(asked, NOW)(company);
      const again = rescored(breakdown, asked, { weights: changed, grades: asked.grades });
      // Stored values have three decimals.
      expect(again.value).toBeCloseTo(anew.value, 2);
      expect(again.confidence).toBe(anew.confidence);
      expect(again.breakdown.map(({ weight }) => weight)).toEqual(anew.breakdown.map(({ weight }) => weight));
    }),
  );
});

test('a preview tells how many leads would move over and below the threshold, and changes nothing', async () => {
  const { call, stored } = await createWorld(20);
  const before = stored();
  const { status, body } = await call('POST', 'rescore-preview', { weights: BY_SIZE });
  const found = RescorePreview.parse(body);
  expect([status, found.leads]).toEqual([200, { total: 20, looked: 20, sampled: false }]);
  expect(found.moves).toEqual({ up: 10, down: 10, stay: 0, extrapolated: false });
  expect(found.examples.up).toHaveLength(10);
  expect(found.examples.up[0]).toMatchObject({ after: { score: 1, grade: 'A' } });
  expect(found.examples.down[0]?.after.score).toBe(0);
  expect(found.before.weights).toEqual(criteria.weights);
  expect(stored()).toEqual(before);
});

test('a threshold alone moves leads too', async () => {
  const { call } = await createWorld(20);
  const { body } = await call('POST', 'rescore-preview', { threshold: 0 });
  expect(RescorePreview.parse(body).moves).toMatchObject({ up: 10, down: 0, stay: 10 });
});

test('applying makes a version, scores the leads by it, and moves only those nobody worked on', async () => {
  const { call, work, begun, stored, icps, icp, campaign, campaigns, leadStore } = await createWorld(20);
  await leadStore.markContacted(workspaceId, campaign.id, 'c0.com', at);
  const started = await call('POST', 'rescore', { weights: BY_SIZE });
  expect(started).toMatchObject({ status: 202, body: { status: 'running', icpVersion: 2 } });
  expect(begun).toEqual([{ workspaceId, icpId: icp.id, icpVersion: 2 }]);
  await work(begun[0]);
  const done = Rescore.parse((await call('GET', 'rescore')).body);
  expect(done).toMatchObject({ status: 'completed', leads: 20, changed: 20, movedUp: 10, movedDown: 10 });
  expect((await icps.get(workspaceId, icp.id))?.criteria.weights).toEqual(BY_SIZE);
  expect((await campaigns.get(workspaceId, campaign.id))?.icpVersion).toBe(2);
  const byDomain = new Map(stored().map((item) => [item['domain'], item]));
  expect(byDomain.get('c1.com')).toMatchObject({ score: 1, stage: 'qualified', grade: 'A' });
  expect(byDomain.get('c2.com')).toMatchObject({ score: 0, stage: 'below_threshold' });
  expect(byDomain.get('c0.com')).toMatchObject({ score: 0, stage: 'contacted' });
  const page = await leadStore.list(workspaceId, campaign.id, { limit: 5 });
  expect(page?.items.map(({ score }) => score)).toEqual([1, 1, 1, 1, 1]);
});

test('the same again makes no version and writes no lead', async () => {
  const { call, work, begun, stored, icps, icp } = await createWorld(6);
  await call('POST', 'rescore', { weights: BY_SIZE });
  await work(begun[0]);
  const before = stored();
  expect(await call('POST', 'rescore', { weights: BY_SIZE })).toMatchObject({ status: 202, body: { icpVersion: 2 } });
  await work(begun[1]);
  await work(begun[1]);
  expect(stored()).toEqual(before);
  expect((await icps.get(workspaceId, icp.id))?.version).toBe(2);
  expect((await call('GET', 'rescore')).body).toMatchObject({ status: 'completed', changed: 0, leads: 6 });
});

test('while leads are scored anew the same wish gives that re-scoring, and another one is refused', async () => {
  const { call, begun } = await createWorld(4);
  await call('POST', 'rescore', { weights: BY_SIZE });
  expect(await call('POST', 'rescore', { weights: BY_SIZE })).toMatchObject({ status: 202 });
  expect(begun).toHaveLength(1);
  expect(await call('POST', 'rescore', { threshold: 0.2 })).toMatchObject({
    status: 409,
    body: { errorCode: 'rescore_active' },
  });
});

test('counters of the run that scored a lead are not moved by scoring it anew', async () => {
  const { call, work, begun, stored } = await createWorld(4);
  const before = new Map(stored().map((item) => [item['domain'], item]));
  await call('POST', 'rescore', { weights: BY_SIZE });
  await work(begun[0]);
  for (const item of stored()) expect(countChange(before.get(item['domain']), item)).toBeUndefined();
});

test('a lead that a run wrote meanwhile is left as the run wrote it', async () => {
  const { call, work, begun, stored, leadStore, campaign, table } = await createWorld(2);
  await call('POST', 'rescore', { weights: BY_SIZE });
  const later = RunId.parse('run_00000000000000000000000002');
  const batchGet = table.batchGet.bind(table);
  // Between the reading of the leads and their writing another run scores one.
  table.batchGet = async (keys) => {
    const items = await batchGet(keys);
    table.batchGet = batchGet;
    const score = createIcpFit(criteria, NOW)(companyAt(1));
    await leadStore.putAll([
      {
        ...{ workspaceId, campaignId: campaign.id, runId: later, at },
        company: companyAt(1),
        score,
        stage: 'below_threshold',
      },
    ]);
    return items;
  };
  await work(begun[0]);
  expect(stored().find(({ domain }) => domain === 'c1.com')).toMatchObject({ runId: later, stage: 'below_threshold' });
});

test('a campaign whose run is scoring is not scored anew; a campaign of another profile is named', async () => {
  const { call, runs, campaigns, campaign } = await createWorld(2);
  await runs.create({
    ...{ id: runId, workspaceId, campaignId: campaign.id, icpVersion: 1, mode: 'sandbox', status: 'running' },
    ...{ problem: null, warnings: [], costCapMicroUsd: 1, clockFactor: 1, startedAt: at, endedAt: null },
    ...{ executionArn: null, counts: {}, discovered: {} },
  });
  await campaigns.update(workspaceId, campaign.id, { lastRunId: runId });
  expect(await call('POST', 'rescore', { threshold: 0.5 })).toMatchObject({
    status: 409,
    body: { errorCode: 'run_active' },
  });
  expect(await call('POST', 'rescore-preview', { campaignId: newId(CampaignId, 'cmp') })).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'campaignId' }] },
  });
  expect(await call('GET', 'rescore')).toMatchObject({ status: 404 });
});

test('weights that do not sum to 1 are refused by name', async () => {
  const { call } = await createWorld(1);
  expect(await call('POST', 'rescore', { weights: { ...BY_SIZE, growth: 0.5 } })).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'weights' }] },
  });
});
