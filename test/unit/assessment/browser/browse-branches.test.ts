import type { AxeReading } from '../../../../functions/assessment/accessibility/axe-reading.ts';
import { createBrowseBranches } from '../../../../functions/assessment/browser/browse-branches.ts';
import {
  type Browse,
  type Browsed,
  createBrowse,
  type SeenView,
} from '../../../../functions/assessment/browser/browse-site.ts';
import type { LighthouseRuns } from '../../../../functions/assessment/performance/run-lighthouse.ts';
import { RUBRICS } from '../../../../functions/assessment/visual/look-rubrics.ts';
import { aCapture } from '../a-site-capture.ts';
import { aLabReading } from '../performance/a-lab-reading.ts';
import { aDom } from '../visual/a-dom.ts';

const AXE: AxeReading = {
  version: '4.14.1',
  violations: [],
  passes: [
    {
      id: 'image-alt',
      help: 'Images must have alternative text',
      helpUrl: 'https://dequeuniversity.com/rules/axe/4.14/image-alt',
    },
  ],
  incomplete: [],
  frames: 0,
};
const view = (device: SeenView['device']): SeenView => ({
  device,
  width: device === 'desktop' ? 1920 : 390,
  height: device === 'desktop' ? 1080 : 844,
  dom: aDom(),
  picture: { bytes: new Uint8Array(10), quality: 82 },
});
const LIGHTHOUSE: LighthouseRuns = {
  ok: true,
  readings: [aLabReading(80), aLabReading(90), aLabReading(70)],
  wanted: 3,
};
const seen = (given: Partial<Extract<Browsed, { ok: true }>> = {}): Browsed => ({
  ok: true,
  views: [view('desktop'), view('mobile')],
  axe: AXE,
  lighthouse: LIGHTHOUSE,
  notMeasured: [],
  traffic: { requests: 1, bytes: 1, refused: [], cut: null },
  ...given,
});
/** A browser that saw `browsed`; asks whether Lighthouse is wanted when its turn would have come. */
const scripted =
  (browsed: Browsed, wanted: boolean[] = []): Browse =>
  async (_url, { lighthouse, onViews } = {}) => {
    if (!browsed.ok) return browsed;
    onViews?.(browsed.views);
    const runs = (await lighthouse?.()) ?? true;
    wanted.push(runs);
    return runs ? browsed : { ...browsed, lighthouse: undefined };
  };
const branchesOf = (
  browsed: Browsed,
  given: Partial<Parameters<typeof createBrowseBranches>[0]> & { wanted?: boolean[] } = {},
) =>
  createBrowseBranches({
    browse: scripted(browsed, given.wanted),
    keepScreenshot: async (device) => `shots/${device}.webp`,
    ...given,
  })(aCapture('<title>Roofs</title><h1>Roofs</h1>'));

test('what a browser saw becomes three branches, with the pictures under the keys where they lie', async () => {
  const branches = await branchesOf(seen());
  expect(branches.map(({ branch, status, score }) => [branch, status, score])).toEqual([
    ['accessibility', 'done', 100],
    ['visual', 'partial', 100],
    ['performance', 'done', 80],
  ]);
  expect(branches[1]?.screenshots).toEqual([
    { device: 'desktop', width: 1920, height: 1080, key: 'shots/desktop.webp', bytes: 10, contentType: 'image/webp' },
    { device: 'mobile', width: 390, height: 844, key: 'shots/mobile.webp', bytes: 10, contentType: 'image/webp' },
  ]);
});

test('a part that was not seen fails alone, with its reason; performance is then judged by the HTML', async () => {
  const branches = await branchesOf(
    seen({
      axe: null,
      lighthouse: { ok: false, reason: 'Lighthouse did not end in time.' },
      notMeasured: [{ what: 'Accessibility in the browser', reason: 'It hung.' }],
    }),
  );
  expect(branches.map(({ branch, status, reason }) => [branch, status, reason])).toEqual([
    ['accessibility', 'failed', 'It hung.'],
    ['visual', 'partial', 'No vision model is configured.'],
    ['performance', 'partial', 'No browser measured this page. Lighthouse did not end in time.'],
  ]);
});

