import { readDefinition } from '../../lib/constructs/asl-definition.ts';
import { FunctionError, type Functions, world } from './interpreter-support.ts';

/** The run's machine with its functions by name. */
const definition = (): object => {
  const text = readDefinition('campaign-run').text.replaceAll(
    /\$\{(\w)(\w+)FunctionArn\}/g,
    (_whole, first: string, rest: string) => `${first.toLowerCase()}${rest}`,
  );
  return JSON.parse(text) as object;
};
const input = { workspaceId: 'ws', campaignId: 'cmp', runId: 'run' };

/** A run of one company whose functions answer at once; `asked` names them in order. */
const runOf = async (copyTiming: 'now' | 'batch', more: Functions = {}) => {
  const asked: string[] = [];
  const payloads = new Map<string, unknown[]>();
  const answers: Functions = {
    planRun: () => ({
      ...{ ...input, bucket: 'data', planKey: 'plan.json', resultsPrefix: 'results', maxConcurrency: 1 },
      ...{ toleratedFailurePercentage: 0, needsApproval: false, copyTiming, mode: 'sandbox' },
    }),
    discoverCompanies: () => ({ cursor: null, found: 1, companiesKey: 'companies.jsonl' }),
    scoreCompanies: () => ({ qualified: [{}], dropped: {} }),
    findContacts: () => ({ prospects: [], offersReport: false }),
    writeCopy: () => ({ drafted: 0, held: 0, dropped: {} }),
    advanceCopyBatches: () => ({ done: true, closed: false, waitSeconds: 60 }),
    collectCopy: () => ({ drafted: 1, held: 0, dropped: {}, cursor: null }),
    releaseMessages: () => ({ cursor: null }),
    recordAttribution: () => ({ cursor: null }),
    closeRun: () => ({ status: 'completed' }),
    failRun: () => ({}),
    ...more,
  };
  const functions = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (payload: unknown) => {
        asked.push(name);
        payloads.set(name, [...(payloads.get(name) ?? []), payload]);
        return answer(payload);
      },
    ]),
  );
  const made = world({
    ...functions,
    awaitDelivery: (payload) => {
      asked.push('awaitDelivery');
      made.stepFunctions.taskSuccess((payload as { taskToken: string }).taskToken, {});
      return {};
    },
  });
  made.s3.objects.set('data/companies.jsonl', '{"domain":"one.com"}\n');
  const began = made.clock.now();
  made.create(definition());
  const { status } = await made.closed(made.start(input));
  const standard = made.transitions.filter((line) => line.startsWith('STANDARD')).length;
  return { asked, payloads, status, transitions: standard, seconds: (made.clock.now() - began) / 1_000 };
};
const after = (asked: readonly string[], name: string): readonly string[] => asked.slice(asked.lastIndexOf(name) + 1);

test('a run whose mails are written at once passes the batches by', async () => {
  const { asked, status } = await runOf('now');
  expect(status).toBe('SUCCEEDED');
  expect(after(asked, 'writeCopy')).toEqual(['releaseMessages', 'awaitDelivery', 'recordAttribution', 'closeRun']);
});

test('a run that can wait looks at its batches until they are done, then collects page after page', async () => {
  let looks = 0;
  let pages = 0;
  const { asked, payloads, status, seconds } = await runOf('batch', {
    advanceCopyBatches: () => {
      looks += 1;
      return { done: looks === 3, closed: false, waitSeconds: 60 };
    },
    collectCopy: () => {
      pages += 1;
      return { drafted: 1, held: 0, dropped: {}, cursor: pages === 1 ? 'chunk' : null };
    },
  });
  expect(status).toBe('SUCCEEDED');
  expect(after(asked, 'writeCopy')).toEqual([
    ...['advanceCopyBatches', 'advanceCopyBatches', 'advanceCopyBatches', 'collectCopy', 'collectCopy'],
    ...['releaseMessages', 'awaitDelivery', 'recordAttribution', 'closeRun'],
  ]);
  expect(seconds).toBeGreaterThanOrEqual(120);
  expect(payloads.get('advanceCopyBatches')?.[0]).toEqual({ run: input, planKey: 'plan.json' });
  expect(payloads.get('collectCopy')).toMatchObject([{ cursor: null }, { cursor: 'chunk' }]);
});

test('a run that was cancelled while its batches were out ends when they have: nothing is collected, released or failed', async () => {
  let looks = 0;
  const { asked, status } = await runOf('batch', {
    advanceCopyBatches: () => {
      looks += 1;
      return { done: looks === 2, closed: true, waitSeconds: 60 };
    },
  });
  expect(status).toBe('SUCCEEDED');
  expect(after(asked, 'writeCopy')).toEqual(['advanceCopyBatches', 'advanceCopyBatches']);
});

test('waiting costs a run that does not wait one transition', async () => {
  const [now, batch] = [await runOf('now'), await runOf('batch')];
  // Advance, its choice, the cursor, collect and its choice.
  expect(batch.transitions - now.transitions).toBe(5);
});

test.each(['advanceCopyBatches', 'collectCopy'])(
  '%s is tried again, and ends the run when it fails at every try',
  async (name) => {
    let tries = 0;
    const mended = await runOf('batch', {
      [name]: () => {
        tries += 1;
        if (tries < 3) throw new FunctionError('Error');
        return {
          ...{ done: true, closed: false, waitSeconds: 60 },
          ...{ drafted: 0, held: 0, dropped: {}, cursor: null },
        };
      },
    });
    expect([mended.status, tries]).toEqual(['SUCCEEDED', 3]);
    const failed = await runOf('batch', {
      [name]: () => {
        throw new FunctionError('Error');
      },
    });
    expect(failed.status).toBe('FAILED');
    expect(failed.asked.at(-1)).toBe('failRun');
  },
);
