import { SECOND } from '../../platform/time.ts';
import { checkAxe } from '../accessibility/check-axe.ts';
import type { Branch, BranchResult, Screenshot } from '../contract.ts';
import { createMeasurePerformance } from '../performance/measure-performance.ts';
import type { PageSpeed } from '../performance/page-speed.ts';
import type { LighthouseRuns } from '../performance/run-lighthouse.ts';
import type { SiteCapture } from '../site-capture.ts';
import { checkVisual, type Look } from '../visual/check-visual.ts';
import type { JudgeLook } from '../visual/judge-look.ts';
import type { Picture } from '../visual/take-screenshot.ts';
import { AXE_PART, type Browse, type Browsed, type SeenView } from './browse-site.ts';

/** Keeps a picture, and beside it the same as JPEG; gives the key under which the first lies. */
export type KeepScreenshot = (device: Screenshot['device'], bytes: Uint8Array, jpeg?: Uint8Array) => Promise<string>;

/** What a browser may give, in this order. */
export const BROWSER_BRANCHES = ['accessibility', 'visual', 'performance'] as const satisfies readonly Branch[];

export const NO_VISION = 'No vision model is configured.';

type Seen = Extract<Browsed, { ok: true }>;

const failed = (branch: Branch, reason: string): BranchResult => ({
  branch,
  status: 'failed',
  reason,
  score: null,
  results: [],
  metrics: [],
  notMeasured: [{ what: `Everything of ${branch} that needs a browser`, reason }],
});

/** How long a judgement of the pictures is waited for, from the beginning, milliseconds. */
const WHOLE_MS = 56 * SECOND;

/**
 * The branches that a browser measures: accessibility by axe-core, visual, and performance by PageSpeed Insights when there is a key, else, or when that fails, by Lighthouse, else by
 * the HTML that was read. Each stands for itself: what was not seen is a result with its reason, beside those that were.
 */
export const createBrowseBranches =
  ({
    browse,
    keepScreenshot,
    judgeLook,
    pageSpeed,
    wholeMs = WHOLE_MS,
  }: Readonly<{
    browse: Browse;
    keepScreenshot: KeepScreenshot;
    judgeLook?: JudgeLook | undefined;
    pageSpeed?: PageSpeed | undefined;
    wholeMs?: number;
  }>) =>
  async (capture: SiteCapture): Promise<BranchResult[]> => {
    const url = capture.finalUrl;
    const late = AbortSignal.timeout(wholeMs);
    const measured = pageSpeed?.(url);
    let look: Promise<Look> | undefined;
    const seen = await browse(url, {
      lighthouse: async () => (await measured)?.ok !== true,
      onViews: (views) => {
        look = judgeLook === undefined ? undefined : inTime(judgeLook(picturesOf(views)), late);
      },
    });
    const performance = await createMeasurePerformance({
      ...(measured === undefined ? {} : { pageSpeed: () => measured }),
      lighthouse: () => Promise.resolve(runsOf(seen)),
    })(capture);
    if (!seen.ok) return [failed('accessibility', seen.reason), failed('visual', seen.reason), performance];
    const screenshots = await keepAll(seen.views, keepScreenshot);
    return [
      accessibilityOf(seen, url),
      visualOf(seen, url, screenshots, (await look) ?? { ok: false, reason: NO_VISION }),
      performance,
    ];
  };

const runsOf = (seen: Browsed): LighthouseRuns => {
  if (!seen.ok) return seen;
  return seen.lighthouse ?? { ok: false, reason: 'Lighthouse was not asked.' };
};

/** What a model says, or that it took too long: what was seen must not be lost for want of a judgement. */
const inTime = (judging: Promise<Look>, late: AbortSignal): Promise<Look> =>
  Promise.race([
    judging,
    new Promise<Look>((resolve) => {
      late.addEventListener('abort', () => resolve({ ok: false, reason: 'The vision model did not answer in time.' }));
    }),
  ]);

const picturesOf = (views: readonly SeenView[]) =>
  views.flatMap(({ device, picture }) => (picture === null ? [] : [{ device, bytes: picture.bytes }]));

const keepAll = (views: readonly SeenView[], keepScreenshot: KeepScreenshot): Promise<readonly Screenshot[]> =>
  Promise.all(
    views.flatMap(({ device, width, height, picture }) =>
      picture === null ? [] : [keepOne({ device, width, height }, picture, keepScreenshot)],
    ),
  );

const keepOne = async (
  view: Pick<Screenshot, 'device' | 'width' | 'height'>,
  { bytes, jpeg }: Picture,
  keepScreenshot: KeepScreenshot,
): Promise<Screenshot> => ({
  ...view,
  key: await keepScreenshot(view.device, bytes, jpeg),
  bytes: bytes.byteLength,
  contentType: 'image/webp',
});

const accessibilityOf = ({ axe, notMeasured }: Seen, url: string): BranchResult =>
  axe === null
    ? failed('accessibility', notMeasured.findLast(({ what }) => what === AXE_PART)?.reason ?? 'axe-core did not run.')
    : checkAxe(axe, url);

const visualOf = (
  { views, notMeasured }: Seen,
  url: string,
  screenshots: readonly Screenshot[],
  look: Look,
): BranchResult => {
  const domOf = (device: SeenView['device']) => views.find((view) => view.device === device)?.dom ?? null;
  return checkVisual(
    { url, desktop: domOf('desktop'), mobile: domOf('mobile') },
    { screenshots, look, notMeasured: notMeasured.filter(({ what }) => what !== AXE_PART) },
  );
};
