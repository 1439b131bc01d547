import * as z from 'zod';
import { createCircuitBreaker } from '../../../functions/copy/circuit-breaker.ts';
import { createModel } from '../../../functions/copy/generate.ts';
import type { ModelFailureReason, ModelUsage } from '../../../functions/copy/model.ts';
import type { Ask, ModelProvider, Told } from '../../../functions/copy/model-provider.ts';
import { failure } from '../../../functions/copy/providers/sdk-failure.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { createSpending, dayLimit } from '../../../functions/platform/spending.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const Shape = z.object({ word: z.string() });
const request = { task: 'test', schema: Shape, stable: 's', prompt: 'p', maxTokens: 100 };
const usage: ModelUsage = { model: 'm', inputTokens: 10, outputTokens: 5, cachedInputTokens: 0, costMicroUsd: 30 };
const good: Told<unknown> = { ok: true, value: { word: 'dock' }, usage };
const bad = (reason: ModelFailureReason, more: object = {}): Told<unknown> => ({
  ok: false,
  failure: failure('Fake', reason),
  usage: null,
  ...more,
});
const malformed = bad('malformed', { usage, answer: '{"word":1}' });

/** A provider that answers as scripted, the last answer again and again. */
const fake = (name: 'anthropic' | 'openai', ...script: Told<unknown>[]) => {
  const asked: Ask<z.ZodType>[] = [];
  const heard: boolean[] = [];
  const provider: ModelProvider = {
    name,
    model: `${name}-model`,
    mostCost: () => 50,
    ask: async (ask, onDelta) => {
      const nth = asked.push(ask);
      heard.push(onDelta !== undefined);
      onDelta?.('some text');
      const told = script[Math.min(nth, script.length) - 1] ?? good;
      return told as Told<z.output<typeof ask.schema>>;
    },
  };
  return { provider, asked, heard };
};
const free = async () => ({ ok: true as const, reservation: { near: [], settle: async () => undefined } });
const modelOf = (providers: readonly ModelProvider[], more: object = {}) => {
  let now = 0;
  const model = createModel({ providers, reserve: free, breaker: createCircuitBreaker({ clock: () => now }), ...more });
  return { ...model, pass: (ms: number) => (now += ms) };
};

test('the first provider that answers is enough', async () => {
  const [first, second] = [fake('anthropic', good), fake('openai', good)];
  expect(await modelOf([first.provider, second.provider]).generate(request)).toEqual({
    ok: true,
    value: { word: 'dock' },
    usage: [usage],
  });
  expect(second.asked).toEqual([]);
});

test('an answer that cannot be read is repaired once, and both are paid', async () => {
  const { provider, asked } = fake('anthropic', malformed, good);
  expect(await modelOf([provider]).generate(request)).toEqual({
    ok: true,
    value: { word: 'dock' },
    usage: [usage, usage],
  });
  expect(asked[1]?.mend).toMatchObject({ answer: '{"word":1}', problem: expect.stringContaining('cannot be read') });
});

test('one that cannot be read twice goes to the next provider', async () => {
  const [first, second] = [fake('anthropic', malformed), fake('openai', good)];
  expect(await modelOf([first.provider, second.provider]).generate(request)).toMatchObject({
    ok: true,
    usage: [usage, usage, usage],
  });
  expect(first.asked).toHaveLength(2);
});

test('an answer that was cut off is asked for again with twice the room', async () => {
  const { provider, asked } = fake('anthropic', bad('cut_off', { usage }), good);
  expect(await modelOf([provider]).generate(request)).toMatchObject({ ok: true });
  expect(asked.map(({ maxTokens }) => maxTokens)).toEqual([100, 200]);
});

test.each(['rate_limited', 'overloaded', 'timeout', 'unavailable', 'not_configured'] as const)(
  'a provider that is %s hands over to the next at once',
  async (reason) => {
    const [first, second] = [fake('anthropic', bad(reason)), fake('openai', good)];
    expect(await modelOf([first.provider, second.provider]).generate(request)).toMatchObject({ ok: true });
    expect([first.asked.length, second.asked.length]).toEqual([1, 1]);
  },
);

