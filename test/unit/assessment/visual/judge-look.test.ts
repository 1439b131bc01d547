import { createJudgeLook } from '../../../../functions/assessment/visual/judge-look.ts';
import { RUBRICS } from '../../../../functions/assessment/visual/look-rubrics.ts';
import { createCircuitBreaker } from '../../../../functions/copy/circuit-breaker.ts';
import { createModel } from '../../../../functions/copy/generate.ts';
import { createClaude } from '../../../../functions/copy/providers/claude.ts';
import { createOpenAi } from '../../../../functions/copy/providers/openai.ts';
import { error, message, type Script, startFakeModelApi } from '../../../support/fake-model-api.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const PICTURES = [
  { device: 'desktop', bytes: Buffer.from('desktop picture') },
  { device: 'mobile', bytes: Buffer.from('phone picture') },
] as const;
const answer = JSON.stringify({
  rubrics: RUBRICS.map(({ id }, at) => ({ id, points: at, reason: 'A plain header.' })),
});

const world = async (script: Script, name: 'anthropic' | 'openai' = 'anthropic') => {
  const api = await startFakeModelApi(script);
  stops.push(api.stop);
  const options = {
    apiKey: 'sk-test',
    baseURL: api.urls[name],
    limits: { attemptMs: 2_000, wholeMs: 4_000, retries: 0 },
  };
  const provider =
    name === 'anthropic'
      ? createClaude({ ...options, model: 'claude-sonnet-5-5' })
      : createOpenAi({ ...options, model: 'gpt-6.1-terra' });
  const most: number[] = [];
  const model = createModel({
    providers: [provider],
    reserve: async (amount) => {
      most.push(amount);
      return { ok: true, reservation: { near: [], settle: async () => undefined } };
    },
    breaker: createCircuitBreaker({ clock: () => 0 }),
  });
  return { judge: createJudgeLook({ model }), requests: api.requests, most };
};

test('the pictures stand before the question, as Anthropic takes them', async () => {
  const { judge, requests } = await world([message(answer)]);
  const judged = await judge(PICTURES);
  expect(judged).toMatchObject({ ok: true, usage: [{ model: 'claude-sonnet-5-5' }] });
  expect(judged.ok && judged.judgement.rubrics[3]).toEqual({ id: 'hierarchy', points: 3, reason: 'A plain header.' });
  expect(requests[0]?.body['messages']).toEqual([
    {
      role: 'user',
      content: [
        ...PICTURES.map(({ bytes }) => ({
          type: 'image',
          source: { type: 'base64', media_type: 'image/webp', data: bytes.toString('base64') },
        })),
        { type: 'text', text: expect.stringContaining('desktop, then mobile') },
      ],
    },
  ]);
});

test('OpenAI gets them as data URLs', async () => {
  const { judge, requests } = await world([message(answer)], 'openai');
  expect(await judge(PICTURES)).toMatchObject({ ok: true });
  expect(requests[0]?.body['input']).toEqual([
    {
      role: 'user',
      content: [
        ...PICTURES.map(({ bytes }) => ({
          type: 'input_image',
          detail: 'auto',
          image_url: `data:image/webp;base64,${bytes.toString('base64')}`,
        })),
        { type: 'input_text', text: expect.stringContaining('desktop, then mobile') },
      ],
    },
  ]);
});

test('pictures are in what is reserved for the call', async () => {
  const { judge, most } = await world([message(answer)]);
  await judge(PICTURES);
  await judge(PICTURES.slice(0, 1));
  expect((most[0] ?? 0) - (most[1] ?? 0)).toBeGreaterThan(5_000);
});

test('an answer of another shape, a refusal and an overloaded model are reasons, never scores', async () => {
  for (const scripted of [
    message('{"rubrics":[]}'),
    message('No.', { stop: 'refusal' }),
    error(529, 'overloaded_error'),
  ]) {
    const { judge } = await world([scripted]);
    expect(await judge(PICTURES)).toMatchObject({ ok: false, reason: expect.stringContaining('Claude') });
  }
});

test('without a picture nothing is asked', async () => {
  const { judge, requests } = await world([message(answer)]);
  expect(await judge([])).toEqual({ ok: false, reason: 'There is no screenshot to judge.', usage: [] });
  expect(requests).toEqual([]);
});
