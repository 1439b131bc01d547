import * as z from 'zod';

const Item = z.looseObject({
  url: z.string().optional(),
  totalBytes: z.number().optional(),
  wastedBytes: z.number().optional(),
  wastedMs: z.number().optional(),
  /** Where the element stands that the item is about. */
  node: z.looseObject({ selector: z.string().optional(), snippet: z.string().optional() }).nullish(),
});
export type LighthouseItem = z.infer<typeof Item>;

/** Some items are of other kinds than files and elements: they say nothing that is shown. */
const itemOf = (given: unknown): readonly LighthouseItem[] => {
  const parsed = Item.safeParse(given);
  return parsed.success ? [parsed.data] : [];
};

const Audit = z.looseObject({
  id: z.string(),
  title: z.string(),
  /** 0 to 1; null when it was not measured or is not scored. */
  score: z.number().nullable(),
  scoreDisplayMode: z.string(),
  numericValue: z.number().optional(),
  displayValue: z.string().optional(),
  errorMessage: z.string().optional(),
  /** Estimated milliseconds (CLS: points) that mending saves, by metric. */
  metricSavings: z.record(z.string(), z.number().nullable()).optional(),
  details: z
    .looseObject({
      overallSavingsMs: z.number().optional(),
      overallSavingsBytes: z.number().optional(),
      items: z
        .array(z.unknown())
        .transform((items) => items.flatMap(itemOf))
        .optional()
        // Some details hold a tree or a table of tables in place of a list.
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type LighthouseAudit = z.infer<typeof Audit>;

const CategoryResult = z.looseObject({ score: z.number().nullable() });

/** A result of Lighthouse as PageSpeed Insights and the program itself give it: of the whole what is read here. */
export const LighthouseResult = z.looseObject({
  lighthouseVersion: z.string(),
  finalDisplayedUrl: z.string().optional(),
  finalUrl: z.string().optional(),
  fetchTime: z.string().optional(),
  runWarnings: z.array(z.string()).default([]),
  runtimeError: z.looseObject({ code: z.string(), message: z.string().default('') }).optional(),
  categories: z.record(z.string(), CategoryResult).default({}),
  audits: z.record(z.string(), Audit).default({}),
});
export type LighthouseResult = z.infer<typeof LighthouseResult>;
