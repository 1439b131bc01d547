import { readDefinition } from '../../lib/constructs/asl-definition.ts';
import { FunctionError, type Functions, never, world } from './interpreter-support.ts';

const INPUT = { workspaceId: 'ws_0000000001', id: 'asm_0000000001' };
const STEPS = [
  ...['seo', 'content', 'accessibility', 'security', 'email', 'performance', 'tech', 'presence', 'seoData'],
  'browser',
];

/** The machine as it stands, its functions by name, and what each was told. */
const machine = (functions: Functions = {}) => {
  const told: [string, unknown][] = [];
  const noted =
    (name: string, answer: (payload: unknown) => unknown) =>
    (payload: unknown): unknown => {
      told.push([name, payload]);
      return answer(payload);
    };
  const usual: Functions = {
    fetchSite: () => ({ ...INPUT, readable: true }),
    checkSite: (payload) => ({ step: (payload as { step: string }).step, ok: true }),
    browseSite: () => ({ step: 'browser', ok: true }),
    concludeAssessment: () => INPUT,
  };
  const all = Object.entries({ ...usual, ...functions }).map(([name, answer]) => [name, noted(name, answer)]);
  const { create, start, closed } = world(Object.fromEntries(all) as Functions);
  const text = readDefinition('assessment').text.replaceAll(
    /\$\{(\w)(\w+)FunctionArn\}/g,
    (_whole, first: string, rest: string) => `${first.toLowerCase()}${rest}`,
  );
  create(JSON.parse(text) as object);
  const run = async () => {
    const { status, error, cause } = await closed(start(INPUT));
    return { status, error, cause };
  };
  const payloads = (name: string): unknown[] => told.filter(([one]) => one === name).map(([, payload]) => payload);
  return { run, payloads };
};

test('reads the site, runs every check beside the others, and concludes with how each ended', async () => {
  const { run, payloads } = machine();
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(payloads('fetchSite')).toEqual([INPUT]);
  expect(payloads('checkSite')).toEqual(STEPS.slice(0, -1).map((step) => ({ ...INPUT, step })));
  expect(payloads('browseSite')).toEqual([INPUT]);
  expect(payloads('concludeAssessment')).toEqual([{ ...INPUT, ends: STEPS.map((step) => ({ step, ok: true })) }]);
});

test('a site that cannot be read is checked no further', async () => {
  const { run, payloads } = machine({ fetchSite: () => ({ ...INPUT, readable: false }) });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect([...payloads('checkSite'), ...payloads('concludeAssessment')]).toEqual([]);
});

test.each(['checkSite', 'browseSite'])(
  'a check that fails (%s) is said and takes nothing from the others',
  async (name) => {
    const { run, payloads } = machine({
      [name]: () => {
        throw new FunctionError('OutOfMemory');
      },
    });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
    const failed = name === 'browseSite' ? ['browser'] : STEPS.slice(0, -1);
    expect(payloads('concludeAssessment')).toEqual([
      {
        ...INPUT,
        ends: STEPS.map((step) =>
          failed.includes(step) ? { step, ok: false, reason: 'It broke off (OutOfMemory).' } : { step, ok: true },
        ),
      },
    ]);
  },
);

test('a check that never answers ends with its time', async () => {
  const { run, payloads } = machine({ browseSite: never });
  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(payloads('concludeAssessment')).toEqual([
    expect.objectContaining({
      ends: expect.arrayContaining([{ step: 'browser', ok: false, reason: 'It broke off (States.Timeout).' }]),
    }),
  ]);
});

test.each(['Lambda.TooManyRequestsException', 'Lambda.ServiceException'])(
  'a check is asked again after %s',
  async (name) => {
    let tries = 0;
    const { run, payloads } = machine({
      browseSite: () => {
        tries += 1;
        if (tries < 3) throw new FunctionError(name, 'busy');
        return { step: 'browser', ok: true };
      },
    });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
    expect(payloads('browseSite')).toHaveLength(3);
  },
);

test.each(['fetchSite', 'concludeAssessment'])(
  'when %s fails for good, the assessment is recorded as failed',
  async (name) => {
    let tries = 0;
    const { run, payloads } = machine({
      [name]: (payload: unknown) => {
        if (typeof payload === 'object' && payload !== null && 'failure' in payload) return INPUT;
        tries += 1;
        throw new FunctionError('Broken', 'it broke');
      },
    });
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(tries).toBeGreaterThan(1);
    expect(payloads('concludeAssessment').at(-1)).toMatchObject({ ...INPUT, failure: { Error: 'Broken' } });
  },
);

test('the whole ends within the five minutes of an Express execution, whatever is slow', async () => {
  const states = JSON.parse(readDefinition('assessment').text) as { TimeoutSeconds: number };
  expect(states.TimeoutSeconds).toBeLessThanOrEqual(300);
});
