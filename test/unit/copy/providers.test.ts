import * as z from 'zod';
import type { Ask, ModelProvider } from '../../../functions/copy/model-provider.ts';
import { createClaude } from '../../../functions/copy/providers/claude.ts';
import { createOpenAi } from '../../../functions/copy/providers/openai.ts';
import { error, message, type Script, type Scripted, startFakeModelApi } from '../../support/fake-model-api.ts';

const Shape = z.object({ words: z.array(z.string()), note: z.string().nullable() });
const value = { words: ['dock', 'door'], note: null };
const whole = JSON.stringify(value);
const ask: Ask<typeof Shape> = {
  task: 'test',
  schema: Shape,
  stable: 'The rules that many requests share.',
  prompt: 'The one question.',
  maxTokens: 1_000,
};

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const NAMES = ['anthropic', 'openai'] as const;
type Name = (typeof NAMES)[number];
const world = async (name: Name, script: Script, limits = { attemptMs: 2_000, wholeMs: 4_000, retries: 2 }) => {
  const api = await startFakeModelApi(script);
  stops.push(api.stop);
  const options = { apiKey: 'sk-test', baseURL: api.urls[name], limits };
  const provider: ModelProvider =
    name === 'anthropic'
      ? createClaude({ ...options, model: 'claude-sonnet-5-5' })
      : createOpenAi({ ...options, model: 'gpt-6.1-terra' });
  return { provider, requests: api.requests };
};
/** What the fake's usual answer costs by the price file. */
const COST: Readonly<Record<Name, number>> = {
  anthropic: 400 * 2 + 300 * 10 + 1_000 * 2.5,
  openai: 400 * 1 + 1_000 * 0.05 + 300 * 5,
};

