import { createApi } from '../../../functions/platform/http/api.ts';
import { encodeCursor } from '../../../functions/platform/http/cursor.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { leadByScore, leadKey, touchKey } from '../../../functions/platform/keys.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Query } from '../../../functions/platform/table.ts';
import { leadRoutes } from '../../../functions/scoring/contract.ts';
import type { Lead } from '../../../functions/scoring/lead-item.ts';
import { createLeadStore } from '../../../functions/scoring/lead-store.ts';
import { createServeLeads } from '../../../functions/scoring/serve-leads.ts';
import { aCompany } from '../../support/a-company.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const other = WorkspaceId.parse('ws_00000000000000000000000002');
const campaignId = CampaignId.parse('cmp_00000000000000000000000001');
const runId = RunId.parse('run_00000000000000000000000001');

const lead = (domain: string, value: number, stage: Lead['stage'] = 'qualified'): Lead => ({
  ...{ workspaceId, campaignId, runId, stage, at: '2026-11-21T09:00:00.000Z' },
  company: aCompany({ domain, name: domain, industries: ['Fintech'] }),
  score: {
    value,
    grade: 'A',
    confidence: 1,
    breakdown: (['industry', 'size', 'revenue', 'growth', 'location'] as const).map((component) => ({
      ...{ component, value, weight: 0.2, reason: 'because', evidence: null },
    })),
  },
});

/** What the tests look at in any answer. */
type Body = Readonly<{
  items: { domain: string; score: number }[];
  nextCursor: string | null;
  breakdown: unknown[];
  touches: { messageId: string }[];
  fieldErrors: unknown;
}>;

