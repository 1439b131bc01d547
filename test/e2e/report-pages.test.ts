import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Assessment } from '../../functions/assessment/contract.ts';
import { findChromium, lookAt, openBrowser, openContext } from '../support/browser.ts';
import {
  badAssessment,
  goodAssessment,
  japaneseAssessment,
  unmeasuredAssessment,
  SAMPLE_WORKSPACE as workspaceId,
} from '../support/report-samples.ts';
import { createReportsWorld, type ReportsWorld } from '../support/reports-world.ts';

const executable = findChromium();

if (executable === undefined) {
  test('Left out: the pages of reports are looked at in Chromium, and this machine has none', () => {
    expect(findChromium()).toBeUndefined();
  });
} else {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[];
  let page: Page;
  let server: Server;
  let origin: string;
  let world: ReportsWorld;
  const posted: string[] = [];

  /** Serves the pages as the function does, and takes the checkout's form. */
  const serve = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', origin);
        if (request.method === 'POST') {
          let body = '';
          request.on('data', (piece: Buffer) => {
            body += piece.toString('utf8');
          });
          request.on('end', () => {
            posted.push(`${pathname} ${body}`);
            response.writeHead(200, { 'content-type': 'text/plain' }).end('taken');
          });
          return;
        }
        if (pathname === '/favicon.ico') {
          response.writeHead(204).end();
          return;
        }
        const [, , token = '', part] = pathname.split('/');
        const resource = part === undefined ? '/r/{token}' : `/r/{token}/${part}`;
        const query = Object.fromEntries(searchParams);
        void world.visit(resource, { token }, { query }).then((answer) => {
          response.writeHead(answer.status, answer.headers).end(answer.bytes);
        });
      }).listen(0, '127.0.0.1', () => {
        origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
        resolve();
      });
    });

  beforeAll(async () => {
    browser = await openBrowser(executable);
    await serve();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    world = createReportsWorld();
    ({ context, complaints } = await openContext(browser));
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const teaser = async (assessment: Assessment): Promise<string> => {
    const report = await world.offer(assessment);
    return (await world.links.make({ workspaceId, reportId: report.id, kind: 'teaser' })).token;
  };
  const full = async (assessment: Assessment): Promise<string> => {
    const report = await world.offer(assessment);
    const work = await world.steps.prepare({ workspaceId, reportId: report.id, askedBy: 'req_1', fresh: false });
    await world.steps.render(await world.steps.gather(work));
    return (await world.links.make({ workspaceId, reportId: report.id, kind: 'full' })).token;
  };
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

  test.each([
    ['a bad site', badAssessment],
    ['a company with a Japanese name', japaneseAssessment],
  ])(
    'the teaser of %s is accessible, and its button posts to the checkout without a script',
    async (name, assessment) => {
      const token = await teaser(assessment);
      await page.goto(`${origin}/r/${token}?utm_source=mail`);
      await heading(assessment.companyName ?? '');
      expect(await lookAt(page, `teaser-${name.replaceAll(' ', '-')}`)).toEqual([]);
      await page.getByRole('button', { name: 'Buy the full report for $399' }).click();
      await page.getByText('taken').waitFor();
      expect(posted.at(-1)).toMatch(new RegExp(`^/reports/${token}/checkout .*utm_source=mail`));
      expect(complaints).toEqual([]);
    },
  );

  test.each([
    ['a bad site', badAssessment],
    ['a good site', goodAssessment],
    ['a site with nothing measured', unmeasuredAssessment],
  ])('the report page of %s is accessible and can be reached by headings', async (name, assessment) => {
    const token = await full(assessment);
    await page.goto(`${origin}/r/${token}/report`);
    await heading(assessment.companyName ?? assessment.domain);
    expect(await lookAt(page, `report-${name.replaceAll(' ', '-')}`)).toEqual([]);
    await page.getByText('Every number of this report').click();
    await page.getByText('Overall score', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('a report prints without its colours, and no card is cut by a page', async () => {
    const token = await full(badAssessment);
    await page.goto(`${origin}/r/${token}/report`);
    await page.emulateMedia({ media: 'print' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(10_000);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".card")).breakInside')).toBe('avoid');
  });

  test('links that ended, and a report that was bought, say so on an accessible page', async () => {
    const report = await world.offer(badAssessment);
    const { token, link } = await world.links.make({ workspaceId, reportId: report.id, kind: 'teaser' });
    await world.reports.recordSale(workspaceId, report.id, {
      purchaseId: 'pur_1',
      to: 'jo@buyer.example',
      linkId: link.id,
    });
    await page.goto(`${origin}/r/${token}`);
    await heading('This report has been bought');
    expect(await lookAt(page, 'report-bought')).toEqual([]);
    await world.links.revoke(workspaceId, link.id, report.id);
    await page.goto(`${origin}/r/${token}`);
    await heading('This link was taken back');
    expect(await lookAt(page, 'report-revoked')).toEqual([]);
    await page.goto(`${origin}/r/not-a-token-of-ours`);
    await heading('This link is not one of ours');
    expect(await lookAt(page, 'report-unknown')).toEqual([]);
  });
}
