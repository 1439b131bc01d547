import type { Browser } from 'puppeteer-core';
import { type Clock, SECOND, systemClock } from '../../platform/time.ts';
import { type LabReading, readLab } from './lab-reading.ts';
import { LighthouseResult } from './lighthouse-result.ts';
import { LIGHTHOUSE_AUDITS } from './lighthouse-rules.ts';

export const LIGHTHOUSE_RUNS = 3;
/** A run needs about this long at the least; with less left none is begun. */
const SHORTEST_RUN = 8 * SECOND;

export type LighthouseRuns = Readonly<
  { ok: true; readings: readonly LabReading[]; wanted: number } | { ok: false; reason: string }
>;
/** One run over some of the categories, within some milliseconds: Lighthouse's own result. */
export type LighthouseOnce = (categories: readonly string[], withinMs: number) => Promise<unknown>;

const ALL = ['performance', 'accessibility', 'best-practices', 'seo'];

/** Lighthouse as it stands: a phone, its network and processor simulated (the default), in English, without the picture of the whole page. */
export const lighthouseIn =
  (browser: Browser, url: string): LighthouseOnce =>
  async (categories, withinMs) => {
    const { default: lighthouse } = await import('lighthouse');
    const page = await browser.newPage();
    try {
      const result = await lighthouse(
        url,
        { logLevel: 'silent', output: 'json' },
        {
          extends: 'lighthouse:default',
          settings: {
            onlyCategories: [...categories],
            locale: 'en-US',
            disableFullPageScreenshot: true,
            maxWaitForFcp: Math.min(15 * SECOND, withinMs),
            maxWaitForLoad: Math.min(25 * SECOND, withinMs),
            skipAudits: ['bf-cache', 'screenshot-thumbnails', 'final-screenshot'],
          },
        },
        page,
      );
      return result?.lhr;
    } finally {
      await page.close().catch(() => undefined);
    }
  };

const within = async <T>(work: Promise<T>, milliseconds: number): Promise<T | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'late' as const);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
};

/**
 * Runs Lighthouse up to three times one after the other, as long as there is time until `endsAt`; the first run judges all four categories. A run that ends in an error, or late, ends
 * the row: what was measured until then counts. Without one run there is a reason.
 */
export const runLighthouse = async (
  once: LighthouseOnce,
  {
    endsAt,
    clock = systemClock,
    runs = LIGHTHOUSE_RUNS,
    shortestMs = SHORTEST_RUN,
  }: Readonly<{ endsAt: number; clock?: Clock; runs?: number; shortestMs?: number }>,
): Promise<LighthouseRuns> => {
  const readings: LabReading[] = [];
  let reason = 'There was no time left for Lighthouse.';
  let longest = shortestMs;
  for (let run = 0; run < runs; run += 1) {
    const began = clock();
    if (endsAt - began < longest) break;
    const found = await attempt(once, run === 0 ? ALL : ['performance'], endsAt - began);
    if (!found.ok) {
      reason = found.reason;
      break;
    }
    readings.push(found.reading);
    longest = Math.max(longest, clock() - began);
  }
  return readings.length === 0 ? { ok: false, reason } : { ok: true, readings, wanted: runs };
};

const attempt = async (once: LighthouseOnce, categories: readonly string[], withinMs: number) => {
  try {
    const found = await within(once(categories, withinMs), withinMs);
    if (found === 'late') return { ok: false as const, reason: 'Lighthouse did not end in time.' };
    const parsed = LighthouseResult.safeParse(found);
    return parsed.success
      ? readLab(parsed.data, LIGHTHOUSE_AUDITS)
      : { ok: false as const, reason: 'Lighthouse gave no result.' };
  } catch (error) {
    const told = error instanceof Error ? error.message : '';
    return { ok: false as const, reason: `Lighthouse broke off (${told.slice(0, 200)}).` };
  }
};
