import type { Assessment } from '../../../functions/assessment/contract.ts';
import { MessageId } from '../../../functions/platform/ids.ts';
import { badAssessment, japaneseAssessment, SAMPLE_WORKSPACE as workspaceId } from '../../support/report-samples.ts';
import { createReportsWorld, type ReportsWorld } from '../../support/reports-world.ts';

const DAY = 86_400_000;
/** More findings than a teaser names, and few enough to be rendered at once. */
const SITE = { ...badAssessment, findings: badAssessment.findings.slice(0, 5) };
const TEASER = '/r/{token}';
const REPORT = '/r/{token}/report';
const PDF = '/r/{token}/pdf';

const offered = async (assessment: Assessment = SITE) => {
  const world = createReportsWorld();
  const report = await world.offer(assessment);
  const { link, token } = await world.links.make({ workspaceId, reportId: report.id, kind: 'teaser' });
  return { ...world, world, report, link, token };
};

/** A purchase whose version is made and mailed; gives the token of the mailed link. */
const bought = async (world: ReportsWorld, reportId: string, linkId: string): Promise<string> => {
  await world.reports.recordSale(workspaceId, reportId as never, {
    purchaseId: 'pur_1',
    to: 'jo@buyer.example',
    linkId: linkId as never,
  });
  const work = await world.steps.prepare({ workspaceId, reportId, purchaseId: 'pur_1', to: 'jo@buyer.example' });
  await world.assessments.finish({ ...SITE, id: work.assessmentId });
  await world.steps.deliver(await world.steps.render(await world.steps.gather(work)));
  return /\/r\/([\w.-]+)\/report/.exec(world.mails.at(-1)?.text ?? '')?.[1] ?? '';
};

test('a teaser shows the score and three findings by name, and no more of them', async () => {
  const { visit, token } = await offered();
  const { status, headers, text } = await visit(TEASER, { token });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(text).toContain('Overall score: 38 of 100');
  for (const { title } of SITE.findings.slice(0, 3)) expect(text).toContain(title);
  for (const { title, fix } of SITE.findings.slice(3)) {
    expect(text).not.toContain(title);
    expect(text).not.toContain(fix);
  }
});

test('no page may be indexed, framed or run a script', async () => {
  const { visit, token, world, report, link } = await offered();
  const full = await bought(world, report.id, link.id);
  for (const page of [
    await visit(TEASER, { token }),
    await visit(REPORT, { token: full }),
    await visit(TEASER, { token: 'x.y1234567890' }),
  ]) {
    expect(page.headers).toMatchObject({ 'x-robots-tag': 'noindex, nofollow', 'x-frame-options': 'DENY' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('<meta name="robots" content="noindex,nofollow">');
    expect(page.text).not.toMatch(/<script|javascript:|\son\w+=/i);
  }
}, 30_000);

test('the buy button posts to the checkout, with where the visitor came from in hidden fields', async () => {
  const { visit, token } = await offered();
  const { text } = await visit(
    TEASER,
    { token },
    {
      query: { utm_source: 'mail', utm_campaign: 'a"b<c' },
      headers: { Referer: 'https://search.example/?q=1' },
    },
  );
  expect(text).toContain(`<form method="post" action="/reports/${token}/checkout"`);
  expect(text).toContain('Buy the full report for $399');
  expect(text).toContain('name="utm_source" value="mail"');
  expect(text).toContain('name="utm_campaign" value="a&quot;b&lt;c"');
  expect(text).toContain('name="referrer" value="https://search.example/?q=1"');
  expect(text).toMatch(/name="landing_page" value="https:\/\/app\.throughline\.example\/r\//);
});

test('each look at a teaser is counted', async () => {
  const { visit, token, links, report } = await offered();
  await visit(TEASER, { token });
  await visit(TEASER, { token });
  expect((await links.list(workspaceId, report.id, { limit: 5 }))?.items[0]?.link.opens).toBe(2);
});

test('a forged, cut or unknown link says that it is none of ours', async () => {
  const { visit, token } = await offered();
  for (const bad of [`${token}x`, token.slice(0, -2), 'bm8.bm9ub25vbm9ub24']) {
    const page = await visit(TEASER, { token: bad });
    expect(page).toMatchObject({ status: 404 });
    expect(page.text).toContain('This link is not one of ours');
  }
});

test('a link that expired or was taken back says so, and shows nothing', async () => {
  const { visit, token, links, link, report, pass } = await offered();
  pass(61 * DAY);
  expect(await visit(TEASER, { token })).toMatchObject({
    status: 410,
    text: expect.stringContaining('has expired') as string,
  });
  pass(-61 * DAY);
  await links.revoke(workspaceId, link.id, report.id);
  const page = await visit(TEASER, { token });
  expect(page).toMatchObject({ status: 410, text: expect.stringContaining('was taken back') as string });
  expect(page.text).not.toContain(badAssessment.findings[0]?.title);
});

test('a teaser’s link does not open the report', async () => {
  const { visit, token } = await offered();
  for (const path of [REPORT, PDF]) expect(await visit(path, { token })).toMatchObject({ status: 403 });
});

test('who bought gets the whole report as a page and as a PDF, with every finding and its evidence', async () => {
  const { visit, world, report, link } = await offered();
  const token = await bought(world, report.id, link.id);
  const page = await visit(REPORT, { token });
  expect(page.status).toBe(200);
  for (const { title } of SITE.findings) expect(page.text).toContain(title);
  expect(page.text).toContain('Every number of this report');
  const pdf = await visit(PDF, { token });
  expect(pdf.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringContaining('northfield-dental') as string,
  });
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await visit(TEASER, { token })).text).toBe(page.text);
}, 30_000);