test('a refusal is not taken to another provider', async () => {
  const [first, second] = [fake('anthropic', bad('refused', { usage })), fake('openai', good)];
  expect(await modelOf([first.provider, second.provider]).generate(request)).toMatchObject({
    ok: false,
    failure: { reason: 'refused' },
    usage: [usage],
  });
  expect(second.asked).toEqual([]);
});

test('when all fail, the failure names each of them and the shortest wait', async () => {
  const waits = (seconds: number) => ({ failure: failure('Fake', 'rate_limited', { retryAfterSeconds: seconds }) });
  const answer = await modelOf([
    fake('anthropic', bad('rate_limited', waits(30))).provider,
    fake('openai', bad('overloaded', waits(7))).provider,
  ]).generate(request);
  expect(answer).toMatchObject({ ok: false, failure: { reason: 'rate_limited', retryAfterSeconds: 7 } });
  expect(await modelOf([]).generate(request)).toMatchObject({ ok: false, failure: { reason: 'not_configured' } });
});

test('a listener hears one attempt only: a second would begin anew', async () => {
  const [first, second] = [fake('anthropic', bad('unavailable', { maybeBilled: true })), fake('openai', good)];
  const heard: string[] = [];
  const answer = await modelOf([first.provider, second.provider]).generate(request, (text) => heard.push(text));
  expect(answer).toMatchObject({ ok: true });
  // Broken off in the stream: asked again whole, then the next provider, neither heard.
  expect(first.heard).toEqual([true, false]);
  expect(second.heard).toEqual([false]);
  expect(heard).toEqual(['some text']);
});

test('after three failures in a row a provider is left alone for a minute, then asked again', async () => {
  const [first, second] = [fake('anthropic', bad('overloaded')), fake('openai', good)];
  const model = modelOf([first.provider, second.provider]);
  for (let n = 0; n < 5; n += 1) await model.generate(request);
  expect([first.asked.length, second.asked.length]).toEqual([3, 5]);
  model.pass(60_000);
  await model.generate(request);
  await model.generate(request);
  expect(first.asked).toHaveLength(4);
});

test('a provider that answers now and then is not left alone', async () => {
  const { provider, asked } = fake(
    'anthropic',
    bad('timeout'),
    bad('timeout'),
    good,
    bad('timeout'),
    bad('timeout'),
    good,
  );
  const model = modelOf([provider]);
  for (let n = 0; n < 6; n += 1) await model.generate(request);
  expect(asked).toHaveLength(6);
});

test('what may have been charged though it never came is counted at its most', async () => {
  const answer = await modelOf([fake('anthropic', bad('timeout', { maybeBilled: true })).provider]).generate(request);
  expect(answer).toMatchObject({ ok: false, usage: [{ costMicroUsd: 50 }] });
});

test('the budget stops calls for good: of many at once only as many are made as it pays for', async () => {
  const workspaceId = WorkspaceId.parse('ws_0000000001');
  const clock = () => 0;
  const spending = createSpending(createMemoryTable(), clock);
  const day = dayLimit(clock, 400);
  let spent = 0;
  let most = 0;
  const provider: ModelProvider = {
    ...fake('anthropic').provider,
    ask: async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      spent += usage.costMicroUsd;
      most = Math.max(most, spent);
      return good as Told<never>;
    },
  };
  const { generate } = modelOf([provider, fake('openai', good).provider], {
    reserve: (amount: number) => spending.reserve(workspaceId, [day], amount),
  });
  const answers = await Promise.all(Array.from({ length: 200 }, () => generate(request)));
  const answered = answers.filter(({ ok }) => ok).length;
  expect(most).toBeLessThanOrEqual(400);
  expect(answered).toBeGreaterThanOrEqual(400 / 50);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({
    failure: { reason: 'budget', detail: expect.stringContaining('$0.00 for language models today') },
  });
  expect(await spending.read(workspaceId, day)).toEqual({ committedMicroUsd: spent, spentMicroUsd: spent });
});
