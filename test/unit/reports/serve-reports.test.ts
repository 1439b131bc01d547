import { AssessmentId, ReportLinkId } from '../../../functions/platform/ids.ts';
import { Report } from '../../../functions/reports/report.ts';
import { badAssessment, SAMPLE_WORKSPACE as workspaceId } from '../../support/report-samples.ts';
import { createReportsWorld } from '../../support/reports-world.ts';

const request = { query: undefined, body: undefined, params: undefined, headers: {}, traceId: 't' } as const;

const world = async () => {
  const made = createReportsWorld();
  await made.assessments.keep(badAssessment);
  const { serve, principal } = made;
  const create = async (kind: 'teaser' | 'full' = 'teaser'): Promise<Report> =>
    Report.parse(
      bodyOf(
        await serve.createReport({ ...request, principal, params: { assessmentId: badAssessment.id }, body: { kind } }),
      ),
    );
  return { ...made, create };
};
const bodyOf = <Body>(reply: Readonly<{ body: Body }> | Readonly<{ problem: unknown }>): Body => {
  if ('problem' in reply) throw new Error(JSON.stringify(reply.problem));
  return reply.body;
};

test('a report is made of a completed assessment, which it freezes', async () => {
  const { create, assessments, started } = await world();
  const report = await create();
  expect(report).toMatchObject({ status: 'teaser', version: 0, domain: badAssessment.domain });
  expect(started).toEqual([]);
  expect(await assessments.revise(workspaceId, badAssessment.id, (same) => same)).toEqual({
    ok: false,
    reason: 'frozen',
  });
});

test('a full report of an assessment is made at once, of that assessment', async () => {
  const { create, started } = await world();
  const report = await create('full');
  expect(started).toEqual([
    { input: { workspaceId, reportId: report.id, askedBy: 'req_0', fresh: false }, name: `${report.id}-req_0` },
  ]);
});

test('an assessment that is not there, or not done, has no report', async () => {
  const { serve, principal, assessments } = await world();
  const unfinished = {
    ...badAssessment,
    id: AssessmentId.parse('asm_01jd00000000000000000000zz'),
    status: 'failed',
  } as const;
  await assessments.keep(unfinished);
  const ask = (assessmentId: AssessmentId) =>
    serve.createReport({ ...request, principal, params: { assessmentId }, body: { kind: 'teaser' } });
  expect(await ask(unfinished.id)).toMatchObject({ problem: { status: 409 } });
  expect(await ask(AssessmentId.parse('asm_01jd00000000000000000000yy'))).toMatchObject({ problem: { status: 404 } });
});

