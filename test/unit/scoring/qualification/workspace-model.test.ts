import { createReadActiveModel } from '../../../../functions/campaigns/active-model.ts';
import { createCampaignStore } from '../../../../functions/campaigns/campaign-store.ts';
import { RunPlan } from '../../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../../functions/campaigns/icp.ts';
import type { Company } from '../../../../functions/discovery/company.ts';
import { createCompanyStore } from '../../../../functions/discovery/company-store.ts';
import { qualificationModelKey, runCompaniesKey, runPlanKey } from '../../../../functions/platform/files-layout.ts';
import { createApi } from '../../../../functions/platform/http/api.ts';
import { CampaignId, IcpId, ImportId, newId, RunId, WorkspaceId } from '../../../../functions/platform/ids.ts';
import { leadKey, replyByTime } from '../../../../functions/platform/keys.ts';
import { silentLog } from '../../../../functions/platform/log.ts';
import { instant } from '../../../../functions/platform/time.ts';
import { createIcpFit } from '../../../../functions/scoring/icp-fit.ts';
import { createLeadStore } from '../../../../functions/scoring/lead-store.ts';
import { createGivenHistory } from '../../../../functions/scoring/qualification/given-history.ts';
import { createInterestedLeads } from '../../../../functions/scoring/qualification/interested-leads.ts';
import { QualificationModel } from '../../../../functions/scoring/qualification/model.ts';
import { createOwnHistory } from '../../../../functions/scoring/qualification/own-history.ts';
import {
  Qualification,
  qualificationRoutes,
  type TrainQualificationInput,
} from '../../../../functions/scoring/qualification/qualification-contract.ts';
import { createQualificationStore } from '../../../../functions/scoring/qualification/qualification-store.ts';
import { createServeQualification } from '../../../../functions/scoring/qualification/serve-qualification.ts';
import { createTrainQualification } from '../../../../functions/scoring/qualification/train-qualification.ts';
import { createScoreCompanies } from '../../../../functions/scoring/score-companies.ts';
import { createScoredLeads } from '../../../../functions/scoring/scored-leads.ts';
import { aCompany } from '../../../support/a-company.ts';
import { createMemoryFiles } from '../../../support/memory-files.ts';
import { createMemoryTable } from '../../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const DAY = 86_400_000;
const criteria = IcpCriteria.parse({ name: 'Any', industries: ['Fintech'], headcount: { min: 20, max: 200 } });
const offer = { product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], callToAction: 'c' };
const sender = { name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' };

/** Small and hiring companies answer with interest four times out of five, others one time in ten. */
const companyAt = (at: number): Company =>
  aCompany({
    domain: `c${String(at)}.com`,
    name: `Company ${String(at)}`,
    industries: [['Fintech', 'Restaurants', 'Payments'][at % 3] ?? 'Fintech'],
    headcount: 10 + ((at * 37) % 400),
    hiring: at % 2 === 0,
    country: at % 5 === 0 ? 'DE' : 'US',
  });
const likes = (at: number): boolean => {
  const { headcount, hiring } = companyAt(at);
  return (headcount ?? 0) < 200 && hiring === true ? at % 5 !== 1 : at % 10 === 3;
};

const createWorld = () => {
  const table = createMemoryTable();
  const files = createMemoryFiles(4_096);
  const clock = () => NOW;
  const campaigns = createCampaignStore(table, clock);
  const leads = createLeadStore(table);
  const companies = createCompanyStore(table);
  const qualifications = createQualificationStore(table, clock);
  const begun: TrainQualificationInput[] = [];
  const histories = {
    own_leads: createOwnHistory({
      ...{ campaigns, leads: createScoredLeads(table), interested: createInterestedLeads(table), files, clock },
    }),
    given_outcomes: createGivenHistory({ companies, files }),
  };
  const train = createTrainQualification({ qualifications, histories, files, log: silentLog, clock });
  const handler = createApi({
    routes: qualificationRoutes,
    handlers: createServeQualification({
      ...{ qualifications, files, newTrainingId: () => `training-${String(begun.length)}` },
      beginTraining: async (input) => {
        begun.push(input);
      },
    }),
    log: silentLog,
  });
  const call = async (method: 'GET' | 'POST', body: object = {}) => {
    const path = method === 'GET' ? '/qualification' : '/qualification/train';
    const authorizer = { workspaceId, kind: 'key', id: 'k', role: 'member', mode: 'live' };
    const answer = await handler(
      {
        ...{ httpMethod: method, resource: `/api/v1${path}`, path, queryStringParameters: null, pathParameters: null },
        ...{ headers: {}, body: method === 'GET' ? null : JSON.stringify(body) },
        requestContext: { requestId: 'r', authorizer },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
  };
  const trained = async (body: object = {}) => {
    const { status } = await call('POST', body);
    expect(status).toBe(202);
    await train(begun.at(-1));
    return Qualification.parse((await call('GET')).body);
  };

  const planOf = (run: Readonly<{ campaignId: CampaignId; runId: RunId }>, daysAgo: number, mode: 'live' | 'sandbox') =>
    RunPlan.parse({
      ...{ ...run, workspaceId, icp: criteria, icpVersion: 1, offer, sender, companyImports: [], contactImports: [] },
      ...{ contactsPerCompany: 3, readWebsites: false, approval: 'auto', mode, costCapUsd: 1 },
      plannedAt: instant(NOW - daysAgo * DAY),
    });

  /** A run that wrote to companies `from` to `to`, and what they answered. */
  const contacted = async (from: number, to: number, daysAgo: number, mode: 'live' | 'sandbox' = 'live') => {
    const campaignId = newId(CampaignId, 'cmp');
    await campaigns.create(workspaceId, {
      ...{ id: campaignId, name: 'Autumn', icpId: newId(IcpId, 'icp'), icpVersion: 1, offer, sender },
      ...{ companyImports: [newId(ImportId, 'imp')], contactImports: [], approval: 'auto', contactsPerCompany: 3 },
      ...{ readWebsites: false, costCapUsd: 1 },
    } as unknown as Parameters<typeof campaigns.create>[1]);
    const run = { campaignId, runId: newId(RunId, 'run') };
    const plan = planOf(run, daysAgo, mode);
    const numbers = Array.from({ length: to - from }, (_, at) => from + at);
    const found = numbers.map(companyAt);
    await files.writeText(runPlanKey(workspaceId, run.runId), JSON.stringify(plan));
    await files.writeText(
      runCompaniesKey(workspaceId, run.runId),
      found.map((company) => `${JSON.stringify(company)}\n`).join(''),
    );
    const scoreOf = createIcpFit(criteria, NOW);
    await leads.putAll(
      found.map((company) => ({
        ...{ ...run, workspaceId, company, score: scoreOf(company), stage: 'qualified' as const, at: plan.plannedAt },
      })),
    );
    for (const at of numbers) {
      const { domain } = companyAt(at);
      await leads.markContacted(workspaceId, campaignId, domain, plan.plannedAt);
      // Who does not like it says so in one case of three.
      if (!likes(at) && at % 3 !== 0) continue;
      await table.put({
        ...{ pk: `WS#${workspaceId}#MSG#${String(at)}`, sk: `REPLY#${campaignId}` },
        ...replyByTime(workspaceId, plan.plannedAt, `${campaignId}${String(at)}`),
        ...{ type: 'Reply', campaignId, domain, class: likes(at) ? 'interested' : 'not_interested' },
      });
    }
    return run;
  };
  return { table, files, leads, companies, call, train, trained, begun, contacted, planOf };
};

test('a workspace without a model is told what it takes and that ICP fit alone ranks its leads', async () => {
  const { call } = createWorld();
  const { status, body } = await call('GET');
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ status: 'untrained', leadsGet: 'icp_score', model: null, updatedAt: null },
    message:
      'No model was trained yet: that takes 200 leads with an outcome, 30 of them interested. Leads are ranked by ICP fit alone.',
  });
});

