import { emptyAssessment } from '../../../functions/assessment/assessment.ts';
import { createAssessmentStore } from '../../../functions/assessment/assessment-store.ts';
import { createBrowseSite } from '../../../functions/assessment/browse-site.ts';
import type { Captured } from '../../../functions/assessment/capture-site.ts';
import { createCheckSite } from '../../../functions/assessment/check-site.ts';
import { createConcludeAssessment } from '../../../functions/assessment/conclude-assessment.ts';
import type { BranchResult } from '../../../functions/assessment/contract.ts';
import { defaultAssumptions } from '../../../functions/assessment/default-assumptions.ts';
import { createFetchSite } from '../../../functions/assessment/fetch-site.ts';
import { createLightBranches } from '../../../functions/assessment/light-branches.ts';
import { unpaidBranches } from '../../../functions/assessment/paid-branches.ts';
import { failedBranch, type SiteBranch } from '../../../functions/assessment/site-branch.ts';
import { SITE_STEPS, type SiteStep } from '../../../functions/assessment/step-contract.ts';
import { createStepFiles } from '../../../functions/assessment/step-files.ts';
import { AssessmentId, WorkspaceId } from '../../../functions/platform/ids.ts';
import type { Log } from '../../../functions/platform/log.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const INPUT = { workspaceId: WorkspaceId.parse('ws_0000000001'), id: AssessmentId.parse('asm_0000000001') };
const HEAD = {
  ...INPUT,
  url: 'https://acme.com/',
  domain: 'acme.com',
  companyName: null,
  startedAt: '2026-11-21T08:00:00.000Z',
};
const HOME =
  '<!doctype html><html lang="en"><head><title>Acme pumps</title></head><body><h1>Pumps for farms</h1></body></html>';

const CAPTURED: Captured = {
  ok: true,
  notMeasured: [],
  capture: {
    requestedUrl: 'https://acme.com/',
    finalUrl: 'https://acme.com/',
    fetchedAt: HEAD.startedAt,
    pages: [
      {
        url: 'https://acme.com/',
        finalUrl: 'https://acme.com/',
        status: 200,
        headers: [['content-type', 'text/html']],
        redirects: [],
        contentType: 'text/html',
        html: HOME,
        cut: false,
        bytes: HOME.length,
        decodedBytes: HOME.length,
        milliseconds: 120,
      },
    ],
    robotsTxt: { status: 404, text: '' },
    sitemap: null,
    links: [],
    http: null,
    tls: null,
  },
};
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Nobody answers, so that nothing is asked of the DNS. */
const unanswered = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
const resolver = {
  resolveTxt: unanswered,
  resolve4: unanswered,
  resolve6: unanswered,
  resolveMx: unanswered,
  resolvePtr: unanswered,
};

const world = async (captured: Captured = CAPTURED) => {
  let now = Date.parse(HEAD.startedAt);
  const clock = () => now;
  const files = createMemoryFiles();
  const store = createAssessmentStore({ table: createMemoryTable(), files, clock });
  const steps = createStepFiles(files);
  await store.begin(emptyAssessment(HEAD, 'running', { finishedAt: null, assumptions: defaultAssumptions() }));
  let seen: readonly BranchResult[] = [failedBranch('visual', 'No Chromium is installed here.')];
  const browser: SiteBranch = { gives: ['visual'], timeoutMs: 1_000, run: () => Promise.resolve(seen) };
  const check = createCheckSite({
    steps,
    lightBranches: createLightBranches({ clock, resolver }),
    paidBranches: () => Promise.resolve(unpaidBranches()),
    bookPaidCall: () => Promise.resolve(),
    log: silent,
  });
  const browse = createBrowseSite({ steps, browserBranch: () => Promise.resolve(browser), log: silent });
  return {
    store,
    fetchSite: createFetchSite({ store, steps, captureSite: () => Promise.resolve(captured), clock }),
    run: (step: SiteStep) => (step === 'browser' ? browse(INPUT) : check({ ...INPUT, step })),
    conclude: createConcludeAssessment({ store, steps, clock }),
    see: (results: readonly BranchResult[]) => (seen = results),
    pass: (milliseconds: number) => (now += milliseconds),
    assessment: () => store.get(INPUT.workspaceId, INPUT.id),
  };
};

