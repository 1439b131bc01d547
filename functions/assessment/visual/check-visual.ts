import type { BranchResult, Evidence, Metric, NotMeasured, Screenshot } from '../contract.ts';
import { runRules, weightedScore } from '../rule.ts';
import { type LookJudgement, lookChecks, lookMetrics } from './look-rubrics.ts';
import { VISUAL_RULES, type VisualFacts } from './visual-rules.ts';

/** A model's judgement, or why there is none. */
export type Look = Readonly<{ ok: true; judgement: LookJudgement } | { ok: false; reason: string }>;

/** The rubrics speak of what people see, the DOM of what hinders them: the score is three fifths theirs. Ours, as nobody publishes such weights. */
const RUBRICS_SHARE = 0.6;

const shot = (device: 'desktop' | 'mobile', screenshots: readonly Screenshot[]): Metric => ({
  id: `screenshot_${device}`,
  value: screenshots.find((one) => one.device === device)?.key ?? null,
  unit: null,
  source: 'Chromium',
});

const evidenceSaid = (facts: VisualFacts): Evidence[] => [{ what: 'Seen in the screenshots', where: facts.url }];

/** The visual branch: rules over the DOM of both views, the pictures, and the rubrics when a model judged them. Without a model it is partial. */
export const checkVisual = (
  facts: VisualFacts,
  {
    screenshots,
    look,
    notMeasured = [],
  }: Readonly<{ screenshots: readonly Screenshot[]; look: Look; notMeasured?: readonly NotMeasured[] }>,
): BranchResult => {
  const dom = runRules(VISUAL_RULES, facts);
  const domScore = weightedScore(dom);
  const judged = look.ok ? lookChecks(look.judgement, evidenceSaid(facts)) : [];
  const score = scoreOf(domScore, look);
  const without: NotMeasured[] = look.ok ? [] : [{ what: 'The nine visual rubrics', reason: look.reason }];
  const missing = dom
    .filter(({ state }) => state === 'not_measured')
    .map(({ title, reason = '' }) => ({ what: title, reason }));
  const complete = look.ok && missing.length === 0;
  return {
    branch: 'visual',
    status: complete ? 'done' : score === null && screenshots.length === 0 ? 'failed' : 'partial',
    ...(complete ? {} : { reason: [...without, ...missing].map(({ reason }) => reason)[0] ?? '' }),
    score,
    results: [...dom, ...judged],
    metrics: [
      shot('desktop', screenshots),
      shot('mobile', screenshots),
      {
        id: 'mobile_overflow',
        value: facts.mobile === null ? null : facts.mobile.overflow > 0,
        unit: null,
        source: 'Chromium at 390×844',
      },
      ...(look.ok ? lookMetrics(look.judgement) : []),
    ],
    notMeasured: [...notMeasured, ...without],
    screenshots: [...screenshots],
  };
};

const scoreOf = (domScore: number | null, look: Look): number | null => {
  if (!look.ok) return domScore;
  const seen = look.judgement.rubrics.reduce((sum, { points }) => sum + points, 0) / look.judgement.rubrics.length;
  return Math.round(domScore === null ? seen * 10 : seen * 10 * RUBRICS_SHARE + domScore * (1 - RUBRICS_SHARE));
};
