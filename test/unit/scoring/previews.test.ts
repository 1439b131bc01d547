import fc from 'fast-check';
import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import type { Company } from '../../../functions/discovery/company.ts';
import { createImportStore } from '../../../functions/discovery/import-store.ts';
import { importRowsKey } from '../../../functions/platform/files-layout.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { IcpId, ImportId, newId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createPreviewCompanies } from '../../../functions/scoring/preview-companies.ts';
import { IcpPreview, previewRoutes } from '../../../functions/scoring/preview-contract.ts';
import { previewIcp } from '../../../functions/scoring/preview-icp.ts';
import { createPreviewRescore } from '../../../functions/scoring/preview-rescore.ts';
import { rescoreRoutes } from '../../../functions/scoring/rescore-contract.ts';
import { createRescoreStore } from '../../../functions/scoring/rescore-store.ts';
import { createScoredLeads } from '../../../functions/scoring/scored-leads.ts';
import { createServePreviews } from '../../../functions/scoring/serve-previews.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const criteria = IcpCriteria.parse({
  name: 'Fintech of 20 to 200',
  industries: ['Fintech'],
  headcount: { min: 20, max: 200 },
  excludeLocations: ['France'],
});
const wish = { contactsPerCompany: 3, mailsPerContact: 2, providers: [] };

const companyAt = (at: number, told: Partial<Company> = {}): Company =>
  aCompany({
    domain: `c${String(at)}.com`,
    name: `Company ${String(at)}`,
    industries: [at % 3 === 0 ? 'Fintech' : 'Restaurants'],
    headcount: 10 + (at % 100) * 10,
    ...told,
  });
const many = (count: number): Company[] => Array.from({ length: count }, (_, at) => companyAt(at));

const createWorld = () => {
  const table = createMemoryTable();
  const files = createMemoryFiles(4_096);
  const clock = () => NOW;
  const imports = createImportStore(table, clock);
  const icps = createIcpStore(table, clock);
  let bytes = 0;
  const counted = {
    ...files,
    readStream: async (key: string, from?: number) => {
      const stream = await files.readStream(key, from);
      stream.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
      });
      return stream;
    },
  };
  const handler = createApi({
    routes: { ...previewRoutes, ...rescoreRoutes },
    handlers: createServePreviews({
      ...{ icps, campaigns: createCampaignStore(table, clock), runs: createRunStore(table, clock), clock },
      rescores: createRescoreStore(table, clock),
      previewCompanies: createPreviewCompanies({ files: counted, imports, clock }),
      previewRescore: createPreviewRescore({ icps, leads: createScoredLeads(table) }),
      beginRescore: async () => undefined,
    }),
    log: silentLog,
  });
  const addImport = async (companies: readonly Company[], told: { status?: 'completed' | 'processing' } = {}) => {
    const id = newId(ImportId, 'imp');
    const at = new Date(NOW).toISOString();
    await imports.create(workspaceId, {
      ...{ id, kind: 'companies', format: 'jsonl', fileName: 'x.jsonl', problem: null, mapping: {}, rejected: {} },
      ...{ rows: companies.length, kept: companies.length, duplicates: 0, written: 0, unmappedColumns: [] },
      ...{ status: 'completed', createdAt: at, updatedAt: at, ...told },
    });
    await files.writeText(
      importRowsKey(workspaceId, id),
      companies.map((company) => `${JSON.stringify(company)}\n`).join(''),
    );
    return id;
  };
  const call = async (path: string, body: object, params: Record<string, string> = {}) => {
    const answer = await handler(
      {
        ...{ httpMethod: 'POST', resource: `/api/v1${path}`, path, queryStringParameters: null, headers: {} },
        ...{ body: JSON.stringify(body), pathParameters: params },
        requestContext: {
          requestId: 'r',
          authorizer: { workspaceId, kind: 'key', id: 'k', role: 'member', mode: 'live' },
        },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
  };
  return { icps, addImport, call, bytes: () => bytes };
};

const preview = (companies: readonly Company[], icp: IcpCriteria = criteria, sampled = companies.length) =>
  previewIcp({ companies, total: sampled, sampled: sampled > companies.length }, icp, wish, NOW);

test('counts who matches, who was left out and why, and puts every scored company into one of twenty bins', () => {
  const found = preview([...many(300), companyAt(900, { country: 'FR', locations: ['Paris, France'] })]);
  expect(found.companies).toEqual({ total: 301, looked: 301, sampled: false });
  expect(found.excluded).toEqual({ excluded_location: 1 });
  expect(found.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(300);
  expect(Object.values(found.grades).reduce((sum, count) => sum + count, 0)).toBe(300);
  const over = found.histogram
    .filter(({ from }) => from >= criteria.threshold)
    .reduce((sum, bin) => sum + bin.count, 0);
  expect(found.matches).toMatchObject({ count: over, amongLooked: over, extrapolated: false });
});

test('a perfect score is in the last bin', () => {
  const sized = IcpCriteria.parse({
    name: 'x',
    headcount: { min: 1 },
    weights: { industry: 0, size: 1, revenue: 0, growth: 0, location: 0 },
  });
  expect(preview([companyAt(1)], sized).histogram[19]).toEqual({ from: 0.95, to: 1, count: 1 });
});

test('the examples are the best and those about the threshold, with their reasons', () => {
  const { examples } = preview(many(300));
  expect(examples).toHaveLength(10);
  expect(examples.map(({ score }) => score)).toEqual(examples.map(({ score }) => score).toSorted((a, b) => b - a));
  expect(examples.filter(({ matches }) => matches)).toHaveLength(8);
  expect(examples[0]?.breakdown.map(({ component }) => component)).toContain('industry');
});

test('of a sample the number of matches is an extrapolation, and says so', () => {
  const all = preview(many(300));
  const { matches } = preview(many(300), criteria, 3_000);
  expect(matches).toMatchObject({ extrapolated: true, amongLooked: all.matches.count, count: all.matches.count * 10 });
});

test('no company at all is a preview of nothing, not an error', () => {
  expect(IcpPreview.parse(preview([]))).toMatchObject({ matches: { count: 0, share: 0 }, examples: [], confidence: 0 });
});

test('the cost is the sum of what is included, each part with how it comes about; paid providers count when named', () => {
  const free = preview(many(300)).cost;
  const included = (cost: typeof free) => cost.parts.filter((part) => part.included);
  expect(included(free).every(({ part, usd }) => usd === 0 || part === 'sending' || part === 'compute')).toBe(true);
  const paid = previewIcp(
    { companies: many(300), total: 300, sampled: false },
    criteria,
    { ...wish, providers: ['hunter', 'anthropic'] },
    NOW,
  ).cost;
  expect(paid.totalUsd).toBeGreaterThan(free.totalUsd);
  expect(paid.totalUsd).toBeCloseTo(
    included(paid).reduce((sum, { usd }) => sum + usd, 0),
    6,
  );
  expect(paid.parts.map(({ provider }) => provider)).toContain('crustdata');
  for (const { basis } of paid.parts) expect(basis.length).toBeGreaterThan(20);
});

test('a limit of companies bounds the cost, whatever is in the imports', () => {
  const cost = (companyLimit?: number) =>
    previewIcp({ companies: many(300), total: 300, sampled: false }, criteria, { ...wish, companyLimit }, NOW).cost;
  expect(cost(30).totalUsd).toBeLessThan(cost().totalUsd);
});

test('the order of companies changes nothing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(many(40), { minLength: 40, maxLength: 40 }), (turned) => {
      expect(preview(turned)).toEqual(preview(many(40)));
    }),
    { numRuns: 20 },
  );
});

