import { ReportId } from '../../../functions/platform/ids.ts';
import { MailNotSent } from '../../../functions/reports/deliver-report.ts';
import { NothingToReport } from '../../../functions/reports/gather-content.ts';
import { NoReport } from '../../../functions/reports/prepare-report.ts';
import type { ReportWork } from '../../../functions/reports/step-contract.ts';
import { goodAssessment, unmeasuredAssessment, SAMPLE_WORKSPACE as workspaceId } from '../../support/report-samples.ts';
import { createReportsWorld, type ReportsWorld } from '../../support/reports-world.ts';

const ORDER = { purchaseId: 'pur_1', to: 'buyer@lumen-optics.example' } as const;

/** What the assessment machine does in between: the fresh look comes out as wished. */
const assess = async ({ assessments }: ReportsWorld, work: ReportWork, failed = false): Promise<void> => {
  if (!work.assess) return;
  const fresh = { ...goodAssessment, id: work.assessmentId, overall: 41 };
  await assessments.finish(
    failed
      ? { ...fresh, status: 'failed', failure: { reason: 'unreachable', detail: 'The server did not answer.' } }
      : fresh,
  );
};

const runAll = async (world: ReportsWorld, input: object, failed = false): Promise<ReportWork> => {
  const { prepare, gather, render, deliver } = world.steps;
  const prepared = await prepare(input);
  if (!prepared.ready) {
    await assess(world, prepared, failed);
    await render(await gather(prepared));
  }
  await deliver(prepared);
  return prepared;
};

test('a purchase gets a fresh assessment, a version of its own, and one mail with link and PDF', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  const work = await runAll(world, { workspaceId, reportId: report.id, ...ORDER });
  expect(work).toMatchObject({ version: 1, assess: true });
  const version = await world.reports.version(workspaceId, report.id, 1);
  expect(version).toMatchObject({
    state: 'ready',
    purchaseId: 'pur_1',
    assessmentId: work.assessmentId,
    rulesVersion: '1',
  });
  expect(version?.assessmentId).not.toBe(report.assessmentId);
  expect(await world.reports.get(workspaceId, report.id)).toMatchObject({
    status: 'delivered',
    version: 1,
    failure: null,
  });
  expect(await world.reports.sale(workspaceId, report.id, 'pur_1')).toMatchObject({ state: 'delivered', version: 1 });
  expect(world.mails).toHaveLength(1);
  const [mail] = world.mails;
  expect(mail).toMatchObject({ to: ORDER.to, attachment: { contentType: 'application/pdf' } });
  expect(mail?.text).toMatch(/https:\/\/app\.throughline\.example\/r\/[\w.-]+\/report/);
}, 30_000);

test('every step may run again: one version, one link, one mail, the same bytes', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  const input = { workspaceId, reportId: report.id, ...ORDER };
  const { prepare, gather, render, deliver } = world.steps;
  const work = await prepare(input);
  expect(await prepare(input)).toEqual(work);
  await assess(world, work);
  const gathered = await gather(work);
  world.pass(60_000);
  expect(await gather(work)).toEqual(gathered);
  await render(gathered);
  const first = await world.reports.version(workspaceId, report.id, 1);
  await render(gathered);
  expect(await world.reports.version(workspaceId, report.id, 1)).toEqual(first);
  const [one, two] = [await deliver(gathered), await deliver(gathered)];
  expect(two).toEqual(one);
  expect(world.mails).toHaveLength(1);
  expect((await world.links.list(workspaceId, report.id, { limit: 10 }))?.items).toHaveLength(1);
  expect(await prepare(input)).toMatchObject({ ready: true, version: 1, assess: false });
}, 30_000);

test('what was sold never changes: another making is another version, under another look', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  await runAll(world, { workspaceId, reportId: report.id, ...ORDER });
  const sold = await world.reports.version(workspaceId, report.id, 1);
  const bytes = Buffer.from((await world.files.readBytes(sold?.pdf?.key ?? '')) ?? []);
  await world.brands.put(workspaceId, { ...(await world.brands.get(workspaceId)), senderName: 'Somebody else' });
  await runAll(world, { workspaceId, reportId: report.id, askedBy: 'req_1', fresh: true });
  expect(await world.reports.get(workspaceId, report.id)).toMatchObject({ version: 2 });
  expect(await world.reports.version(workspaceId, report.id, 1)).toEqual(sold);
  expect(Buffer.compare(Buffer.from((await world.files.readBytes(sold?.pdf?.key ?? '')) ?? []), bytes)).toBe(0);
  expect((await world.reports.version(workspaceId, report.id, 2))?.pdf?.sha256).not.toBe(sold?.pdf?.sha256);
  expect(world.mails).toHaveLength(1);
}, 30_000);

