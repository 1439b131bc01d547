import * as z from 'zod';
import type { CheckResult, Effort, Evidence, Metric } from '../contract.ts';

type RubricRow = Readonly<{ id: string; title: string; asks: string; fix: string; effort: Effort }>;

/** The nine rubrics (spec/assessment.md), with what is asked of whoever judges. */
export const RUBRICS = [
  {
    id: 'above_the_fold',
    title: 'Clarity above the fold',
    asks: 'Does the first screen say at once what is offered, to whom, and why it matters?',
    fix: 'Say in the first screen what you offer, to whom, and what it brings.',
    effort: 'hours',
  },
  {
    id: 'cta_prominence',
    title: 'Prominence of the call to action',
    asks: 'Is there one main next step that stands out by place, size and colour?',
    fix: 'Give the main next step a button that stands out, and the others less weight.',
    effort: 'hours',
  },
  {
    id: 'trust_signals',
    title: 'Trust signals',
    asks: 'Do reviews, names of customers, certificates, people or guarantees show?',
    fix: 'Show reviews, customers or certificates near the top.',
    effort: 'hours',
  },
  {
    id: 'hierarchy',
    title: 'Visual hierarchy',
    asks: 'Do size, weight and place lead the eye from what matters most to what matters less?',
    fix: 'Let one heading lead, and the rest follow in clear steps of size.',
    effort: 'days',
  },
  {
    id: 'readability',
    title: 'Readability',
    asks: 'Are size, contrast, line length and spacing of the text easy to read?',
    fix: 'Set text larger, with more contrast and shorter lines.',
    effort: 'hours',
  },
  {
    id: 'brand_cohesion',
    title: 'Cohesion of the brand',
    asks: 'Do colours, type, images and logo belong together?',
    fix: 'Keep to one palette, one or two typefaces, and one kind of images.',
    effort: 'days',
  },
  {
    id: 'image_quality',
    title: 'Quality of the images',
    asks: 'Are images sharp, fitting and the company’s own rather than generic stock?',
    fix: 'Replace blurred or generic pictures by good ones of your own work.',
    effort: 'days',
  },
  {
    id: 'mobile',
    title: 'The site on a phone',
    asks: 'Does the phone view fit the screen, with readable text and targets that can be tapped?',
    fix: 'Lay the page out for a phone first.',
    effort: 'days',
  },
  {
    id: 'white_space',
    title: 'White space',
    asks: 'Does the room around elements group and separate them, neither crowded nor empty?',
    fix: 'Leave more room around groups, and less within them.',
    effort: 'hours',
  },
] as const satisfies readonly RubricRow[];
export type RubricId = (typeof RUBRICS)[number]['id'];

const ids = RUBRICS.map(({ id }) => id) as [RubricId, ...RubricId[]];
const Rubric = z.object({
  id: z.enum(ids),
  /** 0 to 10. */
  points: z.number().min(0).max(10),
  /** One sentence that names what is seen in the pictures. */
  reason: z.string().min(1).max(600),
});
/** A judgement of all nine rubrics, each once. */
export const LookJudgement = z.object({
  rubrics: z
    .array(Rubric)
    .length(RUBRICS.length)
    .refine((list) => new Set(list.map(({ id }) => id)).size === RUBRICS.length, 'names every rubric once'),
});
export type LookJudgement = z.infer<typeof LookJudgement>;

/** Below it a rubric is a finding. */
const GOOD_ENOUGH = 5;
const SOURCE = 'https://www.nngroup.com/articles/ten-usability-heuristics/';

/** The rubrics as checks without weight: a model's points are in the score as they are, not as passed or failed. */
export const lookChecks = ({ rubrics }: LookJudgement, seen: readonly Evidence[]): CheckResult[] =>
  RUBRICS.flatMap(({ id, title, fix, effort }): CheckResult[] => {
    const found = rubrics.find((one) => one.id === id);
    if (found === undefined) return [];
    const { points, reason } = found;
    return [
      {
        id: `visual.rubric.${id}`,
        category: 'visual',
        title,
        weight: 0,
        severity: points < 3 ? 'high' : 'medium',
        effort,
        source: SOURCE,
        fix,
        detail: 'Judged by a vision model from the screenshots.',
        state: points < GOOD_ENOUGH ? 'fail' : 'pass',
        evidence: seen.map(({ where }) => ({ what: `${points} of 10: ${reason}`, where })),
      },
    ];
  });

export const lookMetrics = ({ rubrics }: LookJudgement): Metric[] =>
  rubrics.map(({ id, points }) => ({
    id: `rubric_${id}`,
    value: points,
    unit: 'of 10',
    source: 'vision model, from the screenshots',
  }));
