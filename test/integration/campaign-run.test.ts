import { rmSync } from 'node:fs';
import * as z from 'zod';
import { ApiError, fetchPatiently } from '../../bin/cli/api-client.ts';
import type { Campaign, RunView } from '../../functions/campaigns/contract.ts';
import { Problem } from '../../functions/platform/http/problem.ts';
import type { Route } from '../../functions/platform/http/route.ts';
import { allRoutes } from '../../functions/reference/contract.ts';
import { LeadDetail, LeadView } from '../../functions/scoring/contract.ts';
import { MessageView } from '../../functions/sending/contract.ts';
import { createTestCampaign, messagesOf, startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, writeCampaignFiles } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';

const folder = testFolder();
const RECIPIENTS = 60;
let system: SystemInChild;
let campaign: Campaign;
let first: RunView;

beforeAll(async () => {
  system = await startLocalSystem(`${folder}/data`);
  campaign = await createTestCampaign(system.api, writeCampaignFiles(folder, RECIPIENTS));
  const started = await startTestRun(system.api, campaign.id);
  first = await untilRun(system.api, started.id, (view) => view.endedAt !== null);
});

afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a run goes from companies to delivered mail, and its counters agree with its messages', async () => {
  const stages: string[] = [];
  for await (const { stage } of system.api.all(`/campaigns/${campaign.id}/leads`, LeadView)) stages.push(stage);
  expect(new Set(stages)).toEqual(new Set(['contacted']));
  expect(first.status).toBe('completed');
  expect(first.stages).toEqual({
    discovered: RECIPIENTS,
    scored: RECIPIENTS,
    qualified: RECIPIENTS,
    contacts: RECIPIENTS,
    drafted: RECIPIENTS,
    approved: RECIPIENTS,
    sent: RECIPIENTS,
  });
  const messages = await messagesOf(system.api, first.id);
  expect(messages.map(({ state }) => state)).toEqual(Array.from({ length: RECIPIENTS }, () => 'delivered'));
  expect(first.recipients).toEqual({ total: RECIPIENTS, byState: { delivered: RECIPIENTS } });
  expect(new Set(Object.values(await system.mails()))).toEqual(new Set([1]));
});

test('the same run again mails nobody twice and says why', async () => {
  const again = await startTestRun(system.api, campaign.id);
  const ended = await untilRun(system.api, again.id, (view) => view.endedAt !== null);
  expect(ended.status).toBe('completed');
  expect(ended.recipients.total).toBe(0);
  expect(ended.dropped['contacted_recently']).toBe(RECIPIENTS);
  expect(new Set(Object.values(await system.mails()))).toEqual(new Set([1]));
});

test('leads come by score, highest first, page after page, and each once', async () => {
  const leads: z.infer<typeof LeadView>[] = [];
  for await (const lead of system.api.all(`/campaigns/${campaign.id}/leads`, LeadView)) leads.push(lead);
  expect(new Set(leads.map(({ domain }) => domain)).size).toBe(RECIPIENTS);
  const scores = leads.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
});

test('a held run waits for its reviewer: rejected messages are never sent, approved ones are', async () => {
  const reviewFiles = writeCampaignFiles(folder, RECIPIENTS + 4);
  const held = await createTestCampaign(system.api, reviewFiles, 'review');
  const { id } = await startTestRun(system.api, held.id);
  await untilRun(system.api, id, (view) => view.status === 'awaiting_approval');
  const waiting = await messagesOf(system.api, id);
  expect(waiting.map(({ state }) => state)).toEqual(['draft', 'draft', 'draft', 'draft']);
  const [rejected] = waiting;
  await system.api.call('POST', `/messages/${rejected?.id ?? ''}/reject`, MessageView, { reason: 'Not our tone' });
  await system.api.call('POST', `/runs/${id}/approve`, z.object({ approved: z.literal(3) }));
  const ended = await untilRun(system.api, id, (view) => view.endedAt !== null);
  expect(ended.recipients.byState).toEqual({ cancelled: 1, delivered: 3 });
  expect((await system.mails())[rejected?.toAddress ?? '']).toBeUndefined();
});

