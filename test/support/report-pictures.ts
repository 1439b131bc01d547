import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import puppeteer, { type Browser } from 'puppeteer-core';
import { assessHere } from '../../bin/cli/assess/assess-here.ts';
import { dataAddress } from '../../functions/reports/html/frame.ts';
import { reportPage } from '../../functions/reports/html/report-page.ts';
import { teaserPage } from '../../functions/reports/html/teaser-page.ts';
import { renderReport } from '../../functions/reports/pdf/render-report.ts';
import { PROJECT_ROOT } from '../../lib/bundling/entries.ts';
import { startSampleSites } from '../../lib/local/sample/sites-server.ts';
import { findChromium } from './browser.ts';
import { contentOf } from './report-samples.ts';

const FOLDER = join(PROJECT_ROOT, 'docs', 'images');
const SITE = 'http://alder-dental.example/';
const WIDTH = 900;
/** The pages of the PDF that tell most, by where they stand in every report. */
const PDF_PAGES: readonly (readonly [page: number, name: string])[] = [
  [1, 'cover'],
  [2, 'summary'],
  [3, 'impact'],
  [4, 'scores'],
];
const run = promisify(execFile);

const photograph = async (browser: Browser, html: string, name: string, height: number): Promise<void> => {
  const page = await browser.newPage();
  await page.setViewport({ width: WIDTH, height });
  await page.setContent(html, { waitUntil: 'load' });
  await page.screenshot({ path: `${join(FOLDER, name)}.webp`, type: 'webp', quality: 80 });
  await page.close();
};

/** Pages of the PDF as pictures, drawn by Poppler's pdftoppm. */
const photographPdf = async (browser: Browser, bytes: Uint8Array): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'report-pictures-'));
  try {
    const file = join(folder, 'report.pdf');
    await writeFile(file, bytes);
    for (const [at, name] of PDF_PAGES) {
      const only = String(at);
      await run('pdftoppm', ['-png', '-r', '110', '-f', only, '-l', only, file, join(folder, name)]);
      const drawn = (await readdir(folder)).find((one) => one.startsWith(name)) ?? '';
      const source = dataAddress('image/png', await readFile(join(folder, drawn)));
      const html = `<body style="margin:0"><img src="${source}" style="width:100%;display:block">`;
      await photograph(browser, html, `report-pdf-${name}`, Math.round(WIDTH * Math.SQRT2));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Assesses a site of the sample world in a browser, and photographs its teaser, its report, and pages of the PDF into docs/images. */
const takeReportPictures = async (): Promise<void> => {
  await mkdir(FOLDER, { recursive: true });
  const sites = await startSampleSites({ port: 0 });
  const browser = await puppeteer.launch({ executablePath: findChromium() ?? 'chromium', args: ['--no-sandbox'] });
  try {
    const assumptions = { annualRevenueUsd: 1_800_000, industry: 'health', companySize: '10-49' } as const;
    const { assessment, pictures } = await assessHere(SITE, {
      ...{ allowHosts: sites.allowHosts, browser: true, assumptions },
    });
    const content = contentOf({ ...assessment, companyName: 'Alder Dental' }, { preparedAt: assessment.startedAt });
    const files = { logo: null, screenshots: pictures };
    const landingPage = 'https://app.example/r/token';
    const teaser = teaserPage({
      ...{ assessment: content.assessment, brand: content.brand, logo: null, referrer: null },
      ...{ price: { amount: 39_900, currency: 'usd' }, checkout: '/checkout', landingPage },
      expiresAt: '2027-01-20T00:00:00.000Z',
    });
    await photograph(browser, teaser, 'teaser', 1_300);
    await photograph(browser, reportPage(content, files), 'report-page', 1_600);
    await photographPdf(browser, (await renderReport(content, files)).bytes);
  } finally {
    await browser.close();
    await sites.close();
  }
};

await takeReportPictures();
process.exit();
