import type { SQSEvent } from 'aws-lambda';
import { type AssessPaid, createAssessLeads } from '../../../functions/assessment/assess-leads.ts';
import { concludeAssessment, emptyAssessment } from '../../../functions/assessment/assessment.ts';
import { createAssessmentStore } from '../../../functions/assessment/assessment-store.ts';
import type { BatchRecord } from '../../../functions/assessment/batch-contract.ts';
import { createBatchStore } from '../../../functions/assessment/batch-store.ts';
import { createEstimateBatch } from '../../../functions/assessment/estimate-batch.ts';
import { createServeAssessmentBatches } from '../../../functions/assessment/serve-assessment-batches.ts';
import { AssessmentBatchId, CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import type { LeadStage, LeadView } from '../../../functions/scoring/contract.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const campaignId = CampaignId.parse('cmp_0000000001');
const AT = '2026-11-21T08:00:00.000Z';
const PRICE = 35_000 + 2_500;

const lead = (at: number, stage: LeadStage): LeadView => ({
  campaignId,
  domain: `company${String(at)}.com`,
  name: `Company ${String(at)}`,
  industry: null,
  headcount: null,
  country: null,
  score: 0.9,
  grade: 'A',
  confidence: 1,
  stage,
  runId: RunId.parse('run_0000000001'),
});

/** A campaign of `qualified` leads with others between them, and the machinery around; sites whose number ends in 7 cannot be read. */
const world = (qualified: number, { keys = true } = {}) => {
  const all = Array.from({ length: qualified }, (_, at) => [
    lead(at, at % 5 === 0 ? 'contacted' : 'qualified'),
    lead(10_000 + at, 'below_threshold'),
  ]).flat();
  const leads = {
    list: async (_w: unknown, _c: unknown, { limit, cursor }: { limit: number; cursor?: string | undefined }) => {
      const from = Number(cursor ?? 0);
      const next = from + limit;
      return { items: all.slice(from, next), nextCursor: next < all.length ? String(next) : null };
    },
  };
  const table = createMemoryTable();
  const clock = () => Date.parse(AT);
  const batches = createBatchStore(table, clock);
  const assessments = createAssessmentStore({ table, files: createMemoryFiles(), clock });
  const queue: BatchRecord[] = [];
  const send = async (record: BatchRecord) => void queue.push(record);
  const asked: string[] = [];
  const assess: AssessPaid = async (head, assumptions) => {
    asked.push(head.domain);
    const begun = { ...head, startedAt: AT };
    if (/7\.com$/.test(head.domain)) {
      const failure = { reason: 'unreachable', detail: 'url: nobody there' } as const;
      return {
        assessment: emptyAssessment(begun, 'failed', { finishedAt: AT, assumptions, failure }),
        costMicroUsd: 0,
      };
    }
    const assessment = concludeAssessment(begun, { finalUrl: head.url, branches: [] }, { finishedAt: AT, assumptions });
    return { assessment, costMicroUsd: PRICE };
  };
  const work = createAssessLeads({ batches, leads, findCompany: async () => undefined, assessments, assess, send });
  const handle = (record: BatchRecord) => work({ Records: [{ body: JSON.stringify(record) }] } as SQSEvent);
  const api = createServeAssessmentBatches({
    batches,
    estimateBatch: createEstimateBatch({
      leads,
      readCredentials: async () => (keys ? { 'google-places': { apiKey: 'a' }, semrush: { apiKey: 'b' } } : {}),
    }),
    campaignExists: async (_w, id) => id === campaignId,
    send,
  });
  const ask = {
    principal: { workspaceId } as never,
    params: { campaignId },
    query: undefined,
    headers: {},
    traceId: 't',
  };
  const start = async (limit = 500) => {
    const reply = await api.startAssessmentBatch({ ...ask, body: { limit } });
    if ('problem' in reply) throw new Error(reply.problem.detail);
    const batchId = AssessmentBatchId.parse(reply.body.id);
    return { ...ask, params: { campaignId, batchId }, body: undefined };
  };
  /** Works the queue off, record by record, until it is empty or `steps` were taken. */
  const run = async (steps = 1_000) => {
    for (let step = 0; step < steps; step += 1) {
      const record = queue.shift();
      if (record === undefined) return;
      await handle(record);
    }
  };
  return { api, ask, start, run, handle, queue, asked, assessments };
};

test('the estimate is the price of each provider with a key, for each qualified lead, and what is paid lies within it', async () => {
  const { api, ask, start, run } = world(60);
  const estimate = await api.estimateAssessmentBatch({ ...ask, body: { limit: 50 } });
  expect(estimate).toMatchObject({
    body: {
      leads: 50,
      perLead: [
        { provider: 'google-places', microUsd: 35_000 },
        { provider: 'semrush', microUsd: 2_500 },
      ],
      estimateUsd: (50 * PRICE) / 1_000_000,
    },
  });
  const of = await start(50);
  await run();
  const batch = await api.getAssessmentBatch(of);
  if ('problem' in batch || 'problem' in estimate) throw new Error('no answer');
  // Five of fifty sites could not be read, and cost nothing.
  expect(batch.body).toMatchObject({
    status: 'completed',
    leads: 50,
    assessed: 45,
    failed: 5,
    costUsd: (45 * PRICE) / 1e6,
  });
  expect(estimate.body.highUsd).toBeGreaterThan(batch.body.costUsd);
});

test('when every site can be read, what is paid lies within 5 % of the estimate', async () => {
  const { api, start, run } = world(6);
  const of = await start();
  await run();
  const batch = await api.getAssessmentBatch(of);
  if ('problem' in batch) throw new Error('no answer');
  expect(Math.abs(batch.body.costUsd - batch.body.estimateUsd)).toBeLessThanOrEqual(0.05 * batch.body.estimateUsd);
});

test('without keys a batch costs nothing', async () => {
  const { api, ask } = world(10, { keys: false });
  expect(await api.estimateAssessmentBatch({ ...ask, body: { limit: 500 } })).toMatchObject({
    body: { leads: 10, perLead: [], estimateUsd: 0 },
  });
});

test('qualified leads only are assessed, each once, the best first, and found by their batch', async () => {
  const { start, run, asked, assessments, api } = world(55);
  const of = await start();
  await run();
  expect(asked).toEqual(Array.from({ length: 55 }, (_, at) => `company${String(at)}.com`));
  const page = await assessments.list(workspaceId, { limit: 200, batch: of.params.batchId });
  expect(page?.items).toHaveLength(55);
  expect(await api.getAssessmentBatch(of)).toMatchObject({ body: { status: 'completed', assessed: 50, failed: 5 } });
});

test('progress is told page by page', async () => {
  const { api, start, run } = world(30);
  const of = await start();
  await run(1);
  expect(await api.getAssessmentBatch(of)).toMatchObject({
    body: { status: 'running', leads: 30, assessed: 9, failed: 1 },
  });
});

test('a cancelled batch stops, and resumes where it stopped', async () => {
  const { api, start, run, asked } = world(40);
  const of = await start();
  await run(1);
  expect(await api.cancelAssessmentBatch(of)).toMatchObject({ body: { status: 'cancelled', endedAt: AT } });
  await run();
  expect(asked).toHaveLength(10);
  expect(await api.cancelAssessmentBatch(of)).toMatchObject({
    problem: { status: 409, errorCode: 'assessment_batch_state' },
  });
  expect(await api.resumeAssessmentBatch(of)).toMatchObject({ body: { status: 'running', endedAt: null } });
  await run();
  expect(asked).toHaveLength(40);
  expect(await api.getAssessmentBatch(of)).toMatchObject({ body: { status: 'completed', assessed: 36, failed: 4 } });
});

test('records that come twice, at once or one after the other, assess and count nobody twice', async () => {
  const { api, start, run, handle, queue, asked } = world(40);
  const of = await start();
  const [first] = queue;
  if (first === undefined) throw new Error('nothing was sent');
  await Promise.all([handle(first), handle(first)]);
  await handle(first);
  await run();
  await handle(first);
  expect(new Set(asked).size).toBe(40);
  expect(await api.getAssessmentBatch(of)).toMatchObject({ body: { status: 'completed', assessed: 36, failed: 4 } });
});

test('an unknown campaign, one without qualified leads, and an unknown batch are told so', async () => {
  const { api, ask } = world(0);
  expect(await api.startAssessmentBatch({ ...ask, body: { limit: 10 } })).toMatchObject({
    problem: { status: 409, errorCode: 'no_qualified_leads' },
  });
  const elsewhere = { ...ask, params: { campaignId: CampaignId.parse('cmp_0000000009') } };
  expect(await api.estimateAssessmentBatch({ ...elsewhere, body: { limit: 10 } })).toMatchObject({
    problem: { status: 404 },
  });
  const nobody = {
    ...ask,
    body: undefined,
    params: { campaignId, batchId: AssessmentBatchId.parse('abt_0000000000') },
  };
  for (const reply of [await api.getAssessmentBatch(nobody), await api.resumeAssessmentBatch(nobody)])
    expect(reply).toMatchObject({ problem: { status: 404, errorCode: 'assessment_batch_not_found' } });
});

test('batches of a campaign are listed', async () => {
  const { api, ask, start } = world(3);
  await start();
  const reply = await api.listAssessmentBatches({ ...ask, body: undefined, query: { limit: 10 } });
  expect(reply).toMatchObject({ body: { items: [{ status: 'running', leads: 3, assessed: 0 }], nextCursor: null } });
});