test('a workspace learns from whom it wrote to and who answered with interest; its next run gives leads the probability', async () => {
  const world = createWorld();
  await world.contacted(0, 400, 60);
  const { status, leadsGet, message, model } = await world.trained();
  expect([status, leadsGet]).toEqual(['ready', 'icp_score_and_probability']);
  expect(model).toMatchObject({ kind: 'logistic', leads: 400, trainedOn: 'own_leads', other: { kind: 'gbdt' } });
  expect(model?.converted).toBe(Array.from({ length: 400 }, (_, at) => likes(at)).filter(Boolean).length);
  expect(model?.metrics.auc).toBeGreaterThan(0.75);
  // One run is one time: there is no newest fifth to judge.
  expect(model?.metrics.judgedOn).toBe('folds');
  expect(model?.topFeatures[0]?.column).toBe('headcount');
  expect(message).toContain(model?.version ?? 'a version');

  const version = await createReadActiveModel(world.table)(workspaceId);
  expect(version).toBe(model?.version);
  const stored = await world.files.readText(qualificationModelKey(workspaceId, version ?? ''));
  expect(QualificationModel.parse(JSON.parse(stored ?? '')).version).toBe(version);

  const run = { campaignId: newId(CampaignId, 'cmp'), runId: newId(RunId, 'run') };
  const planKey = runPlanKey(workspaceId, run.runId);
  const plan = { ...world.planOf(run, 0, 'sandbox'), qualification: { version } };
  await world.files.writeText(planKey, JSON.stringify(plan));
  const step = createScoreCompanies({ leads: world.leads, files: world.files, log: silentLog });
  const likely = aCompany({
    domain: 'likely.com',
    industries: ['Fintech'],
    headcount: 40,
    hiring: true,
    country: 'US',
  });
  const unlikely = { ...likely, domain: 'unlikely.com', hiring: false };
  await step({ BatchInput: { ...run, workspaceId, planKey }, Items: [likely, unlikely] });
  const of = async (domain: string) => (await world.leads.get(workspaceId, run.campaignId, domain))?.qualification;
  expect(await of('likely.com')).toEqual({ version, probability: expect.any(Number) });
  expect((await of('likely.com'))?.probability).toBeGreaterThan(((await of('unlikely.com'))?.probability ?? 1) + 0.2);
  const item = world.table.items().find(({ pk }) => pk === leadKey(workspaceId, run.campaignId, 'likely.com').pk);
  expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(1_024);
});

