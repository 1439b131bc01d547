import * as z from 'zod';
import type { LighthouseAudit, LighthouseResult } from './lighthouse-result.ts';

/**
 * The lab metrics with their part of the performance score. TTI is shown and not scored. Source of the weights: Lighthouse's default configuration since version 10
 * (developer.chrome.com/docs/lighthouse/performance/performance-scoring).
 */
export const LAB_METRICS = [
  { key: 'fcp', audit: 'first-contentful-paint', id: 'first_contentful_paint', unit: 'ms', weight: 10 },
  { key: 'lcp', audit: 'largest-contentful-paint', id: 'largest_contentful_paint', unit: 'ms', weight: 25 },
  { key: 'cls', audit: 'cumulative-layout-shift', id: 'cumulative_layout_shift', unit: 'ratio', weight: 25 },
  { key: 'tbt', audit: 'total-blocking-time', id: 'total_blocking_time', unit: 'ms', weight: 30 },
  { key: 'tti', audit: 'interactive', id: 'time_to_interactive', unit: 'ms', weight: 0 },
  { key: 'si', audit: 'speed-index', id: 'speed_index', unit: 'ms', weight: 10 },
] as const;
export type LabKey = (typeof LAB_METRICS)[number]['key'];

const Measure = z.object({ value: z.number(), score: z.number().nullable() });
const Opportunity = z.object({
  audit: z.string(),
  title: z.string(),
  display: z.string(),
  /** Estimated savings: milliseconds of the metric that gains most, bytes over the wire. */
  savedMs: z.number().nullable(),
  savedBytes: z.number().nullable(),
  items: z.array(z.object({ where: z.string(), what: z.string(), quote: z.string().optional() })),
});
/** One run of Lighthouse, as far as it is used. */
export const LabReading = z.object({
  /** 0 to 100; null when a metric that counts was not measured. */
  score: z.number().nullable(),
  measures: z.partialRecord(z.enum(['fcp', 'lcp', 'cls', 'tbt', 'tti', 'si']), Measure),
  /** Lighthouse's other categories, 0 to 100. */
  categories: z.object({
    accessibility: z.number().nullable(),
    bestPractices: z.number().nullable(),
    seo: z.number().nullable(),
  }),
  opportunities: z.array(Opportunity),
  passedAudits: z.array(z.string()),
  warnings: z.array(z.string()),
  version: z.string(),
});
export type LabReading = z.infer<typeof LabReading>;
export type LabOpportunity = z.infer<typeof Opportunity>;

/** Below it Lighthouse shows an audit as not passed (report/renderer/util.js). */
const PASSES = 0.9;
const MOST_ITEMS = 5;

const measureOf = (audit: LighthouseAudit | undefined): z.infer<typeof Measure> | undefined =>
  audit?.numericValue === undefined || audit.scoreDisplayMode === 'error'
    ? undefined
    : { value: audit.numericValue, score: audit.score };

/** The weighted mean of the metrics' scores, 0 to 100; null when one of them was not measured: it must not count as 0, nor be left out. */
const scoreOf = (measures: LabReading['measures']): number | null => {
  let sum = 0;
  for (const { key, weight } of LAB_METRICS) {
    if (weight === 0) continue;
    const score = measures[key]?.score;
    if (score === undefined || score === null) return null;
    sum += weight * score;
  }
  return Math.round(sum);
};

const points = (result: LighthouseResult, category: string): number | null => {
  const score = result.categories[category]?.score ?? null;
  return score === null ? null : Math.round(score * 100);
};

const mostSaved = (audit: LighthouseAudit): number | null => {
  const { CLS: _points, ...times } = audit.metricSavings ?? {};
  const values = [...Object.values(times), audit.details?.overallSavingsMs].filter(
    (value) => typeof value === 'number',
  );
  return values.length === 0 ? null : Math.max(...values);
};

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

const itemsOf = (audit: LighthouseAudit): LabOpportunity['items'] =>
  (audit.details?.items ?? [])
    .flatMap(({ url, node, totalBytes, wastedBytes, wastedMs }) => {
      const where = url ?? node?.selector;
      if (where === undefined || where === '') return [];
      const told = [
        ...(totalBytes === undefined ? [] : [`${kilobytes(totalBytes)} in all`]),
        ...(wastedBytes === undefined ? [] : [`${kilobytes(wastedBytes)} can be saved`]),
        ...(wastedMs === undefined ? [] : [`${Math.round(wastedMs)} ms can be saved`]),
      ].join(', ');
      return [
        {
          where: where.slice(0, 500),
          what: told === '' ? audit.title : told,
          ...(node?.snippet === undefined ? {} : { quote: node.snippet.slice(0, 300) }),
        },
      ];
    })
    .slice(0, MOST_ITEMS);

const opportunityOf = (audit: LighthouseAudit): LabOpportunity => ({
  audit: audit.id,
  title: audit.title,
  display: audit.displayValue ?? '',
  savedMs: mostSaved(audit),
  savedBytes:
    audit.details?.overallSavingsBytes ??
    audit.details?.items?.reduce<number | null>(
      (sum, { wastedBytes }) => (wastedBytes === undefined ? sum : (sum ?? 0) + wastedBytes),
      null,
    ) ??
    null,
  items: itemsOf(audit),
});

export type ReadLab = Readonly<{ ok: true; reading: LabReading } | { ok: false; reason: string }>;

/**
 * Reads a result of Lighthouse. A `runtimeError`, or a result without a single metric, is no measurement: its scores say nothing about the page.
 * @param audits The audits that are looked at beside the metrics.
 */
export const readLab = (result: LighthouseResult, audits: readonly string[]): ReadLab => {
  if (result.runtimeError !== undefined)
    return {
      ok: false,
      reason:
        `Lighthouse could not measure the page (${result.runtimeError.code}). ${result.runtimeError.message}`.trim(),
    };
  const measures: LabReading['measures'] = {};
  for (const { key, audit } of LAB_METRICS) {
    const measure = measureOf(result.audits[audit]);
    if (measure !== undefined) measures[key] = measure;
  }
  if (Object.keys(measures).length === 0) return { ok: false, reason: 'Lighthouse gave no metric.' };
  const known = audits.flatMap((id) => result.audits[id] ?? []).filter(({ score }) => score !== null);
  return {
    ok: true,
    reading: {
      score: scoreOf(measures),
      measures,
      categories: {
        accessibility: points(result, 'accessibility'),
        bestPractices: points(result, 'best-practices'),
        seo: points(result, 'seo'),
      },
      opportunities: known.filter(({ score }) => (score ?? 1) < PASSES).map(opportunityOf),
      passedAudits: known.filter(({ score }) => (score ?? 0) >= PASSES).map(({ id }) => id),
      warnings: result.runWarnings,
      version: result.lighthouseVersion,
    },
  };
};

/** The middle one of several runs by score, with how far the scores lie apart; of an even number the lower middle one. Undefined when no run has a score. */
export const medianRun = (
  readings: readonly LabReading[],
): Readonly<{ reading: LabReading; runs: number; low: number; high: number }> | undefined => {
  const scored = readings
    .flatMap((reading) => (reading.score === null ? [] : [{ reading, score: reading.score }]))
    .sort((a, b) => a.score - b.score);
  const middle = scored[Math.floor((scored.length - 1) / 2)];
  const [low, high] = [scored[0]?.score, scored.at(-1)?.score];
  return middle === undefined || low === undefined || high === undefined
    ? undefined
    : { reading: middle.reading, runs: scored.length, low, high };
};