test('previews a stored profile and criteria that are not saved, over all finished imports, each company once', async () => {
  const { icps, addImport, call } = createWorld();
  await addImport(many(30));
  await addImport(many(40));
  await addImport(many(500), { status: 'processing' });
  const icp = await icps.create(workspaceId, newId(IcpId, 'icp'), criteria);
  const stored = await call('/icps/{icpId}/preview', {}, { icpId: icp.id });
  expect(stored).toMatchObject({ status: 200, body: { companies: { total: 70, looked: 40, sampled: false } } });
  const unsaved = await call('/icps/preview', { criteria: { ...criteria, threshold: 0 } });
  expect(unsaved).toMatchObject({ status: 200, body: { matches: { count: 40 } } });
  const live = await call('/icps/{icpId}/preview', { criteria: { ...criteria, threshold: 0 } }, { icpId: icp.id });
  expect(live.body).toEqual(unsaved.body);
});

test('of a large import a sample is looked at, read from places all over the file', async () => {
  const { addImport, call, bytes } = createWorld();
  await addImport(many(20_000));
  const { body } = await call('/icps/preview', { criteria });
  const found = IcpPreview.parse(body);
  expect(found.companies).toMatchObject({ total: 20_000, sampled: true });
  expect(found.companies.looked).toBeGreaterThan(4_500);
  expect(found.companies.looked).toBeLessThanOrEqual(5_000);
  const whole = preview(many(20_000));
  expect(Math.abs(found.matches.count - whole.matches.count)).toBeLessThan(0.02 * 20_000);
  expect(found.examples.map(({ domain }) => Number(domain.slice(1, -4))).some((at) => at > 2_000)).toBe(true);
  expect(bytes()).toBeLessThan(0.4 * 20_000 * JSON.stringify(companyAt(1)).length);
});

test('an import that is not finished, a profile that is not there and wrong criteria are named', async () => {
  const { addImport, call } = createWorld();
  const id = await addImport(many(3), { status: 'processing' });
  expect(await call('/icps/preview', { criteria, companyImports: [id] })).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'companyImports' }] },
  });
  expect(await call('/icps/{icpId}/preview', {}, { icpId: 'icp_0000000000' })).toMatchObject({ status: 404 });
  expect(await call('/icps/preview', {})).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'criteria' }] },
  });
  expect(await call('/icps/preview', { criteria: { ...criteria, threshold: 2 } })).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'criteria.threshold' }] },
  });
});