test('the one-click link in a mail suppresses its recipient; looking at it does not, and a forged one does nothing', async () => {
  const [message] = await messagesOf(system.api, first.id);
  const address = message?.toAddress ?? '';
  const unfolded = (await system.rawMail(address)).replaceAll(/\r\n[ \t]+/g, ' ');
  expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  const link = /^List-Unsubscribe: .*?<(https?:[^>]+)>/m.exec(unfolded)?.[1] ?? '';
  const suppressed = async () => {
    const { items } = await system.api.call(
      'GET',
      '/suppressions',
      z.object({ items: z.array(z.object({ value: z.string().nullable() })) }),
    );
    return items.map(({ value }) => value);
  };

  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<button');
  expect(await suppressed()).not.toContain(address);

  const post = () => fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click', redirect: 'error' });
  expect((await post()).status).toBe(200);
  expect((await post()).status).toBe(200);
  expect((await suppressed()).filter((value) => value === address)).toHaveLength(1);
  expect((await fetch(`${link}x`, { method: 'POST' })).status).toBe(404);
});

const call = async (route: Route, values: Readonly<Record<string, string>>, token: string, body?: string) => {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? 'x');
  const answer = await fetchPatiently(`${system.url}/api/v1${path}`, {
    method: route.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
};

const closedRoutes = Object.values(allRoutes as Readonly<Record<string, Route>>).filter(
  ({ permission, streams }) => permission !== 'public' && streams !== true,
);

test('another workspace finds nothing of ours by any route', async () => {
  const made = z.object({ workspaceId: z.string(), apiKey: z.string() }).parse(
    await system.ask('CreateWorkspace', {
      name: 'Stranger',
      owner: { subject: 's', name: 'S' },
      apiKey: { name: 'k', mode: 'sandbox' },
    }),
  );
  const [message] = await messagesOf(system.api, first.id);
  const values = {
    campaignId: campaign.id,
    runId: first.id,
    icpId: campaign.icpId,
    importId: campaign.companyImports[0] ?? '',
    messageId: message?.id ?? '',
    domain: message?.domain ?? '',
  };
  for (const route of closedRoutes.filter(({ path, method }) => path.includes('{') && method === 'GET')) {
    const { status, text } = await call(route, values, made.apiKey);
    const empty = status === 200 && (JSON.parse(text) as { items?: unknown[] }).items?.length === 0;
    expect({ route: route.operationId, found: status !== 404 && !empty }).toEqual({
      route: route.operationId,
      found: false,
    });
  }
});

test('whatever is sent to a route, the answer is a problem that names itself, never a 5xx', async () => {
  const bodies = [
    '{"',
    '[]',
    'null',
    '"x"',
    '{"name":{"$ne":1}}',
    JSON.stringify({ name: '𝕏'.repeat(5_000) }),
    '{"name":"a\\u0000\\r\\nBcc: x"}',
  ];
  for (const route of closedRoutes.filter(({ body }) => body !== undefined))
    for (const body of bodies) {
      const { status, text } = await call(route, { campaignId: campaign.id }, system.apiKey, body);
      expect({ route: route.operationId, body: body.slice(0, 20), fine: status >= 400 && status < 500 }).toEqual({
        route: route.operationId,
        body: body.slice(0, 20),
        fine: true,
      });
      expect(Problem.safeParse(JSON.parse(text)).success).toBe(true);
    }
});

test.each([
  [
    'weights that do not sum to 1',
    '/icps',
    { name: 'x', weights: { industry: 1, size: 1, revenue: 0, growth: 0, location: 0 } },
    'weights',
  ],
  ['a threshold outside 0 to 1', '/icps', { name: 'x', threshold: 7 }, 'threshold'],
  ['an impossible range', '/icps', { name: 'x', headcount: { min: 9, max: 1 } }, 'headcount.min'],
])('%s is refused and the field is named', async (_what, path, body, field) => {
  const refused: unknown = await system.api.call('POST', path, z.unknown(), body).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  const { problem } = refused as ApiError;
  expect(problem.status).toBe(400);
  expect(problem.fieldErrors?.map((each) => each.field)).toContain(field);
});

test('no credentials, a wrong key and an unknown route are problems of their own', async () => {
  const at = (path: string, headers: Record<string, string> = {}) => fetch(`${system.url}${path}`, { headers });
  expect((await at('/api/v1/campaigns')).status).toBe(401);
  expect((await at('/api/v1/campaigns', { authorization: `Bearer tl_test_${'x'.repeat(32)}` })).status).toBe(401);
  const unknown = await at('/api/v1/nothing-here', { authorization: `Bearer ${system.apiKey}` });
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get('content-type')).toContain('application/problem+json');
});

test('a lead that was mailed shows the touch on its timeline', async () => {
  const [message] = await messagesOf(system.api, first.id);
  const domain = message?.domain ?? '';
  const lead = await system.api.call('GET', `/campaigns/${campaign.id}/leads/${domain}`, LeadDetail);
  expect(lead.touches.map(({ messageId }) => messageId)).toEqual([message?.id]);
});
