import { concludeAssessment } from '../../../functions/assessment/assessment.ts';
import type { StartMachine } from '../../../functions/assessment/assessment-machine.ts';
import { createAssessmentStore } from '../../../functions/assessment/assessment-store.ts';
import type { BranchResult } from '../../../functions/assessment/contract.ts';
import { createServeAssessments } from '../../../functions/assessment/serve-assessments.ts';
import { createStartAssessment } from '../../../functions/assessment/start-assessment.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { AssessmentId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const principal = { workspaceId, subject: 'user', role: 'owner', scopes: [] } as never;
const ASK = { principal, params: undefined, query: undefined, headers: {}, traceId: 't' };

const acme = Company.parse({
  domain: 'acme.com',
  name: 'Acme',
  website: 'https://www.acme.com/',
  industries: ['Dental clinics'],
  keywords: [],
  oneLiner: null,
  description: null,
  headcount: 12,
  revenue: 2_000_000,
  foundedYear: null,
  locations: [],
  country: null,
  remote: false,
  hiring: null,
  fundingStage: null,
  status: 'active',
  source: 'file:x',
});

const world = () => {
  let now = Date.parse('2026-11-21T08:00:00.000Z');
  const clock = () => now;
  const store = createAssessmentStore({ table: createMemoryTable(), files: createMemoryFiles(), clock });
  const started: Parameters<StartMachine>[0][] = [];
  const startAssessment = createStartAssessment({
    store,
    findCompany: async (_workspace, domain) => (domain === 'acme.com' ? acme : undefined),
    startMachine: async (input) => void started.push(input),
    clock,
  });
  const api = createServeAssessments({ store, startAssessment });
  const start = async (body: Parameters<typeof startAssessment>[1]) => {
    const reply = await api.startAssessment({ ...ASK, body, params: undefined, query: undefined });
    now += 1_000;
    return reply;
  };
  const ofId = (id: string) => ({ ...ASK, body: undefined, query: undefined, params: { assessmentId: id as never } });
  /** Starts one and ends it as the machine would, with one finding. */
  const finished = async (url = 'https://acme.com') => {
    const reply = await start({ url });
    if ('problem' in reply) throw new Error(reply.problem.detail);
    const id = AssessmentId.parse(reply.body.id);
    const running = await store.get(workspaceId, id);
    if (running === undefined) throw new Error('not begun');
    const end = { finishedAt: '2026-11-21T08:01:00.000Z', assumptions: running.assumptions };
    await store.finish(concludeAssessment(running, { finalUrl: running.url, branches: [SEO] }, end));
    return id;
  };
  return { api, store, started, start, ofId, finished };
};
const SEO: BranchResult = {
  branch: 'seo',
  status: 'done',
  score: 70,
  metrics: [],
  notMeasured: [],
  results: [
    {
      id: 'seo.title',
      category: 'seo',
      title: 'No title',
      weight: 1,
      severity: 'critical',
      effort: 'minutes',
      source: 'https://example.com',
      fix: 'Add one.',
      state: 'fail',
      evidence: [{ what: 'none', where: 'https://acme.com/' }],
    },
  ],
};
const KNOWN = { annualRevenueUsd: 6_000_000, industry: 'ecommerce', companySize: null, onlineDependence: 0.5 } as const;
const codeOf = (reply: object): string =>
  'problem' in reply ? (reply.problem as { errorCode: string }).errorCode : 'none';

test('an assessment of an address begins as running and starts the machine with its id', async () => {
  const { start, started, api, ofId } = world();
  const reply = await start({ url: 'acme.com', companyName: 'Acme' });
  if ('problem' in reply) throw new Error(reply.problem.detail);
  expect(reply.body).toMatchObject({ url: 'https://acme.com/', status: 'running', companyName: 'Acme', overall: null });
  expect(started).toEqual([{ workspaceId, id: reply.body.id }]);
  expect(await api.getAssessment(ofId(reply.body.id))).toMatchObject({
    body: { status: 'running', metrics: expect.any(Array) },
  });
});

test('what is known of a company goes into the assumptions; what the caller says goes before it', async () => {
  const { start, api, ofId } = world();
  const reply = await start({ companyId: 'ACME.com', assumptions: { onlineDependence: 0.9 } });
  if ('problem' in reply) throw new Error(reply.problem.detail);
  expect(await api.getAssessment(ofId(reply.body.id))).toMatchObject({
    body: {
      url: 'https://www.acme.com/',
      domain: 'acme.com',
      assumptions: { annualRevenueUsd: 2_000_000, industry: 'health', companySize: '10-49', onlineDependence: 0.9 },
    },
  });
});

