import { rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../../bin/cli/api-client.ts';
import { AssessmentBatch, BatchEstimate } from '../../functions/assessment/batch-contract.ts';
import { AssessmentSummary } from '../../functions/assessment/contract.ts';
import type { Campaign } from '../../functions/campaigns/contract.ts';
import { createTestCampaign, startTestRun, untilRun } from '../support/campaign-client.ts';
import { testFolder, writeCampaignFiles } from '../support/campaign-files.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';

const LEADS = 45;
/** Leads of one step of a batch's work. */
const STEP = 20;
const folder = testFolder();
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const hosts = Array.from({ length: LEADS }, (_, at) => `ledgerworks-${String(at + 1).padStart(5, '0')}.example`);
const isBroken = (host: string): boolean => /0\.example$/.test(host);

let server: Server;
let system: SystemInChild;
let campaign: Campaign;

/** Hosts asked for their home page; beyond `openFor` of them answers are held until it is raised. */
const asked = new Set<string>();
let openFor = STEP;
const held: (() => void)[] = [];
const letAllIn = (): void => {
  openFor = Number.POSITIVE_INFINITY;
  for (const answer of held.splice(0)) answer();
};

beforeAll(async () => {
  server = http.createServer(({ url, headers: { host = '' } }, response) => {
    if (url !== '/') {
      response.writeHead(404, HTML).end();
      return;
    }
    asked.add(host);
    const answer = (): void => {
      if (isBroken(host)) response.writeHead(500, HTML).end();
      else response.writeHead(200, HTML).end(`<title>${host}</title><h1>Accounting software for workshops</h1>`);
    };
    if (asked.size > openFor) held.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  system = await startLocalSystem(`${folder}/data`, {
    settings: { fetchAllowHosts: hosts.map((host) => `${host}=127.0.0.1:${port}`).join(',') },
  });
  // Held for a reviewer: leads are qualified, and no mail is sent.
  campaign = await createTestCampaign(system.api, writeCampaignFiles(folder, LEADS), 'review');
  const { id } = await startTestRun(system.api, campaign.id);
  await untilRun(system.api, id, ({ status }) => status === 'awaiting_approval');
}, 180_000);
afterAll(async () => {
  letAllIn();
  await system.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const path = (of = ''): string => `/campaigns/${campaign.id}/assessments${of}`;
const until = async (id: string, passes: (batch: AssessmentBatch) => boolean): Promise<AssessmentBatch> => {
  for (;;) {
    const batch = await system.api.call('GET', path(`/${id}`), AssessmentBatch);
    if (passes(batch)) return batch;
    await pause(100);
  }
};
const done = ({ assessed, failed }: AssessmentBatch): number => assessed + failed;

test('a batch tells its cost, goes on step by step, stops when it is cancelled, and resumes to its end', async () => {
  const estimate = await system.api.call('POST', path('/estimate'), BatchEstimate, {});
  expect(estimate).toMatchObject({ leads: LEADS, estimateUsd: 0, perLead: [] });

  const { id } = await system.api.call('POST', path(), AssessmentBatch, {});
  expect(await until(id, (batch) => done(batch) > 0)).toMatchObject({ status: 'running', assessed: 18, failed: 2 });

  const cancelled = await system.api.call('POST', path(`/${id}/cancel`), AssessmentBatch);
  expect(cancelled).toMatchObject({ status: 'cancelled', leads: LEADS });
  letAllIn();
  await expect(system.api.call('POST', path(`/${id}/cancel`), AssessmentBatch)).rejects.toThrow(ApiError);

  expect(await system.api.call('POST', path(`/${id}/resume`), AssessmentBatch)).toMatchObject({ status: 'running' });
  const ended = await until(id, ({ status }) => status !== 'running');
  expect(ended).toMatchObject({ status: 'completed', assessed: 41, failed: 4, costUsd: 0 });
  expect(ended.endedAt).not.toBeNull();

  const made: AssessmentSummary[] = [];
  for await (const one of system.api.all(`/assessments?batch=${id}`, AssessmentSummary)) made.push(one);
  expect(made.map(({ domain }) => domain).sort()).toEqual(hosts);
  expect(
    made
      .filter(({ status }) => status === 'failed')
      .map(({ domain }) => domain)
      .sort(),
  ).toEqual(hosts.filter(isBroken));
  expect(asked.size).toBe(LEADS);
}, 180_000);

test('of many leads no more than were asked for are assessed', async () => {
  letAllIn();
  const { id } = await system.api.call('POST', path(), AssessmentBatch, { limit: 3 });
  expect(await until(id, ({ status }) => status !== 'running')).toMatchObject({ status: 'completed', leads: 3 });
  expect(done(await system.api.call('GET', path(`/${id}`), AssessmentBatch))).toBe(3);
}, 60_000);
