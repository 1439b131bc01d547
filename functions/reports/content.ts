import * as z from 'zod';
import { Assessment, CATEGORIES, Category, Effort } from '../assessment/contract.ts';
import { ImpactIndustry } from '../assessment/impact/contract.ts';
import { ReportId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { Brand } from './brand.ts';

/** Something that the findings together say, and why it should not wait. */
export const Insight = z.object({
  title: z.string(),
  text: z.string(),
  urgency: z.string(),
  /** The findings it rests on, by their rules' ids. */
  findings: z.array(z.string()),
});
export type Insight = z.infer<typeof Insight>;

/** What to do about it, in the order in which it pays. */
export const Action = z.object({
  title: z.string(),
  text: z.string(),
  effort: Effort,
  findings: z.array(z.string()),
});
export type Action = z.infer<typeof Action>;

export const Insights = z.object({
  insights: z.array(Insight).max(3),
  actions: z.array(Action).max(3),
  /** `rules`, or the language model that worded them. */
  writer: z.string(),
});
export type Insights = z.infer<typeof Insights>;

const Spread = z.object({ lower: z.number(), median: z.number(), upper: z.number() });

/** How a site stands among others of its industry: the middle half of their scores, and the part of them that score lower. */
export const Peers = z.object({
  industry: ImpactIndustry,
  count: z.int().min(20),
  overall: Spread.nullable(),
  /** Percent of the others whose overall score is lower. */
  aheadOfPercent: z.int().min(0).max(100).nullable(),
  categories: z.array(z.object({ category: Category, count: z.int(), ...Spread.shape })),
});
export type Peers = z.infer<typeof Peers>;

/** Everything that a version of a report is made of. Kept as it was, it gives the same PDF and the same page at any time. */
export const ReportContent = z.object({
  reportId: ReportId,
  version: z.int().positive(),
  preparedAt: Instant,
  assessment: Assessment,
  insights: Insights,
  brand: Brand,
  peers: Peers.nullable(),
  /** What the report must say of its own making, e.g. that the site could not be read anew. */
  remarks: z.array(z.string()),
});
export type ReportContent = z.infer<typeof ReportContent>;

/** A picture of the site as the PDF takes it. */
export type ReportPicture = Readonly<{
  device: 'desktop' | 'mobile';
  contentType: 'image/jpeg' | 'image/png';
  bytes: Uint8Array;
}>;
/** The files that a report shows. */
export type ReportPictures = Readonly<{ logo: Uint8Array | null; screenshots: readonly ReportPicture[] }>;
export const NO_PICTURES: ReportPictures = { logo: null, screenshots: [] };

/** The name that a report is about. */
export const subjectOf = ({ companyName, domain }: Pick<Assessment, 'companyName' | 'domain'>): string =>
  companyName === null || companyName.trim() === '' ? domain : companyName;

/** Whether anything at all could be scored. */
export const isMeasured = ({ categories }: Pick<Assessment, 'categories'>): boolean =>
  CATEGORIES.some((category) => categories[category].score !== null);