test('a site that cannot be read anew is reported on by the assessment that was offered, and the report says so', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  await runAll(world, { workspaceId, reportId: report.id, ...ORDER }, true);
  const version = await world.reports.version(workspaceId, report.id, 1);
  expect(version?.assessmentId).toBe(report.assessmentId);
  expect(await world.files.readText(version?.htmlKey ?? '')).toContain(
    'could not be read anew on 21 November 2026 (The server did not answer)',
  );
}, 30_000);

test('a fresh look that brought nothing to score does not replace one that did', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  const work = await world.steps.prepare({ workspaceId, reportId: report.id, ...ORDER });
  await world.assessments.finish({ ...unmeasuredAssessment, id: work.assessmentId });
  expect(await world.steps.gather(work)).toMatchObject({ assessmentId: report.assessmentId });
});

test('with no completed assessment at all the step fails, the team sees why, and a retry makes the same version', async () => {
  const world = createReportsWorld();
  const report = await world.offer({ ...goodAssessment, status: 'failed' });
  const input = { workspaceId, reportId: report.id, ...ORDER };
  const work = await world.steps.prepare(input);
  await assess(world, work, true);
  await expect(world.steps.gather(work)).rejects.toThrow(NothingToReport);
  await world.steps.fail({
    input,
    failure: { Error: 'NothingToReport', Cause: JSON.stringify({ errorMessage: 'Neither was completed' }) },
  });
  expect(await world.reports.get(workspaceId, report.id)).toMatchObject({
    failure: { stage: 'NothingToReport', detail: 'Neither was completed' },
  });
  expect((await world.reports.listFailed(workspaceId, { limit: 10 }))?.items.map(({ id }) => id)).toEqual([report.id]);

  const again = await world.steps.prepare(input);
  expect(again).toMatchObject({ version: 1, assess: true });
  expect(again.assessmentId).not.toBe(work.assessmentId);
  await assess(world, again);
  await world.steps.render(await world.steps.gather(again));
  expect(await world.reports.get(workspaceId, report.id)).toMatchObject({ failure: null, version: 1 });
  expect((await world.reports.listFailed(workspaceId, { limit: 10 }))?.items).toEqual([]);
}, 30_000);

test('a mail that does not leave fails the step, which can be run again', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  world.failMailWith('throttled');
  await expect(runAll(world, { workspaceId, reportId: report.id, ...ORDER })).rejects.toThrow(MailNotSent);
  expect(await world.reports.sale(workspaceId, report.id, 'pur_1')).toMatchObject({ state: 'paid' });
  world.failMailWith(undefined);
  await runAll(world, { workspaceId, reportId: report.id, ...ORDER });
  expect(world.mails).toHaveLength(1);
}, 30_000);

test('a purchase that was refunded before its report was ready is sent nothing', async () => {
  const world = createReportsWorld();
  const report = await world.offer(goodAssessment);
  const work = await world.steps.prepare({ workspaceId, reportId: report.id, ...ORDER });
  await assess(world, work);
  await world.steps.render(await world.steps.gather(work));
  await world.reports.settleSale(workspaceId, report.id, 'pur_1', 'refunded');
  expect(await world.steps.deliver(work)).toMatchObject({ mailed: false, linkId: null });
  expect(world.mails).toEqual([]);
  expect(await world.reports.sale(workspaceId, report.id, 'pur_1')).toMatchObject({ state: 'refunded' });
}, 30_000);

test('an order for a report that is gone fails by name', async () => {
  const world = createReportsWorld();
  const reportId = ReportId.parse('rpt_01jd00000000000000000000zz');
  await expect(world.steps.prepare({ workspaceId, reportId, ...ORDER })).rejects.toThrow(NoReport);
});

test('two makings that are asked for at once get numbers of their own', async () => {
  const world = createReportsWorld();
  const { id } = await world.offer(goodAssessment);
  const asked = ['a', 'b', 'c'].map((askedBy) =>
    world.reports.beginVersion(workspaceId, id, { askedBy, purchaseId: null }),
  );
  expect((await Promise.all(asked)).map(({ version }) => version).sort()).toEqual([1, 2, 3]);
});
