import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assessment, AssessmentSummary } from '../../functions/assessment/contract.ts';
import { LineageView, ReportLinkView, ReportWithVersions } from '../../functions/reports/contract.ts';
import { Report } from '../../functions/reports/report.ts';
import { sampleSites } from '../../lib/local/sample/sites.ts';
import { type SampleSitesServer, startSampleSites } from '../../lib/local/sample/sites-server.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';
import { pdfPages } from '../support/pdf-text.ts';

const site = [...sampleSites()].find(([, one]) => one.site.copy.down !== true)?.[0] ?? '';
const dataDir = mkdtempSync(join(tmpdir(), 'reports-'));
let server: SampleSitesServer;
let system: SystemInChild;
let report: Report;

const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

beforeAll(async () => {
  server = await startSampleSites({ port: 0 });
  system = await startLocalSystem(dataDir, {
    settings: { fetchAllowHosts: server.allowHosts, chromiumPath: '/no/chromium' },
  });
  const { id } = await system.api.call('POST', '/assessments', AssessmentSummary, { url: `http://${site}/` });
  while ((await system.api.call('GET', `/assessments/${id}`, Assessment)).status === 'running') await pause();
  report = await system.api.call('POST', `/assessments/${id}/reports`, Report, { companyName: '株式会社サンプル' });
});
afterAll(async () => {
  await system.stop();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a teaser link shows the page until it is taken back', async () => {
  const link = await system.api.call('POST', `/reports/${report.id}/links`, ReportLinkView, {
    kind: 'teaser',
    days: 7,
  });
  const path = new URL(link.url).pathname;
  const page = await fetch(`${system.url}${path}?utm_source=mail`);
  expect(page.status).toBe(200);
  expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(await page.text()).toContain('株式会社サンプル');
  expect((await fetch(`${system.url}${path}/pdf`)).status).toBe(403);
  await system.api.call('DELETE', `/reports/${report.id}/links/${link.id}`, ReportLinkView);
  expect((await fetch(`${system.url}${path}`)).status).toBe(410);
});

test('the machine assesses the site anew and makes a version, whose PDF has its fonts with it', async () => {
  await system.api.call('POST', `/reports/${report.id}/versions`, Report, { fresh: true });
  let found = await system.api.call('GET', `/reports/${report.id}`, ReportWithVersions);
  while (found.version === 0 && found.failure === null) {
    await pause();
    found = await system.api.call('GET', `/reports/${report.id}`, ReportWithVersions);
  }
  expect(found).toMatchObject({
    failure: null,
    version: 1,
    versions: [{ state: 'ready', rulesVersion: expect.any(String) }],
  });
  expect(found.versions[0]?.assessmentId).not.toBe(report.assessmentId);
  const answer = await fetch(`${system.url}/api/v1/reports/${report.id}/pdf`, {
    headers: { authorization: `Bearer ${system.apiKey}` },
  });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const pages = pdfPages(new Uint8Array(await answer.arrayBuffer()));
  expect(pages.length).toBe(found.pdf?.pages);
  expect(pages[0]?.replaceAll(' ', '')).toContain('株式会社サンプル');
  const { items } = await system.api.call('GET', `/reports/${report.id}/lineage`, LineageView);
  expect(items.find(({ id }) => id === 'overall')?.assessmentId).toBe(found.versions[0]?.assessmentId);
});

test('whoever has a full link reads the report as a page and as a file', async () => {
  const link = await system.api.call('POST', `/reports/${report.id}/links`, ReportLinkView, { kind: 'full' });
  const path = new URL(link.url).pathname;
  expect(await (await fetch(`${system.url}${path}/report`)).text()).toContain('Where the numbers come from');
  expect((await (await fetch(`${system.url}${path}/pdf`)).text()).slice(0, 5)).toBe('%PDF-');
});
