import { type Assessment, type Category, type Finding, type Metric, SEVERITIES } from '../assessment/contract.ts';
import type { Row } from './impact-facts.ts';
import { cut, metricText, metricTitle } from './words.ts';

/** The metrics that are shown with an area, the most telling first. */
const SHOWN: Readonly<Record<Category, readonly string[]>> = {
  performance: [
    'largest_contentful_paint',
    'cumulative_layout_shift',
    'total_blocking_time',
    'speed_index',
    'server_response_ms',
    'page_bytes',
  ],
  security: ['https_enforced', 'tls_version', 'certificate_days_left'],
  seo: [
    'broken_internal_links',
    'sitemap_urls',
    'robots_txt',
    'organic_traffic',
    'organic_keywords',
    'domain_authority',
  ],
  email: [],
  accessibility: ['lighthouse_accessibility'],
  visual: [
    'mobile_overflow',
    'rubric_above_the_fold',
    'rubric_cta_prominence',
    'rubric_trust_signals',
    'rubric_mobile',
  ],
  presence: ['profile_rating', 'profile_reviews', 'profile_photos', 'profile_hours'],
  content: ['contact_data', 'reading_ease', 'next_step', 'social_proof', 'copyright_year'],
};
const MOST = 4;

export type ShownMetric = Readonly<{ metric: Metric; title: string; text: string }>;

/** What was measured in an area and is worth a place beside its score. */
export const shownMetrics = ({ metrics }: Assessment, category: Category): readonly ShownMetric[] =>
  SHOWN[category]
    .flatMap((id) => {
      const metric = metrics.find((one) => one.id === id);
      const text = metric === undefined ? null : metricText(metric);
      return metric === undefined || text === null ? [] : [{ metric, title: metricTitle(id), text }];
    })
    .slice(0, MOST);

/** The gravest first; among equals the one most worth mending. */
export const findingsIn = ({ findings }: Assessment, category: Category): readonly Finding[] =>
  findings
    .filter((finding) => finding.category === category)
    .toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));

/** How many checks of an area passed, failed and could not be run. */
export const checksText = ({ categories }: Assessment, category: Category): string => {
  const { passed, failed, notMeasured } = categories[category].checks;
  return `${String(passed)} passed  ·  ${String(failed)} failed${notMeasured === 0 ? '' : `  ·  ${String(notMeasured)} not measured`}`;
};

/** Areas with rules beside those that make the score: without a word on it, findings beside a full score read like a fault. */
const SCORED_AS: Partial<Readonly<Record<Category, string>>> = {
  performance: 'Scored as Lighthouse scores how the page loads; other findings do not lower it.',
  seo: 'Scored as Lighthouse scores it; findings beside its checks do not lower it.',
};

/** What stands where an area has no score or only part of one, and what the score leaves out. */
export const noteOf = ({ categories }: Assessment, category: Category): string | null => {
  const { measured, note, checks } = categories[category];
  if (measured === 'full') return checks.failed > 0 ? (SCORED_AS[category] ?? null) : null;
  return `${measured === 'none' ? 'Not measured' : 'Measured in part'}${note === null ? '.' : `: ${forReader(note)}`}`;
};

/** A reason without the sentences that tell an operator of ours what to set. */
const forReader = (reason: string): string =>
  reason
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !/\b(?:PUT|POST) \/|--[a-z]/.test(sentence))
    .join(' ');

/** What was not measured, and why, for who reads the report. */
export const missingRows = ({ notMeasured }: Pick<Assessment, 'notMeasured'>): readonly Row[] =>
  notMeasured.map(({ what, reason }): Row => {
    const told = forReader(reason);
    return [what, told === '' ? 'It was left out of this look at the site.' : told];
  });

/** What the site is made with, and by what that was seen. */
export const technologyRows = ({ technologies }: Pick<Assessment, 'technologies'>): readonly Row[] =>
  technologies.map(
    ({ name, kind, evidence }): Row => [
      name,
      `${kind.charAt(0).toUpperCase()}${kind.slice(1)}. ${cut(evidence[0]?.what ?? 'Seen by its traces.', 110)}`,
    ],
  );
