import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assessment, AssessmentSummary } from '../../functions/assessment/contract.ts';
import { pageOf } from '../../functions/platform/http/page.ts';
import { sampleSites } from '../../lib/local/sample/sites.ts';
import { type SampleSitesServer, startSampleSites } from '../../lib/local/sample/sites-server.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';

const sites = [...sampleSites()];
const up = sites.find(([, { site }]) => site.copy.down !== true)?.[0] ?? '';
const down = sites.find(([, { site }]) => site.copy.down === true)?.[0] ?? '';
const dataDir = mkdtempSync(join(tmpdir(), 'assessment-'));
let server: SampleSitesServer;
let system: SystemInChild;

beforeAll(async () => {
  server = await startSampleSites({ port: 0 });
  system = await startLocalSystem(dataDir, {
    // No browser: what it measures is tested where it is started, and takes half a minute of both cores.
    settings: { fetchAllowHosts: server.allowHosts, chromiumPath: '/no/chromium' },
  });
});
afterAll(async () => {
  await system.stop();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const assess = async (url: string): Promise<Assessment> => {
  const { id } = await system.api.call('POST', '/assessments', AssessmentSummary, { url });
  for (;;) {
    const found = await system.api.call('GET', `/assessments/${id}`, Assessment);
    if (found.status !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};

test('the machine assesses a site: every branch is there, or says why it is not', async () => {
  const assessment = await assess(`http://${up}/`);
  expect(assessment).toMatchObject({ status: 'completed', domain: up, overall: expect.any(Number) });
  const { categories, findings, metrics, notMeasured, impact } = assessment;
  for (const category of ['security', 'seo', 'accessibility', 'content', 'performance'] as const)
    expect([category, typeof categories[category].score]).toEqual([category, 'number']);
  expect(categories.visual).toMatchObject({ score: null, note: expect.stringContaining('/no/chromium') });
  expect(categories.presence).toMatchObject({ score: null, note: expect.stringContaining('key') });
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.every(({ evidence, impact: cost }) => evidence.length > 0 && cost !== null)).toBe(true);
  expect(metrics).toHaveLength(53);
  expect(metrics.filter(({ value }) => value !== null).length).toBeGreaterThan(10);
  expect(notMeasured.map(({ what }) => what)).toContain('The business profile on Google');
  expect(impact?.basis).toBe('typical_revenue');
});

test('other assumptions give other amounts, and stay', async () => {
  const { items } = await system.api.call('GET', `/assessments?domain=${up}`, pageOf(AssessmentSummary));
  const id = items[0]?.id ?? '';
  const assumptions = { annualRevenueUsd: 2_400_000, industry: 'retail', companySize: null, onlineDependence: 0.5 };
  const revised = await system.api.call('PUT', `/assessments/${id}/assumptions`, Assessment, assumptions);
  expect(revised.impact).toMatchObject({ basis: 'given_revenue', monthlyRevenueUsd: { estimateUsd: 200_000 } });
  expect(await system.api.call('GET', `/assessments/${id}`, Assessment)).toEqual(revised);
});

test('a site that is down ends as failed, with what helps', async () => {
  const assessment = await assess(`http://${down}/`);
  expect(assessment).toMatchObject({ status: 'failed', overall: null, failure: { reason: expect.any(String) } });
  expect(assessment.failure?.detail).toMatch(/^url: /);
});

test('an assessment is deleted, and gone', async () => {
  const { items } = await system.api.call('GET', '/assessments', pageOf(AssessmentSummary));
  expect(items.length).toBe(2);
  for (const { id } of items) {
    const answer = await fetch(`${system.url}/api/v1/assessments/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${system.apiKey}` },
    });
    expect(answer.status).toBe(204);
  }
  const after = await system.api.call('GET', '/assessments', pageOf(AssessmentSummary));
  expect(after.items).toEqual([]);
});