test('without a browser every branch says so', async () => {
  const branches = await branchesOf({ ok: false, reason: 'No Chromium is installed here.' });
  expect(branches.map(({ status, reason }) => [status, reason])).toEqual([
    ['failed', 'No Chromium is installed here.'],
    ['failed', 'No Chromium is installed here.'],
    ['partial', 'No browser measured this page. No Chromium is installed here.'],
  ]);
});

test('Lighthouse does not run when PageSpeed Insights measured, and does when it failed', async () => {
  const wanted: boolean[] = [];
  const lab = aLabReading(55);
  const measured = await branchesOf(seen(), {
    wanted,
    pageSpeed: async () => ({ ok: true, reading: { lab, field: null } }),
  });
  expect(measured[2]).toMatchObject({ branch: 'performance', score: 55 });
  const refused = await branchesOf(seen(), {
    wanted,
    pageSpeed: async () => ({ ok: false, reason: 'It refused the API key.' }),
  });
  expect(refused[2]).toMatchObject({ branch: 'performance', status: 'done', score: 80 });
  expect(wanted).toEqual([false, true]);
});

const judgement = { rubrics: RUBRICS.map(({ id }) => ({ id, points: 5, reason: 'A plain header.' })) };

test('the pictures are judged while Lighthouse still runs', async () => {
  const order: string[] = [];
  const [, visual] = await createBrowseBranches({
    browse: async (_url, { onViews } = {}) => {
      const browsed = seen();
      if (browsed.ok) onViews?.(browsed.views);
      order.push('Lighthouse');
      return browsed;
    },
    keepScreenshot: async (device) => device,
    judgeLook: async (pictures) => {
      order.push(`judged ${pictures.map(({ device }) => device).join(', ')}`);
      return { ok: true, judgement, usage: [] };
    },
  })(aCapture('<h1>Roofs</h1>'));
  expect(order).toEqual(['judged desktop, mobile', 'Lighthouse']);
  expect(visual).toMatchObject({ status: 'done', score: Math.round(50 * 0.6 + 100 * 0.4) });
});

test('a model that does not answer in time costs the rubrics alone', async () => {
  const branches = await branchesOf(seen(), { wholeMs: 20, judgeLook: () => new Promise(() => undefined) });
  expect(branches[1]).toMatchObject({
    status: 'partial',
    score: 100,
    reason: 'The vision model did not answer in time.',
  });
});

test('an address that may not be fetched never gets a browser', async () => {
  const browse = createBrowse({
    chromium: async () => ({ ok: true, chromium: { executablePath: '/does/not/exist', args: [] } }),
  });
  expect(await browse('http://169.254.169.254/')).toEqual({
    ok: false,
    reason: 'The browser may not open this address (private_address).',
  });
});

test('a browser that does not start is a reason, not an error', async () => {
  const browse = createBrowse({
    chromium: async () => ({ ok: true, chromium: { executablePath: '/does/not/exist', args: [] } }),
    resolveHost: async () => ({ ok: true, addresses: ['93.184.216.34'] }),
  });
  expect(await browse('http://site.example/')).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^The browser broke off/),
  });
});

test('sites are looked at one after the other, and waiting for the turn counts', async () => {
  let now = 0;
  const starts: number[] = [];
  const browse = createBrowse({
    clock: () => now,
    chromium: async () => {
      starts.push(now);
      now += 40_000;
      return { ok: false, reason: 'none' };
    },
    limits: { wholeMs: 60_000 },
  });
  const answers = await Promise.all(
    ['http://a.example/', 'http://b.example/', 'http://c.example/'].map((url) => browse(url)),
  );
  expect(starts).toEqual([0, 40_000]);
  expect(answers[2]).toEqual({ ok: false, reason: 'The browser was busy with other sites.' });
});