test('the steps pass what they read and found through the data bucket to an assessment that is whole', async () => {
  const { fetchSite, run, conclude, assessment, pass } = await world();
  expect(await fetchSite(INPUT)).toEqual({ ...INPUT, readable: true });
  const ends = await Promise.all(SITE_STEPS.map(run));
  expect(ends).toEqual(SITE_STEPS.map((step) => ({ step, ok: true })));
  pass(30_000);
  expect(await conclude({ ...INPUT, ends })).toEqual(INPUT);
  const found = await assessment();
  expect(found).toMatchObject({ status: 'completed', finishedAt: '2026-11-21T08:00:30.000Z', finalUrl: HEAD.url });
  expect(found?.overall).toBeGreaterThan(0);
  expect(found?.findings.map(({ id }) => id)).toContain('seo.meta_description');
  expect(found?.categories.visual).toMatchObject({ score: null, note: 'No Chromium is installed here.' });
  expect(found?.categories.presence.score).toBeNull();
  expect(found?.metrics.find(({ id }) => id === 'server_response_ms')?.value).toBe(120);
});

test('a step that failed as a whole is said with its reason, and the others count', async () => {
  const { fetchSite, run, conclude, assessment } = await world();
  await fetchSite(INPUT);
  const ends = [await run('seo'), { step: 'security' as const, ok: false, reason: 'It broke off (OutOfMemory).' }];
  await conclude({ ...INPUT, ends });
  const found = await assessment();
  expect(found?.categories.seo.score).not.toBeNull();
  expect(found?.categories.security).toMatchObject({ score: null, note: 'It broke off (OutOfMemory).' });
  expect(found?.notMeasured).toContainEqual({ what: 'Security', reason: 'It broke off (OutOfMemory).' });
});

test('a browser’s reading goes before the one from HTML alone, and stands back for it when it failed', async () => {
  const axe: BranchResult = { ...failedBranch('accessibility', ''), status: 'done', score: 42 };
  for (const [seen, score] of [
    [axe, 42],
    [failedBranch('accessibility', 'It took too long.'), expect.any(Number)],
  ] as const) {
    const { fetchSite, run, conclude, assessment, see } = await world();
    see([seen]);
    await fetchSite(INPUT);
    await conclude({ ...INPUT, ends: [await run('browser'), await run('accessibility')] });
    expect((await assessment())?.categories.accessibility.score).toEqual(score);
  }
});

test('a site that cannot be read ends the assessment with the reason', async () => {
  const failure = { reason: 'parked', detail: 'url: acme.com is a parked domain.' } as const;
  const { fetchSite, assessment } = await world({ ok: false, failure });
  expect(await fetchSite(INPUT)).toEqual({ ...INPUT, readable: false });
  expect(await assessment()).toMatchObject({ status: 'failed', failure, overall: null });
});

test('steps may run again: what has ended stays as it is', async () => {
  const { fetchSite, run, conclude, assessment, pass } = await world();
  await fetchSite(INPUT);
  const ends = [await run('seo'), await run('seo')];
  await conclude({ ...INPUT, ends });
  const first = await assessment();
  pass(5_000);
  await conclude({ ...INPUT, ends });
  expect(await fetchSite(INPUT)).toEqual({ ...INPUT, readable: false });
  expect(await assessment()).toEqual(first);
});

test('a deleted assessment is worked on no further', async () => {
  const { store, fetchSite, conclude, assessment } = await world();
  await store.remove(INPUT.workspaceId, INPUT.id);
  expect(await fetchSite(INPUT)).toEqual({ ...INPUT, readable: false });
  await conclude({ ...INPUT, ends: [] });
  expect(await assessment()).toBeUndefined();
});

test('when the machine breaks off, the assessment ends as failed; when even that is not recorded, it does after six minutes', async () => {
  const broken = await world();
  await broken.conclude({ ...INPUT, failure: { Error: 'States.Timeout' } });
  expect(await broken.assessment()).toMatchObject({ status: 'failed', failure: { reason: 'failed' } });
  const lost = await world();
  lost.pass(5 * 60_000);
  expect(await lost.assessment()).toMatchObject({ status: 'running' });
  lost.pass(2 * 60_000);
  expect(await lost.assessment()).toMatchObject({ status: 'failed', failure: { reason: 'failed' } });
});
