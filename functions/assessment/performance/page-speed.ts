import * as z from 'zod';
import { googleHeaders, googleMeaning } from '../../discovery/providers/google-places.ts';
import type { ProviderCall, ProviderCallOptions, ProviderFailureKind } from '../../platform/provider-call.ts';
import { HOUR, SECOND } from '../../platform/time.ts';
import { type LabReading, readLab } from './lab-reading.ts';
import { LighthouseResult } from './lighthouse-result.ts';
import { LIGHTHOUSE_AUDITS } from './lighthouse-rules.ts';

/** The free quota is 240 a minute and 25,000 a day for a key (developers.google.com/speed/docs/insights/v5/get-started). */
const REQUESTS_PER_MINUTE = 240;
/** Google loads the page itself before it answers, mostly within 10 to 40 s; a branch has 60. */
const TIMEOUT = 50 * SECOND;

/** What Google's Lighthouse says of a page that it could not load comes as an error of the request: the page is at fault, and asking again does not help. */
const pageSpeedMeaning = (answer: { status: number; body: unknown }): ProviderFailureKind | undefined =>
  answer.status >= 400 && /Lighthouse returned error|lighthouseUserError/i.test(JSON.stringify(answer.body ?? ''))
    ? 'bad_request'
    : googleMeaning(answer);

/** How a provider call for PageSpeed Insights is made; the key goes in a header, never in an address. */
export const pageSpeedCall = (apiKey: string) =>
  ({
    provider: 'pagespeed',
    requestsPerMinute: REQUESTS_PER_MINUTE,
    timeout: TIMEOUT,
    patience: TIMEOUT + 4 * SECOND,
    meaningOf: pageSpeedMeaning,
    headers: () => Promise.resolve(googleHeaders(apiKey)),
  }) satisfies Partial<ProviderCallOptions>;

const Field = z.looseObject({
  percentile: z.number(),
  category: z.string().optional(),
});
const Experience = z
  .looseObject({ overall_category: z.string().optional(), metrics: z.record(z.string(), Field).default({}) })
  .optional();
const Answer = z.looseObject({
  lighthouseResult: LighthouseResult,
  /** What visitors of this page had in the last 28 days (Chrome UX Report); without `metrics` when they are too few. */
  loadingExperience: Experience,
  originLoadingExperience: Experience,
});

/** What real visitors had, 75th percentiles; null when Chrome counts too few of them. */
export type FieldReading = Readonly<{
  /** Of this page, or of the whole site when the page has too few visitors. */
  of: 'page' | 'site';
  verdict: string | null;
  lcpMs: number | null;
  inpMs: number | null;
  /** Layout shift, as a ratio. */
  cls: number | null;
}>;

const fieldOf = (experience: z.infer<typeof Experience>, of: FieldReading['of']): FieldReading | null => {
  const metrics = experience?.metrics ?? {};
  if (Object.keys(metrics).length === 0) return null;
  const cls = metrics['CUMULATIVE_LAYOUT_SHIFT_SCORE']?.percentile;
  return {
    of,
    verdict: experience?.overall_category ?? null,
    lcpMs: metrics['LARGEST_CONTENTFUL_PAINT_MS']?.percentile ?? null,
    inpMs: metrics['INTERACTION_TO_NEXT_PAINT']?.percentile ?? null,
    // Told in hundredths.
    cls: cls === undefined ? null : cls / 100,
  };
};

export type PageSpeedReading = Readonly<{ lab: LabReading; field: FieldReading | null }>;
export type PageSpeed = (
  url: string,
) => Promise<Readonly<{ ok: true; reading: PageSpeedReading } | { ok: false; reason: string }>>;

/** PageSpeed Insights v5: Google's own Lighthouse on a phone, all four categories, and the field data of the page. */
export const createPageSpeed =
  ({ call }: { call: ProviderCall }): PageSpeed =>
  async (url) => {
    const reply = await call({
      method: 'GET',
      path: '/runPagespeed',
      query: {
        url,
        strategy: 'MOBILE',
        category: ['PERFORMANCE', 'ACCESSIBILITY', 'BEST_PRACTICES', 'SEO'],
        locale: 'en',
      },
      schema: Answer,
      cost: () => ({ microUsd: 0, credits: 1 }),
      cacheFor: HOUR,
    });
    if (!reply.ok) return { ok: false, reason: reply.failure.message };
    const { lighthouseResult, loadingExperience, originLoadingExperience } = reply.value;
    const lab = readLab(lighthouseResult, LIGHTHOUSE_AUDITS);
    if (!lab.ok) return lab;
    const field = fieldOf(loadingExperience, 'page') ?? fieldOf(originLoadingExperience, 'site');
    return { ok: true, reading: { lab: lab.reading, field } };
  };