const createWorld = () => {
  const memory = createMemoryTable();
  const queries: Query[] = [];
  const table = {
    ...memory,
    query: async (input: Query) => {
      queries.push(input);
      return memory.query(input);
    },
  };
  const leads = createLeadStore(table);
  const handler = createApi({
    routes: leadRoutes,
    log: silentLog,
    handlers: createServeLeads({ leads, campaignExists: async (w, id) => w === workspaceId && id === campaignId }),
  });
  const call = async (
    path: string,
    { query = {}, params = {}, as = workspaceId }: { query?: object; params?: object; as?: string } = {},
  ) => {
    const answer = await handler(
      {
        ...{
          httpMethod: 'GET',
          resource: `/api/v1${path}`,
          path,
          queryStringParameters: query,
          headers: {},
          body: null,
        },
        pathParameters: { campaignId, ...params },
        requestContext: {
          requestId: 'r',
          authorizer: { workspaceId: as, kind: 'key', id: 'k', role: 'viewer', mode: 'live' },
        },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Body };
  };
  const list = (query: object = {}, as: string = workspaceId) => call('/campaigns/{campaignId}/leads', { query, as });
  return { memory, leads, queries, list, call };
};
const domains = (page: { body: Body }) => page.body.items.map(({ domain }) => domain);

test('lists leads highest score first, every one once over all pages, one Query a page', async () => {
  const { leads, list, queries } = createWorld();
  const scores = Array.from({ length: 55 }, (_, at) => ((at * 37) % 50) / 50);
  await leads.putAll(scores.map((value, at) => lead(`d${String(at)}.com`, value)));
  const seen: { domain: string; score: number }[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const { status, body } = await list({ limit: '20', ...(cursor === null ? {} : { cursor }) });
    expect(status).toBe(200);
    seen.push(...body.items);
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor !== null);
  expect([seen.length, new Set(seen.map(({ domain }) => domain)).size, pages, queries.length]).toEqual([55, 55, 3, 3]);
  expect(seen.map(({ score }) => score)).toEqual(scores.toSorted((a, b) => b - a));
});

test('a stage is filtered, pages are filled, and the next page goes on where this one ended', async () => {
  const { leads, list } = createWorld();
  await leads.putAll(
    Array.from({ length: 40 }, (_, at) =>
      lead(`d${String(at)}.com`, 1 - at / 100, at % 4 === 0 ? 'qualified' : 'below_threshold'),
    ),
  );
  const first = await list({ limit: '6', stage: 'qualified' });
  expect(domains(first)).toEqual(['d0.com', 'd4.com', 'd8.com', 'd12.com', 'd16.com', 'd20.com']);
  const second = await list({ limit: '6', stage: 'qualified', cursor: first.body.nextCursor });
  expect(domains(second)).toEqual(['d24.com', 'd28.com', 'd32.com', 'd36.com']);
  expect(second.body.nextCursor).toBeNull();
});

test('looking for a rare stage ends after five Queries, with a cursor to go on', async () => {
  const { leads, list, queries } = createWorld();
  await leads.putAll(Array.from({ length: 2_600 }, (_, at) => lead(`d${String(at)}.com`, 1 - at / 10_000)));
  const page = await list({ stage: 'no_contact' });
  expect([page.body.items, queries.length]).toEqual([[], 5]);
  expect(page.body.nextCursor).not.toBeNull();
});

test.each<[string, Record<string, unknown>]>([
  ['of another workspace', { ...leadKey(other, campaignId, 'a.com'), ...leadByScore(other, campaignId, 0.5, 'a.com') }],
  ['that names another item', { pk: 'WS#x', sk: 'LEAD', ...leadByScore(workspaceId, campaignId, 0.5, 'a.com') }],
  ['without the index', leadKey(workspaceId, campaignId, 'a.com')],
  [
    'with more than keys',
    { ...leadKey(workspaceId, campaignId, 'a.com'), ...leadByScore(workspaceId, campaignId, 0.5, 'a.com'), x: 1 },
  ],
  ['that is a number', { pk: 1, sk: 2, ...leadByScore(workspaceId, campaignId, 0.5, 'a.com') }],
])('refuses a cursor %s', async (_what, key) => {
  const { leads, list } = createWorld();
  await leads.putAll([lead('a.com', 0.9)]);
  const { status, body } = await list({ cursor: encodeCursor(key) });
  expect([status, body.fieldErrors]).toEqual([400, [{ field: 'query.cursor', message: expect.any(String) }]]);
});

test('a limit outside 1–200 and a stage that does not exist are named', async () => {
  const { list } = createWorld();
  expect((await list({ limit: '201' })).body.fieldErrors).toMatchObject([{ field: 'query.limit' }]);
  expect((await list({ stage: 'gone' })).body.fieldErrors).toMatchObject([{ field: 'query.stage' }]);
});

test('a campaign without leads is an empty list; one that does not exist, or of another workspace, is not found', async () => {
  const { list, call } = createWorld();
  expect(await list()).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  expect(await list({}, other)).toMatchObject({ status: 404, body: { errorCode: 'campaign_not_found' } });
  const params = { campaignId: 'cmp_00000000000000000000000009', domain: 'a.com' };
  expect(await call('/campaigns/{campaignId}/leads', { params })).toMatchObject({ status: 404 });
  expect(await call('/campaigns/{campaignId}/leads/{domain}', { params })).toMatchObject({ status: 404 });
});

test('a lead shows its breakdown and its touches in order', async () => {
  const { leads, memory, call } = createWorld();
  await leads.putAll([lead('a.com', 0.9)]);
  for (const [day, messageId] of [
    ['12', 'msg_b'],
    ['11', 'msg_a'],
  ] as const) {
    const at = `2026-11-${day}T09:00:00.000Z`;
    await memory.put({
      ...touchKey(workspaceId, campaignId, 'a.com', at, messageId),
      type: 'Touch',
      at,
      messageId,
      subject: `On the ${day}th`,
    });
  }
  const { status, body } = await call('/campaigns/{campaignId}/leads/{domain}', { params: { domain: 'A.com' } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ domain: 'a.com', score: 0.9, stage: 'qualified' });
  expect(body.breakdown).toHaveLength(5);
  expect(body.touches.map(({ messageId }) => messageId)).toEqual(['msg_a', 'msg_b']);
  expect(await call('/campaigns/{campaignId}/leads/{domain}', { params: { domain: 'b.com' } })).toMatchObject({
    status: 404,
    body: { errorCode: 'lead_not_found' },
  });
});

test('what became of a lead is recorded once it exists', async () => {
  const { leads, memory } = createWorld();
  const outcome = {
    stage: 'drafted',
    contacts: 2,
    contactDrops: { role_account: 1 },
    costMicroUsd: 40,
    at: '2026-11-21T10:00:00.000Z',
  } as const;
  expect(await leads.markPrepared(workspaceId, campaignId, 'a.com', outcome)).toBe(false);
  await leads.putAll([lead('a.com', 0.9)]);
  expect(await leads.markPrepared(workspaceId, campaignId, 'a.com', outcome)).toBe(true);
  expect(memory.items()[0]).toMatchObject({
    stage: 'drafted',
    contacts: 2,
    contactDrops: { role_account: 1 },
    costMicroUsd: 40,
  });
});

test('whom an earlier run wrote to stays contacted, however a later run scores and prepares the lead', async () => {
  const { leads, memory } = createWorld();
  const at = '2026-11-21T10:00:00.000Z';
  const outcome = { stage: 'no_contact', contacts: 0, contactDrops: { cool_down: 2 }, costMicroUsd: 7, at } as const;
  await leads.putAll([lead('a.com', 0.9), lead('b.com', 0.9)]);
  await leads.markContacted(workspaceId, campaignId, 'a.com', at);
  const later = RunId.parse('run_00000000000000000000000002');
  await leads.putAll([
    { ...lead('a.com', 0.4, 'below_threshold'), runId: later },
    { ...lead('b.com', 0.4, 'below_threshold'), runId: later },
  ]);
  expect(memory.items()).toMatchObject([
    { domain: 'a.com', stage: 'contacted', runStage: 'below_threshold', score: 0.4, runId: later },
    { domain: 'b.com', stage: 'below_threshold', score: 0.4, runId: later },
  ]);
  expect(await leads.markPrepared(workspaceId, campaignId, 'a.com', outcome)).toBe(true);
  expect(memory.items()[0]).toMatchObject({
    ...{ stage: 'contacted', runStage: 'no_contact', contactDrops: { cool_down: 2 }, costMicroUsd: 7 },
  });
});