test('the teaser of a report that was bought says so instead of selling it again', async () => {
  const { visit, token, world, report, link } = await offered();
  await world.reports.recordSale(workspaceId, report.id, {
    purchaseId: 'pur_1',
    to: 'jo@buyer.example',
    linkId: link.id,
  });
  expect((await visit(TEASER, { token })).text).toContain('is being made');
  await bought(world, report.id, link.id);
  const { status, text } = await visit(TEASER, { token });
  expect(status).toBe(200);
  expect(text).toContain('This report has been bought');
  expect(text).toContain('j…@buyer.example');
  expect(text).not.toContain('<form');
  expect(text).not.toContain('jo@buyer');
}, 30_000);

test('a refund closes the report and its PDF; the teaser says so and sells again', async () => {
  const { visit, token, world, report, link } = await offered();
  const full = await bought(world, report.id, link.id);
  await world.reports.settleSale(workspaceId, report.id, 'pur_1', 'refunded');
  for (const path of [REPORT, PDF])
    expect(await visit(path, { token: full })).toMatchObject({
      status: 410,
      text: expect.stringContaining('refunded') as string,
    });
  const { text } = await visit(TEASER, { token });
  expect(text).toContain('was refunded');
  expect(text).toContain('<form');
  await world.reports.settleSale(workspaceId, report.id, 'pur_1', 'disputed');
  expect(await visit(REPORT, { token: full })).toMatchObject({ status: 410 });
  await world.reports.settleSale(workspaceId, report.id, 'pur_1', 'delivered');
  expect(await visit(REPORT, { token: full })).toMatchObject({ status: 200 });
}, 30_000);

test('a full link before its version is made asks for patience', async () => {
  const { visit, links, report } = await offered();
  const { token } = await links.make({ workspaceId, reportId: report.id, kind: 'full' });
  expect(await visit(REPORT, { token })).toMatchObject({ status: 503 });
});

test('what a site says of itself is text on our pages, never markup', async () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const [first] = badAssessment.findings;
  if (first === undefined) throw new Error('the sample has findings');
  const finding = {
    ...first,
    title: evil,
    source: 'javascript:alert(1)',
    evidence: [{ what: evil, where: evil, quote: evil }],
  };
  const { visit, token, world, report, link } = await offered({
    ...badAssessment,
    companyName: evil,
    findings: [finding],
  });
  expect((await visit(TEASER, { token })).text).not.toMatch(/<script|<img src=x/);
  await world.assessments.freeze(workspaceId, badAssessment.id);
  const full = await bought(world, report.id, link.id);
  expect((await visit(REPORT, { token: full })).text).not.toMatch(/<script|<img src=x|href="javascript/);
}, 30_000);

test('a company’s name in any script heads its page', async () => {
  const { visit, token } = await offered(japaneseAssessment);
  expect((await visit(TEASER, { token })).text).toContain(
    '<h1 dir="auto">株式会社ノースフィールド歯科クリニック東京本院</h1>',
  );
});

test('the team reads the PDF of a version; another workspace finds no report', async () => {
  const { visit, world, report, link, principal } = await offered();
  const resource = '/api/v1/reports/{reportId}/pdf';
  expect(await visit(resource, { reportId: report.id }, { principal })).toMatchObject({ status: 409 });
  await bought(world, report.id, link.id);
  const pdf = await visit(resource, { reportId: report.id }, { principal, query: { version: '1' } });
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const stranger = { ...principal, workspaceId: 'ws_01jd00000000000000000000zz' };
  expect(await visit(resource, { reportId: report.id }, { principal: stranger })).toMatchObject({ status: 404 });
  expect(await visit(resource, { reportId: report.id })).toMatchObject({ status: 401 });
}, 30_000);

test('a link that a mail carries keeps the message it came with, and the same id is the same link', async () => {
  const { links, report } = await offered();
  const messageId = MessageId.parse(`msg_${'0'.repeat(46)}`);
  const wished = {
    id: 'rlk_0123456789abc' as never,
    workspaceId,
    reportId: report.id,
    kind: 'teaser',
    messageId,
  } as const;
  const [one, two] = [await links.make(wished), await links.make(wished)];
  expect(two).toEqual(one);
  expect(one.link.messageId).toBe(messageId);
});