describe.each(NAMES)('%s', (name) => {
  test('gives an answer in the shape asked for, with what it cost', async () => {
    const { provider } = await world(name, [message(whole)]);
    expect(await provider.ask(ask)).toEqual({
      ok: true,
      value,
      usage: {
        model: provider.model,
        inputTokens: 1_400,
        outputTokens: 300,
        cachedInputTokens: name === 'openai' ? 1_000 : 0,
        costMicroUsd: COST[name],
      },
    });
  });

  test('an answer never costs more than was said before', async () => {
    const { provider } = await world(name, [message(whole)]);
    const text = 'Eine Straße, 東京, and 40 trucks. '.repeat(200);
    const most = provider.mostCost({ ...ask, prompt: text });
    const price = name === 'anthropic' ? { input: 2.5, output: 10 } : { input: 1.25, output: 5 };
    expect(most).toBeGreaterThanOrEqual(Buffer.byteLength(text) * price.input + ask.maxTokens * price.output);
  });

  test('streams the text as it comes and ends with the same answer', async () => {
    const long = JSON.stringify({ words: Array.from({ length: 40 }, (_, n) => `word ${String(n)}`), note: 'x' });
    const { provider, requests } = await world(name, [message(long)]);
    const pieces: string[] = [];
    const told = await provider.ask(ask, (piece) => pieces.push(piece));
    expect(told).toMatchObject({ ok: true, value: JSON.parse(long) as object, usage: { outputTokens: 300 } });
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join('')).toBe(long);
    expect(requests[0]?.body['stream']).toBe(true);
  });

  test('a long answer is streamed though nobody listens, so that it may take longer than an attempt', async () => {
    const { provider, requests } = await world(name, [message(whole)]);
    expect(await provider.ask({ ...ask, maxTokens: 4_000 })).toMatchObject({ ok: true, value });
    expect(requests[0]?.body['stream']).toBe(true);
  });

  test('a stream that is cut in the middle is no answer, and counts as paid', async () => {
    const { provider } = await world(name, [message(whole.padEnd(400), { cutAfter: 3 })]);
    const pieces: string[] = [];
    const told = await provider.ask(ask, (piece) => pieces.push(piece));
    expect(told).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
    expect(told).toMatchObject(told.usage === null ? { maybeBilled: true } : { usage: expect.anything() });
    expect(pieces.length).toBeGreaterThan(0);
  });

  test('an error within a stream is the failure that it names', async () => {
    const overloaded = name === 'anthropic' ? 'overloaded_error' : 'server_is_overloaded';
    const { provider } = await world(name, [{ kind: 'stream_error', text: '{"wo', type: overloaded }]);
    expect(await provider.ask(ask, () => undefined)).toMatchObject({ ok: false, failure: { reason: 'overloaded' } });
  });

  test('a stream that falls silent ends with the time for the whole', async () => {
    const { provider } = await world(name, [{ kind: 'hang', begun: true }], {
      attemptMs: 100,
      wholeMs: 300,
      retries: 0,
    });
    expect(await provider.ask(ask, () => undefined)).toMatchObject({
      ok: false,
      failure: { reason: 'timeout' },
      maybeBilled: true,
    });
  });

  test.each([
    [429, 'rate_limit_error'],
    [529, 'overloaded_error'],
    [500, 'api_error'],
  ])('%d is tried again', async (status, type) => {
    const { provider, requests } = await world(name, [error(status, type), error(status, type), message(whole)]);
    expect(await provider.ask(ask)).toMatchObject({ ok: true, value });
    expect(requests).toHaveLength(3);
  });

  test('a wait that the provider asks for is kept', async () => {
    const { provider } = await world(name, [
      error(429, 'rate_limit_error', { 'retry-after-ms': '120' }),
      message(whole),
    ]);
    const began = performance.now();
    await provider.ask(ask);
    expect(performance.now() - began).toBeGreaterThanOrEqual(110);
  });

  test.each([
    [429, 'rate_limit_error', 'rate_limited', 3],
    [529, 'overloaded_error', 'overloaded', 3],
    [503, 'service_unavailable', 'overloaded', 3],
    [500, 'api_error', 'unavailable', 3],
    [401, 'authentication_error', 'not_configured', 1],
    [403, 'permission_error', 'not_configured', 1],
  ])('%d that stays is told as it is, and costs nothing', async (status, type, reason, asked) => {
    const headers = { 'retry-after': '7', 'retry-after-ms': '1' };
    const { provider, requests } = await world(name, [error(status, type, headers)]);
    expect(await provider.ask(ask)).toMatchObject({
      ok: false,
      failure: { reason, retryAfterSeconds: 7 },
      usage: null,
      maybeBilled: false,
    });
    expect(requests).toHaveLength(asked);
  });

  test('an account without money is told from one that asks too often', async () => {
    const { provider } = await world(name, [error(429, 'insufficient_quota')]);
    const expected = name === 'openai' ? 'not_configured' : 'rate_limited';
    expect(await provider.ask(ask)).toMatchObject({ ok: false, failure: { reason: expected } });
  });

  test.each([
    ['is not JSON', message('Sure! Here is your answer'), 'malformed'],
    ['has another shape', message(JSON.stringify({ words: 'dock' })), 'malformed'],
    ['was cut off', message(whole.slice(0, 12), { stop: 'max_tokens' }), 'cut_off'],
    ['is a refusal', message('I cannot help with that.', { stop: 'refusal' }), 'refused'],
  ] satisfies [string, Scripted, string][])(
    'an answer that %s is a failure with its cost',
    async (_what, bad, reason) => {
      const { provider } = await world(name, [bad]);
      for (const told of [await provider.ask(ask), await provider.ask(ask, () => undefined)])
        expect(told).toMatchObject({ ok: false, failure: { reason }, usage: { costMicroUsd: COST[name] } });
    },
  );

  test('no answer in time is a timeout that may have been charged', async () => {
    const { provider, requests } = await world(name, [{ kind: 'hang' }], { attemptMs: 60, wholeMs: 3_000, retries: 1 });
    expect(await provider.ask(ask)).toMatchObject({ ok: false, failure: { reason: 'timeout' }, maybeBilled: true });
    expect(requests).toHaveLength(2);
  });

  test('a caller who has no more time ends the call', async () => {
    const { provider } = await world(name, [{ kind: 'hang' }]);
    const told = await provider.ask({ ...ask, signal: AbortSignal.timeout(50) });
    expect(told).toMatchObject({ ok: false, failure: { reason: 'timeout' } });
  });

  test('a repair shows the model what was wrong with its answer', async () => {
    const { provider, requests } = await world(name, [message(whole)]);
    await provider.ask({ ...ask, mend: { answer: '{"words":1}', problem: 'words: expected array' } });
    const sent = JSON.stringify(requests[0]?.body);
    expect(sent).toContain('{\\"words\\":1}');
    expect(sent).toContain('words: expected array');
  });
});

test('Claude is asked for structured output with the stable part cached, without sampling parameters', async () => {
  const { provider, requests } = await world('anthropic', [message(whole)]);
  await provider.ask(ask);
  const [request] = requests;
  expect(request?.path).toBe('/v1/messages');
  expect(request?.headers['authorization']).toBe('Bearer sk-test');
  expect(request?.body).toMatchObject({
    model: 'claude-sonnet-5-5',
    max_tokens: 1_000,
    system: [{ type: 'text', text: ask.stable, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: ask.prompt }],
    output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
  });
  for (const name of ['temperature', 'top_p', 'top_k']) expect(request?.body).not.toHaveProperty(name);
});

test('OpenAI is asked for a strict schema, stores nothing, and finds the cached beginning by its key', async () => {
  const { provider, requests } = await world('openai', [message(whole)]);
  await provider.ask(ask);
  await provider.ask({ ...ask, prompt: 'Another question.' });
  const [first, second] = requests;
  expect(first?.path).toBe('/v1/responses');
  expect(first?.headers['authorization']).toBe('Bearer sk-test');
  expect(first?.body).toMatchObject({
    model: 'gpt-6.1-terra',
    instructions: ask.stable,
    input: [{ role: 'user', content: ask.prompt }],
    text: { format: { type: 'json_schema', strict: true, schema: { type: 'object', additionalProperties: false } } },
    max_output_tokens: 1_000,
    store: false,
    reasoning: { effort: 'low' },
  });
  expect(first?.body).not.toHaveProperty('temperature');
  expect(second?.body['prompt_cache_key']).toBe(first?.body['prompt_cache_key']);
});