test('without a model in the plan a lead has its ICP score alone', async () => {
  const world = createWorld();
  const run = { campaignId: newId(CampaignId, 'cmp'), runId: newId(RunId, 'run') };
  const planKey = runPlanKey(workspaceId, run.runId);
  await world.files.writeText(planKey, JSON.stringify(world.planOf(run, 0, 'sandbox')));
  const step = createScoreCompanies({ leads: world.leads, files: world.files, log: silentLog });
  await step({ BatchInput: { ...run, workspaceId, planKey }, Items: [companyAt(1)] });
  expect(await world.leads.get(workspaceId, run.campaignId, 'c1.com')).not.toHaveProperty('qualification');
});

test('below the floor it says so; the model that was active stays', async () => {
  const world = createWorld();
  await world.contacted(0, 150, 60);
  const few = await world.trained();
  expect([few.status, few.leadsGet, few.model]).toEqual(['below_floor', 'icp_score', null]);
  expect(few.message).toContain('There are 150 leads with an outcome');
  expect(few.message).toContain('ICP fit alone');
  expect(few.message.match(/ICP fit alone/g)).toHaveLength(1);
});

test('sandbox runs are no outcomes, and silence is one only when a sequence has had its time', async () => {
  const world = createWorld();
  await world.contacted(0, 300, 60, 'sandbox');
  await world.contacted(300, 500, 5);
  const { status, message } = await world.trained();
  expect(status).toBe('below_floor');
  const answered = Array.from({ length: 200 }, (_, at) => likes(300 + at)).filter(Boolean).length;
  expect(message).toContain(
    `There are ${String(answered)} leads with an outcome, ${String(answered)} of them converted`,
  );
});

test('given outcomes of known companies are learned from, by firmographics', async () => {
  const world = createWorld();
  const numbers = Array.from({ length: 300 }, (_, at) => at);
  await world.companies.writeChanged(workspaceId, numbers.map(companyAt), instant(NOW));
  const outcomes = [...numbers, 900, 901].map((at) => ({ domain: `C${String(at)}.com`, converted: likes(at) }));
  const { status, model } = await world.trained({ outcomes, model: 'gbdt' });
  expect(status).toBe('ready');
  expect(model).toMatchObject({ kind: 'gbdt', leads: 300, trainedOn: 'given_outcomes', other: { kind: 'logistic' } });
  expect(model?.leftOut).toContainEqual(expect.objectContaining({ column: 'ICP fit', reason: 'constant' }));
});

test('one training at a time; one that is delivered twice or was overtaken changes nothing', async () => {
  const world = createWorld();
  expect((await world.call('POST')).body).toMatchObject({ status: 'training' });
  const again = await world.call('POST');
  expect(again.status).toBe(409);
  expect(JSON.stringify(again.body)).toContain('being trained already');
  await world.train({ ...world.begun[0], trainingId: 'another' });
  expect((await world.call('GET')).body).toMatchObject({ status: 'training' });
  await world.train(world.begun[0]);
  const ended = (await world.call('GET')).body;
  await world.train(world.begun[0]);
  expect((await world.call('GET')).body).toEqual(ended);
});

test('a training that breaks off says so and can be repeated', async () => {
  const world = createWorld();
  await world.contacted(0, 250, 60);
  await world.call('POST');
  const writeText = world.files.writeText;
  Object.assign(world.files, {
    writeText: async () => {
      throw new Error('No space');
    },
  });
  await expect(world.train(world.begun[0])).rejects.toThrow('No space');
  expect((await world.call('GET')).body).toMatchObject({ status: 'failed', leadsGet: 'icp_score' });
  Object.assign(world.files, { writeText });
  expect((await world.trained()).status).toBe('ready');
});

test('what cannot be outcomes is refused by naming the field', async () => {
  const { status, body } = await createWorld().call('POST', { outcomes: [{ domain: 'x', converted: 'yes' }] });
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('outcomes.0.converted');
});