test.each([
  [{ url: 'not an address' }, /^url: "not an address" is not the address of a website/],
  [{ companyId: 'nobody.com' }, /^companyId: no company of this workspace has the domain nobody.com/],
] as const)('%j is refused with the field and what helps, and nothing is started', async (body, told) => {
  const { start, started } = world();
  const reply = await start(body);
  expect('problem' in reply && reply.problem).toMatchObject({ status: 400, detail: expect.stringMatching(told) });
  expect(started).toEqual([]);
});

test('assessments are listed newest first, all or of one site', async () => {
  const { finished, api } = world();
  const [first, second] = [await finished(), await finished('https://other.com')];
  const list = async (query: object) => {
    const reply = await api.listAssessments({
      ...ASK,
      params: undefined,
      body: undefined,
      query: { limit: 50, ...query },
    });
    return 'problem' in reply ? codeOf(reply) : reply.body.items;
  };
  expect(await list({})).toMatchObject([
    { id: second, domain: 'other.com', overall: 70, findings: 1, scores: { seo: 70, security: null }, frozen: false },
    { id: first },
  ]);
  expect(await list({ domain: 'acme.com' })).toMatchObject([{ id: first }]);
  expect(await list({ cursor: 'eyJ4IjoxfQ' })).toBe('invalid_cursor');
});

test('other assumptions put other amounts on the same findings', async () => {
  const { finished, api, ofId } = world();
  const id = await finished();
  const before = await api.getAssessment(ofId(id));
  const reply = await api.setAssessmentAssumptions({ ...ofId(id), body: KNOWN });
  expect(reply).toMatchObject({
    body: { assumptions: KNOWN, impact: { basis: 'given_revenue' }, findings: [{ impact: { estimateUsd: 25_000 } }] },
  });
  expect(before).not.toEqual(reply);
  expect(await api.getAssessment(ofId(id))).toEqual(reply);
});

test('what a report rests on is neither revised nor deleted', async () => {
  const { finished, api, ofId, store } = world();
  const id = await finished();
  const before = await api.getAssessment(ofId(id));
  expect(await store.freeze(workspaceId, id)).toBe(true);
  expect(codeOf(await api.setAssessmentAssumptions({ ...ofId(id), body: KNOWN }))).toBe('assessment_frozen');
  expect(codeOf(await api.deleteAssessment(ofId(id)))).toBe('assessment_frozen');
  expect(await api.getAssessment(ofId(id))).toEqual(before);
});

test('an assessment is deleted once; one that never was is unknown', async () => {
  const { finished, api, ofId } = world();
  const id = await finished();
  expect(codeOf(await api.deleteAssessment(ofId(id)))).toBe('none');
  for (const reply of [
    await api.deleteAssessment(ofId(id)),
    await api.getAssessment(ofId(id)),
    await api.setAssessmentAssumptions({ ...ofId(id), body: KNOWN }),
  ])
    expect(codeOf(reply)).toBe('assessment_not_found');
});

test('a running assessment has no amounts to revise', async () => {
  const { start, api, ofId, store } = world();
  const reply = await start({ url: 'https://acme.com' });
  if ('problem' in reply) throw new Error(reply.problem.detail);
  expect(codeOf(await api.setAssessmentAssumptions({ ...ofId(reply.body.id), body: KNOWN }))).toBe(
    'assessment_unfinished',
  );
  expect(await store.freeze(workspaceId, AssessmentId.parse(reply.body.id))).toBe(false);
});

test('two who revise at once both get through, one after the other', async () => {
  const { finished, api, ofId, store } = world();
  const id = await finished();
  await Promise.all(
    [1_000_000, 2_000_000, 3_000_000].map((annualRevenueUsd) =>
      api.setAssessmentAssumptions({ ...ofId(id), body: { ...KNOWN, annualRevenueUsd } }),
    ),
  );
  const found = await store.get(workspaceId, id);
  expect(found?.impact?.monthlyRevenueUsd.estimateUsd).toBe(
    Math.floor((found?.assumptions.annualRevenueUsd ?? 0) / 12),
  );
});
