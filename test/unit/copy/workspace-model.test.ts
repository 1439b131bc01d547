import * as z from 'zod';
import { ModelEnvironment } from '../../../functions/copy/model-settings.ts';
import { createWorkspaceModel, leadLimit, runLimit } from '../../../functions/copy/workspace-model.ts';
import { readEnvironment } from '../../../functions/platform/environment.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { createSpending, dayLimit } from '../../../functions/platform/spending.ts';
import { error, message, type Script, startFakeModelApi } from '../../support/fake-model-api.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const request = { task: 'test', schema: z.object({ word: z.string() }), stable: 's', prompt: 'p', maxTokens: 100 };
const answer = message('{"word":"dock"}');
const clock = () => Date.parse('2026-11-21T08:00:00.000Z');

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const world = async (
  script: Script,
  {
    keys = {},
    own = {},
    environment = {},
  }: {
    keys?: Record<string, string>;
    own?: Partial<Record<string, string>>;
    environment?: Record<string, string>;
  } = {},
) => {
  const api = await startFakeModelApi(script);
  stops.push(api.stop);
  const settings = readEnvironment(z.object(ModelEnvironment), {
    MODEL_URLS: JSON.stringify(api.urls),
    ...environment,
  });
  const spending = createSpending(createMemoryTable(), clock);
  const modelOf = createWorkspaceModel({
    settings,
    readCredentials: async () => Object.fromEntries(Object.entries(keys).map(([name, apiKey]) => [name, { apiKey }])),
    ownKey: async (provider) => own[provider],
    spending,
    limits: { attemptMs: 1_000, wholeMs: 2_000, retries: 0 },
    clock,
  });
  return { modelOf, requests: api.requests, spending };
};

test('without any key there is no model', async () => {
  const { modelOf } = await world([answer]);
  expect(await modelOf(workspaceId)).toBeUndefined();
});

test("a workspace's own key goes before the deployment's", async () => {
  const { modelOf, requests } = await world([answer], {
    keys: { anthropic: 'theirs' },
    own: { anthropic: 'ours', openai: 'ours' },
  });
  const model = await modelOf(workspaceId);
  expect(model?.name).toBe('claude-sonnet-5-5, gpt-6.1-terra');
  await model?.generate(request);
  expect(requests[0]?.headers['authorization']).toBe('Bearer theirs');
});

test('Claude fails, OpenAI answers', async () => {
  const { modelOf, requests } = await world(
    ({ path }) => (path === '/v1/messages' ? error(529, 'overloaded_error') : answer),
    {
      own: { anthropic: 'a', openai: 'o' },
    },
  );
  expect(await (await modelOf(workspaceId))?.generate(request)).toMatchObject({
    ok: true,
    usage: [{ model: 'gpt-6.1-terra' }],
  });
  expect(requests.map(({ path }) => path)).toEqual(['/v1/messages', '/v1/responses']);
});

test('models and their order are settings', async () => {
  const { modelOf, requests } = await world([answer], {
    own: { anthropic: 'a', openai: 'o' },
    environment: { MODELS: 'gpt-6-luna, claude-opus-5-5' },
  });
  await (await modelOf(workspaceId))?.generate(request);
  expect(requests[0]?.body['model']).toBe('gpt-6-luna');
  expect(() => readEnvironment(z.object(ModelEnvironment), { MODELS: 'gpt-unheard-of' })).toThrow(
    'every model must stand in model-prices.json',
  );
});

test("one workspace's bad key does not rest another's", async () => {
  const { modelOf, requests } = await world(
    ({ headers }) => (headers['authorization'] === 'Bearer bad' ? error(401, 'authentication_error') : answer),
    {
      keys: { anthropic: 'bad' },
    },
  );
  const other = await world([answer]);
  expect(await other.modelOf(workspaceId)).toBeUndefined();
  const model = await modelOf(workspaceId);
  for (let n = 0; n < 4; n += 1) expect(await model?.generate(request)).toMatchObject({ ok: false });
  // The fourth found it resting.
  expect(requests).toHaveLength(3);
});

test("the day's cap, the run's and the lead's are all checked before a call", async () => {
  const { modelOf, requests, spending } = await world([answer], {
    own: { anthropic: 'a' },
    environment: { MODEL_DAY_CAP_USD: '100' },
  });
  const lead = leadLimit('run_1', 'one.com', 2.5);
  const run = runLimit('run_1', 0.000_001);
  const stopped = await modelOf(workspaceId, { limits: [lead, run] });
  expect(await stopped?.generate(request)).toMatchObject({
    ok: false,
    failure: { reason: 'budget', detail: expect.stringContaining('in this run') },
  });
  expect(requests).toEqual([]);
  const near: string[] = [];
  const going = await modelOf(workspaceId, {
    limits: [lead, { ...run, scope: 'RUN#run_2', capMicroUsd: 12_000 }],
    onSoftLimit: (limits) => {
      near.push(...limits.map(({ name }) => name));
    },
  });
  const told = await going?.generate(request);
  expect(told).toMatchObject({ ok: true, usage: [{ costMicroUsd: 6_300 }] });
  expect(near).toEqual([]);
  for (const limit of [lead, { scope: 'RUN#run_2' }, dayLimit(clock, 0)])
    expect(await spending.read(workspaceId, limit)).toEqual({ committedMicroUsd: 6_300, spentMicroUsd: 6_300 });
});