test('links are made, listed with their addresses, and taken back', async () => {
  const { create, serve, principal, links } = await world();
  const { id: reportId } = await create();
  const made = bodyOf(
    await serve.createReportLink({ ...request, principal, params: { reportId }, body: { kind: 'teaser', days: 7 } }),
  );
  expect(made.url).toMatch(/^https:\/\/app\.throughline\.example\/r\//);
  expect(made.expiresAt).toBe('2026-11-28T09:30:00.000Z');
  const listed = bodyOf(
    await serve.listReportLinks({ ...request, principal, params: { reportId }, query: { limit: 10 } }),
  );
  expect(listed.items.map(({ url }) => url)).toEqual([made.url]);
  const revoked = bodyOf(
    await serve.revokeReportLink({ ...request, principal, params: { reportId, linkId: ReportLinkId.parse(made.id) } }),
  );
  expect(revoked.revokedAt).toBe('2026-11-21T09:30:00.000Z');
  expect(await links.look(made.url.slice(made.url.lastIndexOf('/') + 1))).toMatchObject({
    ok: false,
    reason: 'revoked',
  });
  const again = bodyOf(
    await serve.revokeReportLink({ ...request, principal, params: { reportId, linkId: ReportLinkId.parse(made.id) } }),
  );
  expect(again.revokedAt).toBe(revoked.revokedAt);
});

test('a full link needs a version that is made', async () => {
  const { create, serve, principal } = await world();
  const { id: reportId } = await create();
  const ask = (version?: number) =>
    serve.createReportLink({
      ...request,
      principal,
      params: { reportId },
      body: { kind: 'full', days: 7, ...(version === undefined ? {} : { version }) },
    });
  expect(await ask()).toMatchObject({ problem: { errorCode: 'report_not_made' } });
  expect(await ask(3)).toMatchObject({ problem: { errorCode: 'report_not_made' } });
});

test('another workspace’s report is found by none of the operations', async () => {
  const { create, serve, principal } = await world();
  const { id: reportId } = await create();
  const stranger = { ...principal, workspaceId: 'ws_01jd00000000000000000000zz' as never };
  const params = { reportId };
  for (const reply of [
    await serve.getReport({ ...request, principal: stranger, params }),
    await serve.makeReportVersion({ ...request, principal: stranger, params, body: { fresh: true } }),
    await serve.retryReport({ ...request, principal: stranger, params }),
    await serve.getReportLineage({ ...request, principal: stranger, params, query: {} }),
    await serve.createReportLink({ ...request, principal: stranger, params, body: { kind: 'teaser', days: 7 } }),
    await serve.listReportLinks({ ...request, principal: stranger, params, query: { limit: 5 } }),
  ])
    expect(reply).toMatchObject({ problem: { status: 404 } });
});

test('a failed making is shown, can be tried again, and is started once for each failure', async () => {
  const { create, serve, principal, reports, started } = await world();
  const { id: reportId } = await create();
  expect(await serve.retryReport({ ...request, principal, params: { reportId } })).toMatchObject({
    problem: { errorCode: 'nothing_failed' },
  });
  await reports.recordSale(workspaceId, reportId, { purchaseId: 'pur_1', to: 'jo@buyer.example' });
  await reports.beginVersion(workspaceId, reportId, { askedBy: 'pur_1', purchaseId: 'pur_1' });
  await reports.failVersion(workspaceId, reportId, 'pur_1', { stage: 'NothingToReport', detail: 'why' });
  const listed = bodyOf(await serve.listReports({ ...request, principal, query: { limit: 10, failed: 'true' } }));
  expect(listed.items).toMatchObject([{ id: reportId, failure: { detail: 'why' } }]);
  await serve.retryReport({ ...request, principal, params: { reportId } });
  await serve.retryReport({ ...request, principal, params: { reportId } });
  expect(started[0]?.input).toMatchObject({ purchaseId: 'pur_1', to: 'jo@buyer.example', askedBy: 'pur_1' });
  expect(new Set(started.map(({ name }) => name)).size).toBe(1);
});

test('a report is shown with its versions and sales, without the buyers’ addresses', async () => {
  const { create, serve, principal, reports } = await world();
  const { id: reportId } = await create();
  await reports.recordSale(workspaceId, reportId, { purchaseId: 'pur_1', to: 'jo@buyer.example' });
  const { ReportWithVersions } = await import('../../../functions/reports/contract.ts');
  const shown = ReportWithVersions.parse(
    bodyOf(await serve.getReport({ ...request, principal, params: { reportId } })),
  );
  expect(shown).toMatchObject({ status: 'paid', sales: [{ purchaseId: 'pur_1', state: 'paid' }] });
  expect(JSON.stringify(shown)).not.toContain('jo@buyer');
});

const LOOK = { senderName: 'Müller & Söhne', primaryColour: '#4a1d5f', accentColour: '#8a3ab9', contact: null };
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('the look of reports is set, its logo kept until it is taken away', async () => {
  const { serve, principal, brands, files } = await world();
  const set = (logo?: string | null) =>
    serve.setReportBrand({ ...request, principal, body: { ...LOOK, ...(logo === undefined ? {} : { logo }) } });
  expect(bodyOf(await serve.getReportBrand({ ...request, principal }))).toMatchObject({
    senderName: 'Throughline',
    logo: null,
  });
  expect(bodyOf(await set(PNG))).toMatchObject({ senderName: 'Müller & Söhne', logo: { width: 1, height: 1 } });
  const { logo } = await brands.get(workspaceId);
  expect(await files.readBytes(logo?.key ?? '')).toEqual(Buffer.from(PNG, 'base64'));
  expect(bodyOf(await set())).toMatchObject({ logo: { contentType: 'image/png' } });
  expect(bodyOf(await set(null))).toMatchObject({ logo: null });
});

test('a look that cannot be read is refused by its field', async () => {
  const { serve, principal } = await world();
  const set = (change: object) => serve.setReportBrand({ ...request, principal, body: { ...LOOK, ...change } });
  expect(await set({ primaryColour: '#ffee00' })).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'primaryColour' }] },
  });
  expect(await set({ logo: 'bm8gcGljdHVyZQ==' })).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'logo' }] },
  });
});

test('where each number of a version comes from can be read', async () => {
  const { create, serve, principal, steps } = await world();
  const { id: reportId } = await create();
  expect(await serve.getReportLineage({ ...request, principal, params: { reportId }, query: {} })).toMatchObject({
    problem: { status: 409 },
  });
  const work = await steps.prepare({ workspaceId, reportId, askedBy: 'req_1', fresh: false });
  await steps.render(await steps.gather(work));
  const { items } = bodyOf(await serve.getReportLineage({ ...request, principal, params: { reportId }, query: {} }));
  expect(items.find(({ id }) => id === 'overall')).toMatchObject({
    value: '38',
    rulesVersion: '1',
    assessmentId: badAssessment.id,
  });
}, 30_000);
