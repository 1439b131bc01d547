import type { BranchResult } from '../contract.ts';
import type { PageFacts } from '../page-facts.ts';
import { readablePages } from '../readable-pages.ts';
import { type Rule, runRules, weightedScore } from '../rule.ts';
import { failedBranch } from '../site-branch.ts';
import type { SiteCapture } from '../site-capture.ts';
import { STATIC_ATTRIBUTE_RULES } from './static-attributes.ts';
import { STATIC_CONTROL_RULES } from './static-controls.ts';
import { STATIC_DOCUMENT_RULES } from './static-document.ts';
import { STATIC_IMAGE_RULES } from './static-images.ts';
import { STATIC_LIST_RULES } from './static-lists.ts';
import { STATIC_STRUCTURE_RULES } from './static-structure.ts';

/** The rules of axe-core that are sound on HTML alone. */
export const STATIC_ACCESSIBILITY_RULES: readonly Rule<PageFacts>[] = [
  ...STATIC_DOCUMENT_RULES,
  ...STATIC_IMAGE_RULES,
  ...STATIC_CONTROL_RULES,
  ...STATIC_STRUCTURE_RULES,
  ...STATIC_LIST_RULES,
  ...STATIC_ATTRIBUTE_RULES,
];

const PARTIAL =
  'Judged by its HTML without a browser: contrast, keyboard use and what scripts and styles change were not checked.';

/**
 * Accessibility of the home page by its HTML: always partial, for contrast and all that depends on styles and scripts needs a browser. Scored as Lighthouse scores axe: the
 * passed part of the weights 10/7/3/1 by impact.
 */
export const checkStaticAccessibility = (capture: SiteCapture): BranchResult => {
  const readable = readablePages(capture);
  if (!readable.ok || readable.home.page.status >= 400) {
    return failedBranch(
      'accessibility',
      readable.ok ? `The page answers with status ${readable.home.page.status}.` : readable.reason,
    );
  }
  const results = runRules(STATIC_ACCESSIBILITY_RULES, readable.home);
  const shell = readable.home.shell();
  return {
    ...{
      branch: 'accessibility',
      status: 'partial',
      reason: shell ?? PARTIAL,
      score: shell === null ? weightedScore(results) : null,
      results,
      metrics: [],
    },
    notMeasured: [
      { what: 'Contrast, keyboard use, and what scripts and styles change', reason: 'It needs a browser.' },
    ],
  };
};
